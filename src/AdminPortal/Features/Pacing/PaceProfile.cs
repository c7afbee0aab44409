using AdminPortal.Features.Operations;

namespace AdminPortal.Features.Pacing;

/// <summary>At most so many in a sliding window.</summary>
internal sealed record PaceCap(int Count, TimeSpan Window);

internal sealed record PaceRule(TimeSpan Spacing, IReadOnlyList<PaceCap> Caps)
{
    /// <summary>How many of the latest sends decide about the next one.</summary>
    public int Memory => Math.Max(Spacing > TimeSpan.Zero ? 1 : 0, Caps.Count == 0 ? 0 : Caps.Max(c => c.Count));

    public int? PerDay => In(PaceProfile.Day);

    public int? PerHour => In(PaceProfile.Hour);

    public int? PerQuarterHour => In(PaceProfile.QuarterHour);

    public int? PerMinute => In(PaceProfile.Minute);

    public static PaceRule Of(KindPace pace)
    {
        List<PaceCap> caps = [];
        Add(pace.PerMinute, PaceProfile.Minute);
        Add(pace.PerQuarterHour, PaceProfile.QuarterHour);
        Add(pace.PerHour, PaceProfile.Hour);
        Add(pace.PerDay, PaceProfile.Day);
        return new PaceRule(pace.Spacing ?? TimeSpan.Zero, caps);

        void Add(int? count, TimeSpan window)
        {
            if (count is { } limit)
            {
                caps.Add(new PaceCap(limit, window));
            }
        }
    }

    /// <summary>The spacing so many times as wide.</summary>
    public PaceRule Widened(double factor) => this with { Spacing = Spacing * factor };

    /// <summary>Without the caps that a person let be exceeded.</summary>
    public PaceRule WithoutDailyCap() => this with { Caps = [.. Caps.Where(c => c.Window != PaceProfile.Day)] };

    /// <summary>When the next one may be sent, and the sentence for waiting.</summary>
    /// <param name="sent">Earlier sends, latest first, at least <see cref="Memory"/> of them where there were so many.</param>
    public (DateTimeOffset At, string? Reason) Next(IReadOnlyList<DateTimeOffset> sent, DateTimeOffset now, string plural) =>
        Next(sent.Count, back => sent[back], now, plural);

    /// <summary>As above, with the sends read one by one: 0 is the latest.</summary>
    public (DateTimeOffset At, string? Reason) Next(int count, Func<int, DateTimeOffset> sent, DateTimeOffset now, string plural)
    {
        var (at, reason) = (now, (string?)null);
        if (Spacing > TimeSpan.Zero && count > 0)
        {
            Later(Earlier(sent(0), now) + Spacing, $"{plural} go {PaceWords.Span(Spacing)} apart");
        }

        foreach (var cap in Caps)
        {
            if (count >= cap.Count)
            {
                Later(Earlier(sent(cap.Count - 1), now) + cap.Window, $"at most {cap.Count:N0} {plural} in {PaceWords.Span(cap.Window)}");
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

    private int? In(TimeSpan window) => Caps.FirstOrDefault(c => c.Window == window)?.Count;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

/// <summary>The pace of one number, all levels of configuration applied.</summary>
internal sealed record PaceProfile(int RequestsPerMinute, IReadOnlyDictionary<PaceClass, PaceRule> Rules)
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static PaceClass ClassOf(ItemKind kind) => kind switch
    {
        ItemKind.AddParticipant => PaceClass.Add,
        ItemKind.PromoteParticipant or ItemKind.DemoteParticipant => PaceClass.Promote,
        ItemKind.LinkGroup or ItemKind.UnlinkGroup => PaceClass.Link,
        ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup => PaceClass.Create,
        ItemKind.ApproveRequest or ItemKind.RejectRequest => PaceClass.Approve,
        ItemKind.SendText or ItemKind.SendInviteCard or ItemKind.SendInviteLink => PaceClass.DirectMessage,
        ItemKind.SendGroupText => PaceClass.GroupMessage,
        _ => PaceClass.Other,
    };

    public static IReadOnlyList<ItemKind> KindsOf(PaceClass paceClass) => [.. Enum.GetValues<ItemKind>().Where(k => ClassOf(k) == paceClass)];
}
