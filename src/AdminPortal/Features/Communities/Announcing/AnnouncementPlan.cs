using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;

namespace AdminPortal.Features.Communities.Announcing;

/// <summary>What to announce where.</summary>
/// <param name="Reviewed">The <see cref="AnnouncementPlan.Fingerprint"/> that the operator has seen.</param>
/// <param name="Intent">Made once when the dialog opens; the same twice is one operation.</param>
/// <param name="StartAt">Not before this time; null is at once.</param>
public sealed record AnnouncementOrder(IReadOnlyCollection<string> Communities, string? Text, string Reviewed, Guid Intent, DateTimeOffset? StartAt = null)
{
    /// <summary>The number that the operator prefers; null leaves the choice to the console.</summary>
    public Guid? Rather { get; init; }
}

/// <summary>How much one number posts.</summary>
public sealed record AnnouncementShare(Guid ConnectionId, string Number, int Messages, TimeSpan Duration);

/// <summary>The same text that went, or may have gone, to a community before.</summary>
/// <param name="At">When it left; null when it is still waiting.</param>
public sealed record EarlierAnnouncement(string Community, ItemState State, DateTimeOffset? At, Guid OperationId);

/// <summary>What announcing would do.</summary>
/// <param name="Going">In the order of sending.</param>
/// <param name="Blocked">Chosen, but nothing goes there.</param>
/// <param name="Earlier">The same text, not long ago.</param>
public sealed record AnnouncementPlan(
    IReadOnlyList<AnnouncementCandidate> Going,
    IReadOnlyList<AnnouncementCandidate> Blocked,
    IReadOnlyList<AnnouncementShare> Shares,
    IReadOnlyList<EarlierAnnouncement> Earlier)
{
    /// <summary>Numbers between which there is a choice somewhere, by name; none where each group has only one.</summary>
    public IReadOnlyList<NumberOption> Choices { get; } =
        [.. Going.Where(c => c.Able.Count > 1).SelectMany(c => c.Able).DistinctBy(n => n.ConnectionId).OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Who is in several communities counts in each: that is how often it is read.</summary>
    public int People => Going.Sum(c => c.People ?? 0);

    /// <summary>Communities whose size no gateway has told.</summary>
    public int Uncounted => Going.Count(c => c.People is null);

    /// <summary>Numbers work side by side: the slowest one counts.</summary>
    public TimeSpan Duration => Shares.Count == 0 ? TimeSpan.Zero : Shares.Max(s => s.Duration);

    /// <summary>The title of the operation it becomes.</summary>
    public string Title => Going is [var only] ? $"Announce to {only.Name}" : $"Announce to {Going.Count:N0} communities";

    /// <summary>A single announcement is a click and goes ahead of bulk work.</summary>
    public bool IsInteractive => Going.Count == 1;

    /// <summary>Equal plans say the same to the same groups.</summary>
    public string Fingerprint => string.Join('|', Going.Select(c => $"{c.Community.Announcement!.Id}:{c.By!.ConnectionId:N}"));

    /// <summary>"3,412 people in 12 communities get it."</summary>
    public string Reach => (Going.Count, Uncounted) switch
    {
        (0, _) => "Nobody gets it.",
        (var all, var unknown) when all == unknown => $"The members of {OutlineWords.Count(all, "community", "communities")} get it; how many is not known.",
        (var all, 0) => $"{OutlineWords.Count(People, "person", "people")} in {OutlineWords.Count(all, "community", "communities")} {(People == 1 ? "gets" : "get")} it.",
        (var all, var unknown) => $"At least {OutlineWords.Count(People, "person", "people")} in {OutlineWords.Count(all, "community", "communities")} get it; of {unknown:N0} the size is not known.",
    };
}
