using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Sync;

/// <summary>What reading one thing into the cache came to.</summary>
public abstract record ReadOutcome
{
    private ReadOutcome()
    {
    }

    /// <summary>One group as this very answer showed it, for who must not take an older value for an answer; null where nothing was read.</summary>
    public GroupDetail? Shown { get; init; }

    /// <summary>Read, believed and stored.</summary>
    /// <param name="Changed">Whether any fact differed.</param>
    public sealed record Stored(bool Changed) : ReadOutcome;

    /// <summary>Read and not believed: good data stands, the reason is on the reading.</summary>
    public sealed record Quarantined(string Reason) : ReadOutcome;

    /// <summary>Nothing was learned.</summary>
    public sealed record Failed(GatewayFailure Failure) : ReadOutcome;
}
