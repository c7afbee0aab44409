namespace AdminPortal.Features.Operations.Running;

internal enum CanaryState
{
    None,
    /// <summary>One add of the operation went; nobody has looked at the session since.</summary>
    Sent,
    /// <summary>The session was there after it: the rest may go.</summary>
    Alive,
}

/// <summary>
/// What the runner of one number remembers for its safety. Canaries are lost with the process and begun anew: that costs a
/// look at the session, never one less. The row of refusals is taken up again where it stood (<see cref="RefusalRow"/>).
/// </summary>
internal sealed class BreakerMemory
{
    private readonly Dictionary<Guid, CanaryState> _canaries = [];
    /// <summary>Why the last changes were refused, if they were; see <see cref="NumberBreaker"/>.</summary>
    public string? Cause { get; private set; }

    /// <summary>How many in a row were refused for it.</summary>
    public int Refusals { get; private set; }

    /// <summary>What was sent last went through, but not all that followed from it: the session may have gone with it.</summary>
    public bool SessionInDoubt { get; set; }

    public CanaryState CanaryOf(Guid operationId) => _canaries.GetValueOrDefault(operationId);

    public void CanarySent(Guid operationId) => _canaries.TryAdd(operationId, CanaryState.Sent);

    public void CanaryLives(Guid operationId) => _canaries[operationId] = CanaryState.Alive;

    public void Refused(string cause) => (Cause, Refusals) = (cause, Cause == cause ? Refusals + 1 : 1);

    /// <param name="cause">Null where nothing was refused.</param>
    public void Recall(string? cause, int refusals) => (Cause, Refusals) = (cause, refusals);

    public void ForgetOperations() => _canaries.Clear();

    /// <summary>A person let the number go on, or nothing was looked at yet: sessions are watched as at first.</summary>
    public void ForgetSessions()
    {
        SessionInDoubt = false;
        ForgetOperations();
    }
}
