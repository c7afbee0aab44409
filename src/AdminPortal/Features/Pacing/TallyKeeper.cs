namespace AdminPortal.Features.Pacing;

/// <summary>Writes down at the end, and now and then where a cap needs it, how many requests were made: so a restart frees nothing.</summary>
internal sealed partial class TallyKeeper(PacingGovernor governor, TimeProvider time, ILogger<TallyKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveAsync(all: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SaveAsync(all: false, stoppingToken);
        }
    }

    private async Task SaveAsync(bool all, CancellationToken cancellationToken)
    {
        try
        {
            await governor.SaveCountsAsync(all, cancellationToken);
        }
#pragma warning disable CA1031 // The next minute tries again; what a database says must end neither this loop nor the console's shutdown.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotSaved(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The counted requests could not be written down.")]
    private partial void LogNotSaved(Exception exception);
}
