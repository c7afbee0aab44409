using Quartz;

namespace AdminPortal.Features.Operations.Running;

/// <summary>One per number; its key names the number. Never two of the same at a time, on all nodes together.</summary>
[DisallowConcurrentExecution]
internal sealed class OperationRunnerJob(OperationRunner runner, IHostApplicationLifetime lifetime, TimeProvider time) : IJob
{
    private const string Group = "operations";

    /// <summary>How long a call under way may still take when the console shuts down.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    public static JobKey KeyOf(Guid connectionId) => new(connectionId.ToString("N"), Group);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        using var abort = new CancellationTokenSource();
        await using var timer = time.CreateTimer(_ => abort.Cancel(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var stopping = stop.Token.UnsafeRegister(_ => timer.Change(Grace, Timeout.InfiniteTimeSpan), state: null);
        await runner.RunAsync(Guid.ParseExact(context.JobDetail.Key.Name, "N"), stop.Token, abort.Token);
    }
}
