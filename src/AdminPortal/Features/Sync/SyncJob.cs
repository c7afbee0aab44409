using Quartz;

namespace AdminPortal.Features.Sync;

/// <summary>One round of reading for one number. Of one number never two at a time, on whatever node.</summary>
[DisallowConcurrentExecution]
internal sealed class SyncJob(SyncRound round) : IJob
{
    private const string Group = "sync";

    public static JobKey KeyFor(Guid connectionId) => new(connectionId.ToString("N"), Group);

    public static TriggerKey TriggerFor(Guid connectionId) => new(connectionId.ToString("N"), Group);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await round.RunAsync(Guid.ParseExact(context.JobDetail.Key.Name, "N"), cancellationToken);
}
