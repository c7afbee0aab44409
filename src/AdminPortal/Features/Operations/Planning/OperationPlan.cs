using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AdminPortal.Results;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>One call that a plan would make.</summary>
/// <param name="Where">The group or community it is about, by name; null where the title says it.</param>
/// <param name="By">The name of our number that acts.</param>
public sealed record PlannedItem(ItemDraft Draft, string? Where, string By)
{
    /// <summary>"Add Ann".</summary>
    public string Text => OperationWords.PhraseOf(Draft.Kind, Draft.Label);
}

/// <summary>Something a plan does not do.</summary>
/// <param name="What">Whom or what it concerns: "Add Ann".</param>
/// <param name="Why">One sentence; equal sentences are shown together.</param>
/// <param name="NextStep">Who can do what about it; null when there is nothing to do.</param>
public sealed record LeftOut(string What, string Why, string? NextStep = null);

/// <summary>What a bulk action would do, before it starts. Computed from the cache; nothing was asked of a gateway.</summary>
/// <param name="Title">The title of the operation it becomes.</param>
/// <param name="Items">In the order of sending.</param>
/// <param name="Notes">What the operator should know beforehand, each a sentence.</param>
public sealed record OperationPlan(
    string Title, IReadOnlyList<PlannedItem> Items, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Notes, PlanForecast Forecast)
{
    /// <summary>Our numbers between which there is a choice for some of it; fewer than two where there is none.</summary>
    public IReadOnlyList<NumberOption> Choices { get; init; } = [];

    /// <summary>Equal plans do the same: what was looked at is compared with what would be done now.</summary>
    public string Fingerprint { get; } = FingerprintOf(Items);

    /// <summary>Left out for the same reason, the most first.</summary>
    public IReadOnlyList<(string Why, string? NextStep, IReadOnlyList<string> What)> LeftOutByReason { get; } =
    [
        .. LeftOut.GroupBy(l => (l.Why, l.NextStep))
            .OrderByDescending(g => g.Count())
            .Select(g => (g.Key.Why, g.Key.NextStep, (IReadOnlyList<string>)[.. g.Select(l => l.What)])),
    ];

    private static string FingerprintOf(IReadOnlyList<PlannedItem> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in items.Select(i => i.Draft))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{item.Kind}|{item.ConnectionId}|{item.GroupId}|{item.CommunityId}|{item.Participant}|{item.Payload}|{item.DependsOn}\n")));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

/// <summary>One of our numbers that an operator may prefer.</summary>
public sealed record NumberOption(Guid ConnectionId, string Name);

/// <summary>What a plan costs and how long it takes.</summary>
/// <param name="Calls">Writes to the gateways; reads that prove them come on top.</param>
/// <param name="Pace">One sentence per number: "63 adds = about 11 min at the current pace."</param>
/// <param name="Duration">Until the last call has left, counted from the start; numbers work side by side, quiet hours come on top.</param>
/// <param name="Interactive">Goes ahead of bulk work, in quiet hours too.</param>
/// <param name="SecondOperator">Why a second operator has to confirm it; null when nobody has to.</param>
public sealed record PlanForecast(int Calls, IReadOnlyList<NumberForecast> Pace, TimeSpan Duration, bool Interactive, string? SecondOperator);

/// <summary>What one number does of it.</summary>
public sealed record NumberForecast(string Name, string Sentence);

/// <summary>What the operator has looked at is not what would be done now.</summary>
public sealed record PlanHasChanged() : PortalFailure("Things have changed since the plan was made. Look at the new plan, then start it.");
