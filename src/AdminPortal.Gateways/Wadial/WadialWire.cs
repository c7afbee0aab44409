using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPortal.Gateways.Http;

namespace AdminPortal.Gateways.Wadial;

// Answers are read by WadialTranslation: their shapes are inferred, so every listed one is taken.
// Bodies. A null member is left out: an empty description clears, a missing one leaves as it is.

internal sealed record WadialNewGroup(string Subject, IReadOnlyList<string> Participants, string? Description);

internal sealed record WadialProfile(string? Subject, string? Description);

/// <summary>Either <c>setting</c> with <c>enabled</c>, or one of the others.</summary>
/// <param name="Setting"><c>announcement</c>, <c>restrict</c> or <c>membership_approval_mode</c>; enabled means: only admins.</param>
/// <param name="MemberAddMode"><c>admin_add</c> or <c>all_member_add</c>.</param>
internal sealed record WadialSetting(string? Setting = null, bool? Enabled = null, string? MemberAddMode = null, int? EphemeralDurationSeconds = null);

/// <param name="Action"><c>add</c>, <c>remove</c>, <c>promote</c>, <c>demote</c>; for requests <c>approve</c>, <c>reject</c>.</param>
internal sealed record WadialPeople(string Action, IReadOnlyList<string> Participants);

/// <param name="Code">Without the address in front of it.</param>
internal sealed record WadialCode(string Code);

/// <param name="MembershipApprovalMode"><c>request_required</c> or <c>open</c>. Always sent.</param>
internal sealed record WadialNewCommunity(string Subject, string? Description, string MembershipApprovalMode);

/// <param name="Action"><c>link</c> or <c>unlink</c>.</param>
internal sealed record WadialSubgroups(string Action, IReadOnlyList<string> SubGroupJids);

internal sealed record WadialOwner(string NewOwnerJid);

/// <param name="To">Digits.</param>
internal sealed record WadialMessage(string To, WadialText Content);

internal sealed record WadialText(string Type, string Text);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(JsonAnswer))]
[JsonSerializable(typeof(WadialNewGroup))]
[JsonSerializable(typeof(WadialProfile))]
[JsonSerializable(typeof(WadialSetting))]
[JsonSerializable(typeof(WadialPeople))]
[JsonSerializable(typeof(WadialCode))]
[JsonSerializable(typeof(WadialNewCommunity))]
[JsonSerializable(typeof(WadialSubgroups))]
[JsonSerializable(typeof(WadialOwner))]
[JsonSerializable(typeof(WadialMessage))]
internal sealed partial class WadialJson : JsonSerializerContext;
