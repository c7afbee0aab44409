using System.Globalization;
using AdminPortal.Features.Operations;

namespace AdminPortal.Features.Pacing;

/// <summary>Counts and spans as operators read them.</summary>
public static class PaceWords
{
    /// <summary>"45 s", "11 min", "2 h 20 min", "3 d 4 h"; below a second in ms.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } => Two((int)span.TotalHours, "h", span.Minutes, "min"),
        _ => Two((int)span.TotalDays, "d", span.Hours, "h"),
    };

    /// <summary>"2 times slower", "1.6 times slower".</summary>
    public static string Times(double factor) => string.Create(CultureInfo.InvariantCulture, $"{factor:0.#} times slower");

    public static string Of(PaceLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>"adds", "new groups".</summary>
    public static string Many(PaceClass paceClass) => paceClass switch
    {
        PaceClass.Add => "adds",
        PaceClass.Promote => "promotions",
        PaceClass.Create => "new groups",
        PaceClass.Link => "links",
        PaceClass.Approve => "approvals",
        PaceClass.DirectMessage => "direct messages",
        PaceClass.GroupMessage => "texts to groups",
        PaceClass.Read => "reads",
        _ => "other changes",
    };

    /// <summary>"1 add", "63 adds".</summary>
    public static string Count(ItemKind kind, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? One(kind) : Many(kind))}");

    internal static string Many(ItemKind kind) => kind switch
    {
        ItemKind.CreateCommunity => "new communities",
        ItemKind.SendGroupText => "messages to groups",
        _ => One(kind) + "s",
    };

    internal static string One(ItemKind kind) => kind switch
    {
        ItemKind.LinkGroup => "link",
        ItemKind.UnlinkGroup => "unlink",
        ItemKind.CreateCommunity => "new community",
        ItemKind.CreateGroup or ItemKind.CreateSubgroup => "new group",
        ItemKind.UpdateProfile => "profile change",
        ItemKind.UpdateSettings => "settings change",
        ItemKind.AddParticipant => "add",
        ItemKind.RemoveParticipant => "removal",
        ItemKind.PromoteParticipant => "promotion",
        ItemKind.DemoteParticipant => "demotion",
        ItemKind.ApproveRequest => "approval",
        ItemKind.RejectRequest => "rejection",
        ItemKind.ResetInvite => "link reset",
        ItemKind.Join => "join",
        ItemKind.Leave => "departure",
        ItemKind.DeactivateCommunity => "deactivation",
        ItemKind.TransferOwnership => "transfer",
        ItemKind.SendText => "message",
        ItemKind.SendInviteCard => "invitation card",
        ItemKind.SendGroupText => "message to a group",
        ItemKind.SendInviteLink => "link message",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
