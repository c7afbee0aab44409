using System.Threading.Channels;
using AdminPortal.Data;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;

namespace AdminPortal.Features.Sync;

/// <summary>Keeps one recurring job per number: starts it when a number is added or resumed, ends it when it is removed.</summary>
internal sealed partial class SyncSchedule(
    IDbContextFactory<PortalDbContext> contexts,
    ISchedulerFactory schedulers,
    ListWriter lists,
    ChangeFeed feed,
    IOptions<SyncOptions> options,
    TimeProvider time,
    ILogger<SyncSchedule> logger) : BackgroundService
{
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<Guid> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(change =>
        {
            if (change.Topic is ChangeTopic.Connections or ChangeTopic.Reset)
            {
                _wanted.Writer.TryWrite(true);
            }
        });
        _wanted.Writer.TryWrite(true);
        try
        {
            await foreach (var _ in _wanted.Reader.ReadAllAsync(stoppingToken))
            {
                await TryReconcileAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task TryReconcileAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReconcileAsync(stoppingToken);
        }
#pragma warning disable CA1031 // A database that is away for a moment must not end the schedule: it is logged and tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The scheduler's store wraps a cancellation into failures of its own.
            stoppingToken.ThrowIfCancellationRequested();
            LogFailed(exception);
            await Task.Delay(options.Value.TickEvery, time, stoppingToken);
            _wanted.Writer.TryWrite(true);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The schedule of reading could not be brought up to date; trying again.")]
    private partial void LogFailed(Exception exception);

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var removed = await db.Connections
            .Where(c => c.RemovedAt != null && db.GroupConnections.Any(r => r.ConnectionId == c.Id && r.GoneAt == null))
            .Select(c => c.Id).ToListAsync(cancellationToken);
        foreach (var id in removed)
        {
            await lists.ForgetAsync(id, time.GetUtcNow(), cancellationToken);
        }

        var wanted = (await db.Connections
            .Where(c => c.RemovedAt == null && c.StoppedReason == null)
            .Select(c => c.Id).ToListAsync(cancellationToken)).ToHashSet();
        if (wanted.SetEquals(_running))
        {
            return;
        }

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var ended in _running.Except(wanted))
        {
            await scheduler.DeleteJob(SyncJob.KeyFor(ended), cancellationToken);
        }

        foreach (var started in wanted.Except(_running))
        {
            var job = JobBuilder.Create<SyncJob>().WithIdentity(SyncJob.KeyFor(started)).Build();
            var trigger = TriggerBuilder.Create()
                .WithIdentity(SyncJob.TriggerFor(started))
                .ForJob(job)
                .StartNow()
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(options.Value.TickEvery).RepeatForever()
                    // Ticks that a sleeping machine or a long round missed are not made up for: a round reads whatever is due.
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount))
                .Build();
            // Replacing: on a shared job store another node, or an earlier run with other settings, may have stored it.
            await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
        }

        _running = wanted;
    }
}
