using System.Threading.Channels;
using AdminPortal.Features.Connections;

namespace AdminPortal.Features.Pacing;

/// <summary>A pause on its way into the connection's row.</summary>
/// <param name="Alongside">What is kept about its cause.</param>
public sealed record PauseNotice(Guid ConnectionId, DateTimeOffset Until, string Reason, Func<CancellationToken, Task> Alongside, Action Stored);

/// <summary>
/// Stores pauses that are noticed while an answer is being read, where nothing may wait. They hold in memory from the same
/// moment; stored, they also hold after a restart and for everybody who looks.
/// </summary>
public sealed partial class PauseWriter(ConnectionHealth health, TimeProvider time, ILogger<PauseWriter> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<PauseNotice> _notices = Channel.CreateUnbounded<PauseNotice>(new UnboundedChannelOptions { SingleReader = true });

    public void Write(PauseNotice notice) => _notices.Writer.TryWrite(notice);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notice in _notices.Reader.ReadAllAsync(stoppingToken))
        {
            await StoreAsync(notice, stoppingToken);
        }
    }

    private async Task StoreAsync(PauseNotice notice, CancellationToken cancellationToken)
    {
        var caused = false;
        while (!caused || notice.Until > time.GetUtcNow())
        {
            try
            {
                if (!caused)
                {
                    await notice.Alongside(cancellationToken);
                    caused = true;
                }

                await health.PauseAsync(notice.ConnectionId, notice.Until, notice.Reason, cancellationToken);
                break;
            }
#pragma warning disable CA1031 // Whatever the database says now, the pause must be stored while it lasts; the failure is logged.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotStored(exception, notice.ConnectionId);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }

        notice.Stored();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The pause of number {ConnectionId} could not be stored yet.")]
    private partial void LogNotStored(Exception exception, Guid connectionId);
}
