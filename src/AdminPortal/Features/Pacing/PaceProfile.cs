using AdminPortal.Features.Operations;

namespace AdminPortal.Features.Pacing;

/// <summary>Items that share a spacing and caps.</summary>
internal enum PaceClass
{
    Add,
    Link,
    Create,
    DirectMessage,
    /// <summary>Texts to groups that the number is in: no strangers, yet seen by many.</summary>
    GroupMessage,
    Other,
}

/// <summary>At most so many in a sliding window.</summary>
internal sealed record PaceCap(int Count, TimeSpan Window);

internal sealed record PaceRule(TimeSpan Spacing, IReadOnlyList<PaceCap> Caps)
{
    /// <summary>How many of the latest sends decide about the next one.</summary>
    public int Memory => Math.Max(Spacing > TimeSpan.Zero ? 1 : 0, Caps.Count == 0 ? 0 : Caps.Max(c => c.Count));

    /// <summary>When the next one may be sent, and the sentence for waiting.</summary>
    /// <param name="sent">Earlier sends, latest first, at least <see cref="Memory"/> of them where there were so many.</param>
    public (DateTimeOffset At, string? Reason) Next(IReadOnlyList<DateTimeOffset> sent, DateTimeOffset now, string plural)
    {
        var (at, reason) = (now, (string?)null);
        if (Spacing > TimeSpan.Zero && sent.Count > 0)
        {
            // A time in the future comes from a clock that was set back: it must not hold the number for as long.
            Later(Earlier(sent[0], now) + Spacing, $"{plural} go {PaceWords.Span(Spacing)} apart");
        }

        foreach (var cap in Caps)
        {
            if (sent.Count >= cap.Count)
            {
                Later(Earlier(sent[cap.Count - 1], now) + cap.Window, $"at most {cap.Count} {plural} in {PaceWords.Span(cap.Window)}");
            }
        }

        return (at, reason);

        void Later(DateTimeOffset candidate, string why)
        {
            if (candidate > at)
            {
                (at, reason) = (candidate, why);
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

/// <summary>The pace of one number, all levels of configuration applied.</summary>
internal sealed record PaceProfile(int RequestsPerMinute, IReadOnlyDictionary<PaceClass, PaceRule> Rules)
{
    public static PaceClass ClassOf(ItemKind kind) => kind switch
    {
        ItemKind.AddParticipant => PaceClass.Add,
        ItemKind.LinkGroup or ItemKind.UnlinkGroup => PaceClass.Link,
        ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup => PaceClass.Create,
        ItemKind.SendText or ItemKind.SendInviteCard or ItemKind.SendInviteLink => PaceClass.DirectMessage,
        ItemKind.SendGroupText => PaceClass.GroupMessage,
        _ => PaceClass.Other,
    };

    public static IReadOnlyList<ItemKind> KindsOf(PaceClass paceClass) => [.. Enum.GetValues<ItemKind>().Where(k => ClassOf(k) == paceClass)];

    public PaceRule RuleOf(ItemKind kind) => Rules[ClassOf(kind)];
}
