using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

/// <summary>
/// What the estate is narrowed to. As text, for the address: a named filter, words, or both ("near-limit harbor").
/// All words must occur in the name, in any order; an id matches too.
/// </summary>
public sealed record EstateFilter
{
    private readonly string[] _words;

    private EstateFilter(string? named, string text)
    {
        Named = named;
        Text = text;
        _words = SearchText.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The named filters with the word that a person reads.</summary>
    public static IReadOnlyList<(string Key, string Label)> Names { get; } =
    [
        ("requests", "Requests waiting"),
        ("near-limit", "Near a limit"),
        ("single-admin", "One admin of ours"),
        ("no-admin", "We are no admin"),
        ("pending", "Being changed"),
        ("doubtful", "Doubtful reads"),
    ];

    public static EstateFilter None { get; } = new(named: null, "");

    /// <summary>One of <see cref="Names"/>, or null.</summary>
    public string? Named { get; }

    public string Text { get; }

    public bool IsActive => Named is not null || _words.Length > 0;

    public static EstateFilter Parse(string? value)
    {
        var text = value?.Trim() ?? "";
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return Names.Any(n => n.Key == first)
            ? new EstateFilter(first, end < 0 ? "" : text[end..].Trim())
            : new EstateFilter(named: null, text);
    }

    public EstateFilter WithText(string? text) => new(Named, text ?? "");

    /// <summary>The named filter on, or off when it is on already.</summary>
    public EstateFilter Toggle(string named) => new(Named == named ? null : named, Text);

    public override string ToString() => string.Join(' ', new[] { Named, Text.Trim() }.Where(p => !string.IsNullOrEmpty(p)));

    public bool Matches(EstateNode node, GroupLimitOptions limits) => MatchesName(node, limits) && MatchesText(node);

    /// <summary>Words only: a community whose name fits shows all it holds.</summary>
    public bool MatchesText(EstateNode node) =>
        Array.TrueForAll(_words, word => node.NameSearch.Contains(word, StringComparison.Ordinal) || node.Id.Contains(word, StringComparison.Ordinal));

    public bool MatchesCommunity(CommunityNode community, GroupLimitOptions limits) =>
        MatchesText(community.Parent) && (Named is null || MatchesName(community.Parent, limits)
            || (Named == "near-limit" && Capacity.OfSubgroups(community, limits).IsNear));

    private bool MatchesName(EstateNode node, GroupLimitOptions limits) => Named switch
    {
        null => true,
        "requests" => node.Requests > 0,
        "near-limit" => node.Kind != GroupKind.CommunityParent && Capacity.OfMembers(node, limits).IsNear,
        "single-admin" => node.OurAdmins == 1,
        "no-admin" => node.OurAdmins == 0 && node.Numbers.Any(n => n.Role is not null),
        "pending" => node.Pending.Count > 0,
        "doubtful" => node.Suspicion is not null,
        _ => false,
    };
}
