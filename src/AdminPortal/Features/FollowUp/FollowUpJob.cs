using System.Threading.Channels;
using AdminPortal.Live;
using Quartz;

namespace AdminPortal.Features.FollowUp;

/// <summary>One look at everybody who is followed. Never two at a time, on all nodes together.</summary>
[DisallowConcurrentExecution]
internal sealed class FollowUpJob(OutcomeFollower follower, MootInvitations moot) : IJob
{
    public static readonly JobKey Key = new("follow-up");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await follower.RunAsync(cancellationToken);
        await moot.RunAsync(cancellationToken);
    }
}

/// <summary>Looks on a timer, and soon after something changed that may move people on.</summary>
internal sealed partial class FollowUpSchedule(ISchedulerFactory schedulers, ChangeFeed feed, TimeProvider time, ILogger<FollowUpSchedule> logger) : BackgroundService
{
    /// <summary>Invitations end by time alone, and a message of the feed may be lost.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Changes within this time cause one look.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(change =>
        {
            if (change.Topic is ChangeTopic.Operations or ChangeTopic.Groups or ChangeTopic.Requests or ChangeTopic.Reset)
            {
                _wanted.Writer.TryWrite(true);
            }
        });
        try
        {
            await TryAsync(ScheduleAsync, stoppingToken);
            await foreach (var _ in _wanted.Reader.ReadAllAsync(stoppingToken))
            {
                await TryAsync((scheduler, token) => scheduler.TriggerJob(FollowUpJob.Key, data: null, token), stoppingToken);
                await Task.Delay(Gather, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private static async ValueTask ScheduleAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<FollowUpJob>().WithIdentity(FollowUpJob.Key).Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(FollowUpJob.Key.Name)
            .ForJob(job)
            .StartNow()
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(Every).RepeatForever())
            .Build();
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
    }

    private async Task TryAsync(Func<IScheduler, CancellationToken, ValueTask> work, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await work(await schedulers.GetScheduler(stoppingToken), stoppingToken);
                return;
            }
#pragma warning disable CA1031 // The scheduler's store may be away for a moment: it is logged and tried again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // The scheduler's store wraps a cancellation into failures of its own.
                stoppingToken.ThrowIfCancellationRequested();
                LogFailed(exception);
                await Task.Delay(Gather, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The look at people who were wanted in groups could not be scheduled; trying again.")]
    private partial void LogFailed(Exception exception);
}
