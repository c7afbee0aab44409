using System.Collections.Concurrent;
using Quartz;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>Calls the translator to a number's new deliveries, soon and not for each of them.</summary>
internal sealed class WebhookBell(ISchedulerFactory schedulers)
{
    /// <summary>What comes within this time is looked at together; a request still shows within the second.</summary>
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(400);

    /// <summary>Numbers whose job this process has stored.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _known = new();

    public async Task RingAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var key = WebhookJob.KeyFor(connectionId);
        if (!_known.ContainsKey(connectionId))
        {
            await scheduler.AddJob(JobBuilder.Create<WebhookJob>().WithIdentity(key).StoreDurably().Build(), AddJobOptions.Replacing, cancellationToken);
            _known[connectionId] = true;
        }

        // The scheduler's own clock. One call per slice of it: whatever was stored before the slice ends is seen by that call.
        var slice = DateTimeOffset.FromUnixTimeMilliseconds(0) + ((TimeProvider.System.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / s_gather.Ticks * s_gather);
        var trigger = TriggerBuilder.Create()
            .WithIdentity(new TriggerKey($"{connectionId:N} {slice.UtcTicks}", WebhookJob.Group))
            .ForJob(key)
            .StartAt(slice + s_gather)
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);
    }
}

/// <summary>Translates the waiting deliveries of one number. Of one number never two at a time, on whatever node.</summary>
[DisallowConcurrentExecution]
internal sealed class WebhookJob(WebhookTranslator translator) : IJob
{
    public const string Group = "webhooks";

    public static JobKey KeyFor(Guid connectionId) => new(connectionId.ToString("N"), Group);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await translator.RunAsync(Guid.ParseExact(context.JobDetail.Key.Name, "N"), cancellationToken);
}
