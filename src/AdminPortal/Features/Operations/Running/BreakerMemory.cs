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
/// What the runner of one number remembers for its safety. Lost with the process, and then begun anew: that costs a look at
/// the session, never one less.
/// </summary>
internal sealed class BreakerMemory
{
    private readonly Dictionary<Guid, CanaryState> _canaries = [];
    private string? _reason;
    private int _refusals;

    /// <summary>What was sent last went through, but not all that followed from it: the session may have gone with it.</summary>
    public bool SessionInDoubt { get; set; }

    public CanaryState CanaryOf(Guid operationId) => _canaries.GetValueOrDefault(operationId);

    public void CanarySent(Guid operationId) => _canaries.TryAdd(operationId, CanaryState.Sent);

    public void CanaryLives(Guid operationId) => _canaries[operationId] = CanaryState.Alive;

    /// <summary>Something went through.</summary>
    public void Succeeded() => (_reason, _refusals) = (null, 0);

    /// <returns>How many refusals in a row had this reason.</returns>
    public int Refused(string reason)
    {
        _refusals = _reason == reason ? _refusals + 1 : 1;
        _reason = reason;
        return _refusals;
    }

    public void ForgetOperations() => _canaries.Clear();

    /// <summary>A person let the number go on: everything is watched as at first.</summary>
    public void Forget()
    {
        SessionInDoubt = false;
        ForgetOperations();
        Succeeded();
    }
}
