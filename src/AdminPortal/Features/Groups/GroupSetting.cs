using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Groups;

/// <summary>One value a setting can have.</summary>
/// <param name="Effect">What it means for the people in the group, one sentence.</param>
public sealed record SettingChoice(string Text, string Effect, GroupSettings Change);

/// <summary>One setting of a group as an operator meets it.</summary>
/// <param name="Key">For element ids and busy keys.</param>
public sealed record GroupSetting(string Key, string Question, Capability Needs, Func<GroupSettings, string?> ValueOf, IReadOnlyList<SettingChoice> Choices)
{
    public static IReadOnlyList<GroupSetting> All { get; } =
    [
        new(
            "send",
            "Who sends messages",
            Capability.SetSendMessages,
            s => s.OnlyAdminsSend switch { true => "Only admins", false => "Everybody", _ => null },
            [
                new("Everybody", "Every member can write.", new GroupSettings(OnlyAdminsSend: false)),
                new("Only admins", "Members read along and cannot write.", new GroupSettings(OnlyAdminsSend: true)),
            ]),
        new(
            "edit",
            "Who edits name, picture and description",
            Capability.SetEditDetails,
            s => s.OnlyAdminsEdit switch { true => "Only admins", false => "Everybody", _ => null },
            [
                new("Everybody", "Every member can rename the group and change its picture.", new GroupSettings(OnlyAdminsEdit: false)),
                new("Only admins", "Members cannot change how the group presents itself.", new GroupSettings(OnlyAdminsEdit: true)),
            ]),
        new(
            "add",
            "Who adds people",
            Capability.SetAddMembers,
            s => s.OnlyAdminsAdd switch { true => "Only admins", false => "Everybody", _ => null },
            [
                new("Everybody", "Every member can bring others in.", new GroupSettings(OnlyAdminsAdd: false)),
                new("Only admins", "New people come in through an admin or by the link.", new GroupSettings(OnlyAdminsAdd: true)),
            ]),
        new(
            "approval",
            "Approval of new members",
            Capability.SetApproval,
            s => s.ApprovalRequired switch { true => "Needed", false => "Not needed", _ => null },
            [
                new("Needed", "Who opens the link waits in the approvals until somebody decides.", new GroupSettings(ApprovalRequired: true)),
                new("Not needed", "Who opens the link is in at once.", new GroupSettings(ApprovalRequired: false)),
            ]),
        new(
            "disappearing",
            "Disappearing messages",
            Capability.SetDisappearingMessages,
            s => s.DisappearingAfter is { } after ? Lifetime(after) : null,
            [
                new("Off", "Messages stay.", new GroupSettings(DisappearingAfter: TimeSpan.Zero)),
                new("24 hours", "New messages vanish a day after they were sent.", new GroupSettings(DisappearingAfter: TimeSpan.FromDays(1))),
                new("7 days", "New messages vanish a week after they were sent.", new GroupSettings(DisappearingAfter: TimeSpan.FromDays(7))),
                new("90 days", "New messages vanish 90 days after they were sent.", new GroupSettings(DisappearingAfter: TimeSpan.FromDays(90))),
            ]),
    ];

    /// <summary>Settings a kind of group has; the binder of a community has no conversation.</summary>
    public static IEnumerable<GroupSetting> For(GroupKind kind) =>
        kind == GroupKind.CommunityParent ? All.Where(s => s.Key is "edit" or "add" or "approval") : All;

    /// <summary>Why WhatsApp lets nobody change settings of such a group; null when it does.</summary>
    public static string? FixedFor(GroupKind kind) =>
        kind == GroupKind.Announcement ? "WhatsApp fixes the settings of an announcement group: only admins send, and everybody in the community is in it." : null;

    /// <summary>What is true of the group under a known value, and null when it is not known.</summary>
    public SettingChoice? Current(GroupSettings settings) => ValueOf(settings) is { } value ? Choices.FirstOrDefault(c => c.Text == value) : null;

    private static string Lifetime(TimeSpan after) => after switch
    {
        { Ticks: 0 } => "Off",
        { TotalDays: 1 } => "24 hours",
        _ => $"{after.TotalDays:0.#} days",
    };
}
