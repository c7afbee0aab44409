namespace AdminPortal.Features.Pacing;

/// <summary>Pauses that grow with every trouble in a row.</summary>
internal sealed class BackOffLadder(IReadOnlyList<TimeSpan> steps, TimeSpan forgiveAfter)
{
    private DateTimeOffset _quietSince = DateTimeOffset.MinValue;

    /// <summary>Troubles in a row so far.</summary>
    public int Strikes { get; private set; }

    /// <summary>As it was kept: after a restart, or by another node.</summary>
    public void Restore(int strikes, DateTimeOffset quietSince)
    {
        if (quietSince > _quietSince)
        {
            (Strikes, _quietSince) = (strikes, quietSince);
        }
    }

    /// <summary>The end of the next pause.</summary>
    /// <param name="floor">Not before this time, where the gateway said so.</param>
    public DateTimeOffset Climb(DateTimeOffset now, DateTimeOffset? floor)
    {
        if (now - _quietSince > forgiveAfter)
        {
            Strikes = 0;
        }

        var until = now + steps[Math.Min(Strikes, steps.Count - 1)];
        until = floor > until ? floor.Value : until;
        Strikes++;
        _quietSince = until;
        return until;
    }

    public void Forgive() => Strikes = 0;
}
