using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Communities.Suggestions;

namespace AdminPortal.Features.Communities;

internal static class CommunitiesModule
{
    public static IServiceCollection AddCommunities(this IServiceCollection services) => services
        .AddScoped<CommunityDirectory>()
        .AddScoped<HierarchyPlanner>()
        .AddScoped<CommunityDesk>()
        .AddScoped<CommunityFounder>()
        .AddScoped<OwnershipDesk>()
        .AddScoped<JoinDesk>()
        .AddScoped<Announcer>()
        .AddScoped<ManagedCommunities>()
        .AddScoped<SuggestedGroups>()
        .AddScoped<CommunityDraft>();
}
