using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

internal static class WadialGroups
{
    private static readonly string[] SettingKinds =
        ["setting", "memberAddMode", "memberLinkMode", "memberShareGroupHistoryMode", "ephemeralDurationSeconds"];

    /// <summary>GET …/groups: no paging is documented.</summary>
    public static DialectReply List(WadialCall call)
    {
        var listed = call.World.Groups(call.Actor, withMembers: true);
        if (listed.Refusal is { } refusal)
        {
            return WadialReplies.Refused(refusal);
        }

        var groups = JsonLists.Of(listed.Value.Select(group => Shape(call, group)));
        return WadialReplies.Data(call.Switches.WrapsGroups ? new JsonObject { ["groups"] = groups } : groups);
    }

    public static DialectReply Get(WadialCall call) => Answer(call, call.World.Group(call.Actor, call.GroupJid));

    /// <summary>POST …/groups. Blocked people are simply missing from the participants.</summary>
    public static DialectReply Create(WadialCall call)
    {
        if (call.Request.Text("subject") is not { } subject || call.People("participants") is not { } participants)
        {
            return WadialReplies.Invalid("subject or participants");
        }

        if (participants.Any(participant => call.World.FindPerson(participant)?.Phone == call.Actor))
        {
            return WadialReplies.Invalid("participants: own JID");
        }

        var created = call.World.CreateGroup(call.Actor, subject, participants, pretend: call.Faults.Has(FaultKind.SilentlyDropAdds));
        if (created.Refusal is { } refusal)
        {
            return WadialReplies.Refused(refusal);
        }

        var id = created.Value.Group.Id;
        if (call.Request.Text("description") is { Length: > 0 } description)
        {
            call.World.ChangeDescription(call.Actor, id, description);
        }

        return Answer(call, call.World.Group(call.Actor, id));
    }

    /// <summary>PATCH …/profile: either or both; an empty text or null clears the description.</summary>
    public static DialectReply ChangeProfile(WadialCall call)
    {
        var body = call.Request.Body;
        if (!body.ContainsKey("subject") && !body.ContainsKey("description"))
        {
            return WadialReplies.Invalid("profile");
        }

        var renamed = body.ContainsKey("subject")
            ? call.World.Rename(call.Actor, call.GroupJid, call.Request.Text("subject") ?? "")
            : default(WorldResult<GroupView>?);
        if (renamed?.Refusal is { } refusal)
        {
            return WadialReplies.Refused(refusal);
        }

        var described = body.ContainsKey("description")
            ? call.World.ChangeDescription(call.Actor, call.GroupJid, call.Request.Text("description") ?? "")
            : default(WorldResult<GroupView>?);
        return described?.Refusal is { } second ? WadialReplies.Refused(second) : WadialReplies.Nothing;
    }

    /// <summary>PATCH …/settings: one kind of setting per call. What it answers is not documented, so it answers nothing.</summary>
    public static DialectReply ChangeSettings(WadialCall call)
    {
        if (call.Request.Body.Count(entry => SettingKinds.Contains(entry.Key)) != 1 || ChangeOf(call.Request) is not { } change)
        {
            return WadialReplies.Invalid("setting");
        }

        return call.World.ChangeSettings(call.Actor, call.GroupJid, change).Refusal is { } refusal
            ? WadialReplies.Refused(refusal)
            : WadialReplies.Nothing;
    }

    public static DialectReply Answer(WadialCall call, WorldResult<GroupView> read) =>
        read.Refusal is { } refusal ? WadialReplies.Refused(refusal) : WadialReplies.Data(Shape(call, read.Value));

    private static JsonNode Shape(WadialCall call, GroupView group)
    {
        ImmutableArray<MemberView> members = call.Faults.Has(FaultKind.PartialParticipantList) ? [] : group.VisibleMembers;
        return WadialShapes.Group(group, members, call.Switches);
    }

    /// <summary>Polarity is direct: enabled means that only admins may.</summary>
    private static SettingsChange? ChangeOf(DialectRequest request)
    {
        var (kind, value) = request.Body.Single(entry => SettingKinds.Contains(entry.Key));
        return (kind, DialectRequest.TextOf(value)) switch
        {
            ("setting", { } name) => SwitchOf(name, request.Flag("enabled")),
            ("ephemeralDurationSeconds", _) when value is JsonValue number && number.TryGetValue<int>(out var seconds) =>
                new SettingsChange(EphemeralSeconds: seconds),
            ("memberAddMode", "admin_add") => new SettingsChange(AdminsOnlyAdd: true),
            ("memberAddMode", "all_member_add") => new SettingsChange(AdminsOnlyAdd: false),
            ("memberLinkMode", "admin_link") => new SettingsChange(AdminsOnlyShareLink: true),
            ("memberLinkMode", "all_member_link") => new SettingsChange(AdminsOnlyShareLink: false),
            ("memberShareGroupHistoryMode", "admin_share") => new SettingsChange(AdminsOnlyShareHistory: true),
            ("memberShareGroupHistoryMode", "all_member_share") => new SettingsChange(AdminsOnlyShareHistory: false),
            _ => null,
        };
    }

    private static SettingsChange? SwitchOf(string name, bool? enabled) => (name, enabled) switch
    {
        ("announcement", { } value) => new SettingsChange(AdminsOnlySend: value),
        ("restrict", { } value) => new SettingsChange(AdminsOnlyEdit: value),
        ("membership_approval_mode", { } value) => new SettingsChange(ApprovalRequired: value),
        ("allow_non_admin_sub_group_creation", { } value) => new SettingsChange(AdminsOnlyAddGroups: !value),
        _ => null,
    };
}
