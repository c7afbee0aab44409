using System.Threading.Channels;
using AdminPortal.Data;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Keeps one runner job per number, and starts it at once when there is work.</summary>
internal sealed partial class RunnerSupervisor(
    IDbContextFactory<PortalDbContext> contexts,
    ISchedulerFactory schedulers,
    OpenWork work,
    RunnerSignals signals,
    ChangeFeed feed,
    IOptions<OperationsOptions> options,
    TimeProvider time,
    ILogger<RunnerSupervisor> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly HashSet<Guid> _scheduled = [];
    private readonly Channel<Wish> _wishes = Channel.CreateUnbounded<Wish>(new UnboundedChannelOptions { SingleReader = true });

    private enum WishKind
    {
        Start,
        /// <summary>The number may be new, removed, or free to work again.</summary>
        Look,
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.StartWanted += OnStartWanted;
        signals.Woken += OnWoken;
        using var subscription = feed.Subscribe(OnChange);
        try
        {
            foreach (var id in await NumbersAsync(stoppingToken))
            {
                _wishes.Writer.TryWrite(new Wish(WishKind.Look, id));
            }

            await foreach (var wish in _wishes.Reader.ReadAllAsync(stoppingToken))
            {
                await FulfilAsync(wish, stoppingToken);
            }
        }
        finally
        {
            signals.StartWanted -= OnStartWanted;
            signals.Woken -= OnWoken;
        }
    }

    private void OnStartWanted(Guid connectionId) => _wishes.Writer.TryWrite(new Wish(WishKind.Start, connectionId));

    private void OnWoken(Guid connectionId) => feed.Publish(ChangeTopic.Work, connectionId.ToString());

    private void OnChange(Change change)
    {
        if (change.Topic == ChangeTopic.Work && Guid.TryParse(change.Id, out var busy))
        {
            signals.Hear(busy);
        }

        if (change.Topic == ChangeTopic.Connections && Guid.TryParse(change.Id, out var id))
        {
            _wishes.Writer.TryWrite(new Wish(WishKind.Look, id));
        }
    }

    private async Task<List<Guid>> NumbersAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.Select(c => c.Id).ToListAsync(cancellationToken);
    }

    private async Task FulfilAsync(Wish wish, CancellationToken cancellationToken)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            var key = OperationRunnerJob.KeyOf(wish.ConnectionId);
            if (wish.Kind == WishKind.Start && _scheduled.Contains(wish.ConnectionId))
            {
                await scheduler.TriggerJob(key, data: null, cancellationToken);
            }
            else if (!await IsNeededAsync(wish.ConnectionId, cancellationToken))
            {
                _scheduled.Remove(wish.ConnectionId);
                await scheduler.DeleteJob(key, cancellationToken);
            }
            else if (_scheduled.Add(wish.ConnectionId))
            {
                await ScheduleAsync(scheduler, key, cancellationToken);
            }
            else
            {
                signals.Wake(wish.ConnectionId);
            }
        }
#pragma warning disable CA1031 // The scheduler's store may be away for a moment; the wish stands until it is fulfilled.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotFulfilled(exception, wish.ConnectionId);
            await Task.Delay(RetryAfter, time, cancellationToken);
            _scheduled.Remove(wish.ConnectionId);
            _wishes.Writer.TryWrite(wish);
        }
    }

    /// <summary>A removed number keeps its runner until its open items are ended.</summary>
    private async Task<bool> IsNeededAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.AnyAsync(c => c.Id == connectionId && c.RemovedAt == null, cancellationToken)
            || await work.AnyAsync(connectionId, cancellationToken);
    }

    private async Task ScheduleAsync(IScheduler scheduler, JobKey key, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<OperationRunnerJob>().WithIdentity(key).Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(key.Name, key.Group)
            .ForJob(job)
            .StartNow()
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(options.Value.PollEvery).RepeatForever())
            .Build();

        // On a shared job store another node, or an earlier run with other settings, may have stored it.
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The runner of number {ConnectionId} could not be scheduled yet.")]
    private partial void LogNotFulfilled(Exception exception, Guid connectionId);

    private sealed record Wish(WishKind Kind, Guid ConnectionId);
}
