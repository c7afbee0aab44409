using AdminPortal.Features.Communities.Announcing;

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
        .AddScoped<CommunityDraft>();
}
