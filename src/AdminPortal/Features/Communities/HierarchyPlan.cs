using System.Globalization;
using System.Runtime.InteropServices;

namespace AdminPortal.Features.Communities;

public enum Verdict
{
    Fine,
    /// <summary>Goes, but somebody should know.</summary>
    Warning,
    /// <summary>Never submitted.</summary>
    Blocked,
}

/// <summary>One finding about one step.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="WhoCanFix">A sentence that says who can do what about it; null when there is nothing to do.</param>
public sealed record PlanCheck(Verdict Verdict, string Text, string? WhoCanFix = null);

public enum StepKind
{
    Link,
    Unlink,
}

/// <summary>One call to a gateway. A move is two: the second waits until a read has confirmed the first.</summary>
/// <param name="Number">1-based, in the order of sending.</param>
/// <param name="ConnectionId">The number that acts; null when none can.</param>
/// <param name="DependsOn">The number of the step that must be confirmed first.</param>
public sealed record PlanStep(
    int Number,
    StagedChange Change,
    StepKind Kind,
    string CommunityId,
    string CommunityName,
    Guid? ConnectionId,
    string? ConnectionName,
    int? DependsOn,
    IReadOnlyList<PlanCheck> Checks)
{
    /// <summary>Every number that could take the step.</summary>
    public IReadOnlyList<(Guid ConnectionId, string Name)> Able { get; init; } = [];

    public Verdict Verdict => Checks.Count == 0 ? Verdict.Fine : Checks.Max(c => c.Verdict);

    public string Text => Kind == StepKind.Link ? $"Link {Change.GroupName} to {CommunityName}" : $"Unlink {Change.GroupName} from {CommunityName}";
}

/// <summary>How many people, as exactly as reads allow.</summary>
/// <param name="AtMost">Null when no bound is known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PeopleCount(int AtLeast, int? AtMost)
{
    public static PeopleCount None { get; } = new(0, 0);

    public bool IsExact => AtLeast == AtMost;

    public static PeopleCount operator +(PeopleCount left, PeopleCount right) => new(left.AtLeast + right.AtLeast, left.AtMost + right.AtMost);

    /// <summary>"212 people", "at least 12 people", "at most 300 people", "from 12 to 300 people", "an unknown number of people".</summary>
    public override string ToString() => (AtLeast, AtMost) switch
    {
        (0, 0) => "nobody",
        (1, 1) => "1 person",
        var (least, most) when least == most => string.Create(CultureInfo.InvariantCulture, $"{least:N0} people"),
        (0, null) => "an unknown number of people",
        (var least, null) => string.Create(CultureInfo.InvariantCulture, $"at least {least:N0} people"),
        (0, { } most) => string.Create(CultureInfo.InvariantCulture, $"at most {most:N0} people"),
        var (least, most) => string.Create(CultureInfo.InvariantCulture, $"from {least:N0} to {most:N0} people"),
    };
}

/// <summary>Who enters and leaves the announcement group of one community.</summary>
/// <param name="PeopleNow">As its gateway states it; null when it never did.</param>
public sealed record CommunityEffect(string CommunityId, string Name, PeopleCount Enter, PeopleCount Leave, int? PeopleNow);

/// <summary>What a draft would do.</summary>
/// <param name="Steps">Steps that can go in their order of sending, then the blocked ones.</param>
/// <param name="Effects">Of the steps that can go; communities where nobody enters or leaves are left out.</param>
/// <param name="Duration">At the current pace of the numbers concerned.</param>
public sealed record HierarchyPlan(IReadOnlyList<PlanStep> Steps, IReadOnlyList<CommunityEffect> Effects, TimeSpan Duration)
{
    /// <summary>The steps that would be submitted: a move with one blocked half goes in neither.</summary>
    public IReadOnlyList<PlanStep> Sendable { get; } =
    [
        .. Steps.Where(s => !Steps.Any(other => other.Verdict == Verdict.Blocked && other.Change.GroupId == s.Change.GroupId)),
    ];

    public PeopleCount Enter => Effects.Aggregate(PeopleCount.None, (sum, e) => sum + e.Enter);

    public PeopleCount Leave => Effects.Aggregate(PeopleCount.None, (sum, e) => sum + e.Leave);

    public int BlockedChanges => Steps.Where(s => s.Verdict == Verdict.Blocked).Select(s => s.Change.GroupId).Distinct(StringComparer.Ordinal).Count();

    /// <summary>For "about …": nobody waits for less than a second.</summary>
    public TimeSpan ShownDuration => Duration < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : Duration;

    /// <summary>Numbers between which there is a choice for some step, by name; none where every step has only one.</summary>
    public IReadOnlyList<(Guid ConnectionId, string Name)> Choices { get; } =
        [.. Steps.Where(s => s.Able.Count > 1).SelectMany(s => s.Able).DistinctBy(a => a.ConnectionId).OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The groups whose change would be submitted.</summary>
    public IReadOnlyList<string> SendableGroups => [.. Sendable.Select(s => s.Change.GroupId).Distinct(StringComparer.Ordinal)];

    /// <summary>Equal plans do the same to the same people; what was reviewed is compared with what would be done now.</summary>
    public string Fingerprint => string.Join('|', Sendable.Select(s => $"{s.Kind}:{s.Change.GroupId}:{s.CommunityId}:{s.ConnectionId}")) + $"|{Enter}|{Leave}";

    /// <summary>"212 people enter Announcements, 18 people leave it."</summary>
    public string EffectSentence => (Enter, Leave) switch
    {
        (_, _) when Sendable.Count == 0 => "Nothing of it can be applied.",
        ({ AtMost: 0 }, { AtMost: 0 }) => "Nobody enters or leaves Announcements.",
        (var enter, { AtMost: 0 }) => $"{Capital(enter)} {Verb(enter, "enter")} Announcements.",
        ({ AtMost: 0 }, var leave) => $"{Capital(leave)} {Verb(leave, "leave")} Announcements.",
        var (enter, leave) => $"{Capital(enter)} {Verb(enter, "enter")} Announcements, {leave} {Verb(leave, "leave")} it.",
    };

    public static string Verb(PeopleCount count, string verb) => count.AtMost is 1 && count.AtLeast == 1 || count.AtMost is 0 ? verb + "s" : verb;

    private static string Capital(PeopleCount count)
    {
        var text = count.ToString();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
