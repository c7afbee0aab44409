using AdminPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>Looks after what was left waiting, by a failure or by the end of a process, and lets old deliveries go.</summary>
internal sealed partial class WebhookUpkeep(
    IDbContextFactory<PortalDbContext> contexts,
    WebhookBell bell,
    TimeProvider time,
    ILogger<WebhookUpkeep> logger) : BackgroundService
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    /// <summary>Of each number; a burst must not fill the disk.</summary>
    public const int KeptPerNumber = 2_000;

    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.WebhookDeliveries
            .Where(d => d.State == DeliveryState.Waiting)
            .Select(d => d.ConnectionId).Distinct().ToListAsync(cancellationToken);
        foreach (var number in waiting)
        {
            await bell.RingAsync(number, cancellationToken);
        }

        var oldest = time.GetUtcNow() - KeptFor;
        if (await db.WebhookDeliveries.AnyAsync(d => d.ReceivedAt < oldest, cancellationToken))
        {
            await db.WriteAsync(token => db.WebhookDeliveries.Where(d => d.ReceivedAt < oldest).ExecuteDeleteAsync(token), cancellationToken);
        }

        var crowded = await db.WebhookDeliveries
            .GroupBy(d => d.ConnectionId)
            .Where(g => g.Count() > KeptPerNumber)
            .Select(g => g.Key).ToListAsync(cancellationToken);
        foreach (var number in crowded)
        {
            var cut = await db.WebhookDeliveries
                .Where(d => d.ConnectionId == number)
                .OrderByDescending(d => d.ReceivedAt)
                .Skip(KeptPerNumber)
                .Select(d => d.ReceivedAt)
                .FirstOrDefaultAsync(cancellationToken);
            await db.WriteAsync(
                token => db.WebhookDeliveries
                    .Where(d => d.ConnectionId == number && d.ReceivedAt <= cut && d.State != DeliveryState.Waiting)
                    .ExecuteDeleteAsync(token),
                cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            do
            {
                await TryLookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task TryLookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LookAsync(stoppingToken);
        }
#pragma warning disable CA1031 // A database that is away for a moment must not end the upkeep: it is logged and tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The scheduler's store wraps a cancellation into failures of its own.
            stoppingToken.ThrowIfCancellationRequested();
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries could not be looked after; trying again.")]
    private partial void LogFailed(Exception exception);
}
