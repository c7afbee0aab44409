using System.Globalization;

namespace AdminPortal.Features.Operations;

/// <summary>What the pages of operations derive from the address and the counts.</summary>
public static class OperationPageState
{
    public const int PageSize = 50;

    /// <summary>The tabs of the list, with the value that stands in the address.</summary>
    public static IReadOnlyList<(OperationFilterState State, string? Value, string Text)> Filters { get; } =
    [
        (OperationFilterState.All, null, "All"),
        (OperationFilterState.Running, "running", "Running"),
        (OperationFilterState.Attention, "attention", "Needs attention"),
        (OperationFilterState.Queued, "queued", "Queued"),
        (OperationFilterState.Paused, "paused", "Paused"),
        (OperationFilterState.Done, "done", "Over"),
    ];

    /// <summary>The tabs of one operation's items.</summary>
    public static IReadOnlyList<(string? Value, string Text, IReadOnlyList<ItemState>? States)> ItemFilters { get; } =
    [
        (null, "All", null),
        ("open", "Open", [ItemState.Planned, ItemState.Sending, ItemState.Accepted]),
        ("confirmed", "Confirmed", [ItemState.Confirmed]),
        ("refused", "Refused", [ItemState.Refused]),
        ("not-applied", "Not applied", [ItemState.NotApplied]),
        ("unknown", "Unknown", [ItemState.Unknown]),
        ("skipped", "Skipped", [ItemState.Skipped]),
    ];

    public static OperationFilterState FilterOf(string? value) =>
        Filters.FirstOrDefault(f => string.Equals(f.Value, value, StringComparison.OrdinalIgnoreCase)).State;

    public static IReadOnlyList<ItemState>? ItemStatesOf(string? value) =>
        ItemFilters.FirstOrDefault(f => string.Equals(f.Value, value, StringComparison.OrdinalIgnoreCase)).States;

    public static int CountOf(ItemCounts counts, IReadOnlyList<ItemState>? states) => states is null ? counts.Total : states.Sum(s => counts[s]);

    /// <summary>"12 of 63 confirmed, 2 refused, 1 unknown".</summary>
    public static string SentenceOf(ItemCounts counts)
    {
        List<string> parts = [Format($"{counts[ItemState.Confirmed]:N0} of {counts.Total:N0} confirmed")];
        Add(ItemState.Refused, "refused");
        Add(ItemState.NotApplied, "not applied");
        Add(ItemState.Unknown, "unknown");
        Add(ItemState.Skipped, "skipped");
        return string.Join(", ", parts);

        void Add(ItemState state, string word)
        {
            if (counts[state] > 0)
            {
                parts.Add(Format($"{counts[state]:N0} {word}"));
            }
        }
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
