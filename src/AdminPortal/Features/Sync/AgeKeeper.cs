using AdminPortal.Features.Connections;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Writes down, rarely and when the node ends, how old the values are that were read again and did not change. No read waits
/// for it; in between ages are told from memory.
/// </summary>
internal sealed partial class AgeKeeper(
    CacheWriter cache,
    ReadingAges readings,
    NumberAges numbers,
    TimeProvider time,
    ILogger<AgeKeeper> logger) : BackgroundService
{
    /// <summary>By so much ages may be overstated: on other nodes, and here after the process was killed.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    public Task WriteDownAsync(CancellationToken cancellationToken) =>
        cache.WriteAsync(
            async (write, token) =>
            {
                await numbers.WriteDownAsync(write.Db, token);
                await readings.WriteDownAsync(write.Db, token);
                return true;
            },
            cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteDownAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryWriteDownAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task TryWriteDownAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteDownAsync(cancellationToken);
        }
#pragma warning disable CA1031 // A database that is away or slow must neither end the keeper nor spoil the end of the node: it is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ages of values that did not change could not be written down; they stay in memory.")]
    private partial void LogFailed(Exception exception);
}
