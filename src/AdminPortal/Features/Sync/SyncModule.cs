using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync.Webhooks;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

internal static class SyncModule
{
    public static IServiceCollection AddSync(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SyncOptions>().Bind(configuration.GetSection(SyncOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SyncOptions>, SyncOptionsValidator>();
        return services
            .AddGroupReader()
            .AddSingleton<SyncPatience>()
            .AddSingleton<SyncPlan>()
            .AddSingleton<CapabilitySurvey>()
            .AddSingleton<SyncRound>()
            .AddTransient<SyncJob>()
            .AddTransient<AskNowJob>()
            .AddSingleton<SyncDesk>()
            .AddWebhooks()
            .AddHostedService<SyncSchedule>()
            .AddHostedService<AgeKeeper>();
    }

    /// <summary>What reads into the cache, without a schedule.</summary>
    internal static IServiceCollection AddGroupReader(this IServiceCollection services) => services
        .AddSingleton<ReadingAges>()
        .AddSingleton<CacheWriter>()
        .AddSingleton<ListMemory>()
        .AddSingleton<ListWriter>()
        .AddSingleton<ListedDetails>()
        .AddSingleton<DetailWriter>()
        .AddSingleton<SubgroupWriter>()
        .AddSingleton<RequestWriter>()
        .AddSingleton<SuggestionWriter>()
        // The writers are nobody else's business, so the reader's constructor is not public.
        .AddSingleton(p => new GroupReader(
            p.GetRequiredService<GatewaySwitchboard>(),
            p.GetRequiredService<PacingGovernor>(),
            p.GetRequiredService<ConnectionHealth>(),
            p.GetRequiredService<CacheWriter>(),
            p.GetRequiredService<ListWriter>(),
            p.GetRequiredService<ListedDetails>(),
            p.GetRequiredService<DetailWriter>(),
            p.GetRequiredService<SubgroupWriter>(),
            p.GetRequiredService<RequestWriter>(),
            p.GetRequiredService<SuggestionWriter>(),
            p.GetRequiredService<TimeProvider>()));
}
