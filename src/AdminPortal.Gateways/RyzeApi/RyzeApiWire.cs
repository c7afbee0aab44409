using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPortal.Gateways.Http;

namespace AdminPortal.Gateways.RyzeApi;

// Answers. Classes with setters, not records with init: the generated reader then leaves defaults alone.
// `required` lists: a missing list makes the answer unreadable, an explicit null is the empty list (the engine's way).

/// <summary><c>{ "success": true, "message": "…" }</c>, on failure <c>{ "success": false, "error": { "message": "…" } }</c>.</summary>
internal class RyzeEnvelope
{
    public bool? Success { get; set; }

    [JsonConverter(typeof(RyzeTextConverter))]
    public string? Message { get; set; }

    [JsonConverter(typeof(RyzeTextConverter))]
    public string? Error { get; set; }
}

internal sealed class RyzeInstances : RyzeEnvelope
{
    public required List<RyzeInstance>? Instances { get; set; }
}

internal sealed class RyzeInstance
{
    public string? Name { get; set; }
    public RyzeConnection? Connection { get; set; }
    public RyzeProfile? Profile { get; set; }
}

/// <summary><c>state</c>: connected, connecting, disconnected, loggedout. <c>numberJid</c> may carry a device part.</summary>
internal sealed class RyzeConnection
{
    public string? State { get; set; }
    public string? NumberJid { get; set; }
    public string? DisplayStatus { get; set; }
}

internal sealed class RyzeProfile
{
    public string? Name { get; set; }
    public string? BusinessName { get; set; }
}

internal sealed class RyzeGroupList : RyzeEnvelope
{
    public required List<RyzeGroupItem>? Groups { get; set; }
}

/// <summary>Keyed <c>groupJid</c> as observed; the rest of the API says <c>jid</c>.</summary>
internal sealed class RyzeGroupItem
{
    public string? GroupJid { get; set; }
    public string? Jid { get; set; }
    public string? Name { get; set; }
    public int? MemberCount { get; set; }
    public int? ParticipantCount { get; set; }
}

internal class RyzeGroup : RyzeEnvelope
{
    public string? Jid { get; set; }
    public string? GroupJid { get; set; }
    public string? Name { get; set; }
    public string? Description { get; set; }
    public string? Image { get; set; }
    public string? InviteCode { get; set; }
    public string? InviteLink { get; set; }
    public string? CreatedBy { get; set; }

    [JsonConverter(typeof(TolerantTimeConverter))]
    public DateTimeOffset? CreatedAt { get; set; }

    public int? ParticipantCount { get; set; }
    public List<RyzeMember>? Participants { get; set; }
    public RyzeSettings? GroupSettings { get; set; }
    public bool? IsSuspended { get; set; }
    public bool? IsIncognito { get; set; }
    public bool? IsDefaultSubGroup { get; set; }

    /// <summary>The community. Named in prose only; empty when the group is in none.</summary>
    [JsonConverter(typeof(RyzeTextConverter))]
    public string? LinkedParentJid { get; set; }

    public bool? IsCommunity { get; set; }
}

/// <summary>The group under <c>group</c> (info, community create) or, by analogy not to be trusted, at the root.</summary>
internal class RyzeGroupAnswer : RyzeGroup
{
    [JsonConverter(typeof(RyzeObjectConverter))]
    public RyzeGroup? Group { get; set; }

    public RyzeGroup Described => Group ?? this;
}

internal sealed class RyzeMember
{
    public string? Jid { get; set; }
    public string? Lid { get; set; }
    public string? PhoneNumber { get; set; }
    public string? Name { get; set; }
    public bool? IsAdmin { get; set; }
    public bool? IsSuperAdmin { get; set; }
}

/// <summary>Polarity is inverted against WhatsApp's announce and locked.</summary>
internal sealed record RyzeSettings(
    bool? MembersCanEditInfo = null, bool? MembersCanSendMessages = null, bool? MembersCanAddOthers = null, bool? RequireAdminApproval = null);

internal sealed class RyzeParticipantsAnswer : RyzeEnvelope
{
    public List<RyzeParticipantEntry>? Participants { get; set; }
}

/// <summary><c>success</c> and <c>error</c> are documented; which key names the person is not.</summary>
internal sealed class RyzeParticipantEntry
{
    public string? Jid { get; set; }
    public string? Participant { get; set; }
    public string? Number { get; set; }
    public string? PhoneNumber { get; set; }
    public string? Lid { get; set; }
    public bool? Success { get; set; }

    [JsonConverter(typeof(RyzeTextConverter))]
    public string? Error { get; set; }
}

internal sealed class RyzeRequestList : RyzeEnvelope
{
    public required List<RyzeRequest>? Requests { get; set; }
}

internal sealed class RyzeRequest
{
    public string? Jid { get; set; }
    public string? PhoneNumber { get; set; }

    [JsonConverter(typeof(TolerantTimeConverter))]
    public DateTimeOffset? RequestedAt { get; set; }
}

internal sealed class RyzeJoinAnswer : RyzeEnvelope
{
    public string? GroupJid { get; set; }
    public bool? RequiresApproval { get; set; }
}

internal sealed class RyzeLinkReset : RyzeEnvelope
{
    public string? InviteCode { get; set; }
    public string? InviteLink { get; set; }
}

/// <summary><c>linkedGroups</c> and <c>failedGroups</c> hold ids or objects; the docs do not say.</summary>
internal sealed class RyzeCommunityAnswer : RyzeGroupAnswer
{
    public List<RyzeLinkEntry>? LinkedGroups { get; set; }
    public List<RyzeLinkEntry>? FailedGroups { get; set; }

    [JsonConverter(typeof(RyzeTextConverter))]
    public string? ImageError { get; set; }
}

internal sealed class RyzeLinkAnswer : RyzeEnvelope
{
    public List<RyzeLinkEntry>? Linked { get; set; }
    public List<RyzeLinkEntry>? Failed { get; set; }
}

/// <summary><c>"…@g.us"</c> or <c>{ "jid" | "groupJid": "…@g.us", "error" | "reason": "…" }</c>.</summary>
[JsonConverter(typeof(RyzeLinkEntryConverter))]
internal sealed record RyzeLinkEntry(string? Jid, string? Reason);

internal sealed class RyzeSubgroupList : RyzeEnvelope
{
    public required List<RyzeSubgroup>? Subgroups { get; set; }
}

internal sealed class RyzeSubgroup
{
    public string? Jid { get; set; }
    public string? GroupJid { get; set; }
    public string? Name { get; set; }
    public bool? IsDefaultSubGroup { get; set; }
}

internal sealed class RyzeMessageAnswer : RyzeEnvelope
{
    public RyzeSentMessage? Data { get; set; }
}

internal sealed class RyzeSentMessage
{
    public string? MessageId { get; set; }
}

// Bodies. A null member is left out: an empty description clears, a missing one leaves as it is.

internal sealed record RyzeNewGroup(
    string Name, IReadOnlyList<string> Participants, string? Description, string? Image, string? CommunityJid, RyzeSettings? GroupSettings);

internal sealed record RyzeGroupChange(
    string Identifier, string? Name = null, string? Description = null, string? Image = null, bool? RemoveImage = null, RyzeSettings? GroupSettings = null);

internal sealed record RyzeParticipantsChange(string Action, string Identifier, IReadOnlyList<string> Participants);

internal sealed record RyzeIdentifier(string Identifier);

/// <param name="MembershipApprovalMode"><c>request_required</c>, or empty for open. Always sent.</param>
internal sealed record RyzeNewCommunity(
    string Name, string? Description, string? Image, IReadOnlyList<string>? GroupJid, string MembershipApprovalMode);

/// <param name="GroupJid">An array in spite of its name.</param>
internal sealed record RyzeLinkChange(string CommunityJid, IReadOnlyList<string> GroupJid);

internal sealed record RyzeText(string Number, string Message, bool LinkPreview);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(RyzeEnvelope))]
[JsonSerializable(typeof(RyzeInstances))]
[JsonSerializable(typeof(RyzeGroupList))]
[JsonSerializable(typeof(RyzeGroupAnswer))]
[JsonSerializable(typeof(RyzeParticipantsAnswer))]
[JsonSerializable(typeof(RyzeRequestList))]
[JsonSerializable(typeof(RyzeJoinAnswer))]
[JsonSerializable(typeof(RyzeLinkReset))]
[JsonSerializable(typeof(RyzeCommunityAnswer))]
[JsonSerializable(typeof(RyzeLinkAnswer))]
[JsonSerializable(typeof(RyzeSubgroupList))]
[JsonSerializable(typeof(RyzeMessageAnswer))]
[JsonSerializable(typeof(RyzeNewGroup))]
[JsonSerializable(typeof(RyzeGroupChange))]
[JsonSerializable(typeof(RyzeParticipantsChange))]
[JsonSerializable(typeof(RyzeIdentifier))]
[JsonSerializable(typeof(RyzeNewCommunity))]
[JsonSerializable(typeof(RyzeLinkChange))]
[JsonSerializable(typeof(RyzeText))]
internal sealed partial class RyzeApiJson : JsonSerializerContext;
