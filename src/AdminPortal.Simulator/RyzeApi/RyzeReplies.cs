using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

/// <summary>
/// Envelopes. Success: <c>{ "success": true, "message": "…", named keys }</c>.
/// Error: <c>{ "success": false, "error": { "message": "…" } }</c>, told apart by status and text only.
/// </summary>
internal static class RyzeReplies
{
    public const string NotConnected = "Instance is not connected to WhatsApp";
    public const string GroupNotFound = "Group not found or you are not a member of this group";
    public const string DeadInvite = "Invite link has been revoked or expired";

    public static DialectReply Ok(string message, JsonObject payload, int status = 200) => Envelope(success: true, message, payload, status);

    /// <summary>200 with <c>success:false</c> and no error object: how total failure of a plural call looks.</summary>
    public static DialectReply Envelope(bool success, string message, JsonObject payload, int status = 200)
    {
        var body = new JsonObject { ["success"] = success, ["message"] = message };
        foreach (var (key, value) in payload)
        {
            body[key] = value?.DeepClone();
        }

        return new DialectReply(status, body);
    }

    public static DialectReply Error(int status, string message) => new(
        status,
        new JsonObject { ["success"] = false, ["error"] = new JsonObject { ["message"] = message } });

    /// <summary>A refusal of the world on a group or community route.</summary>
    /// <param name="action">Completes "Not authorized to …".</param>
    public static DialectReply Refused(Refusal refusal, string action) => refusal switch
    {
        Refusal.SignedOut => Error(400, NotConnected),
        Refusal.GroupNotFound or Refusal.NotAMember => Error(404, GroupNotFound),
        Refusal.NotAdmin => Error(403, $"Not authorized to {action} (must be admin)"),
        Refusal.NotSuperAdmin => Error(403, $"Not authorized to {action} (must be super admin)"),
        Refusal.InviteRevoked or Refusal.InviteUnknown => Error(400, DeadInvite),
        Refusal.NameRequired => Error(400, "name is required"),
        Refusal.NameTooLong => Error(400, "name is too long"),
        Refusal.DescriptionTooLong => Error(400, "description is too long"),
        Refusal.Throttled => Error(429, "rate limit exceeded (429): wait before creating again"),
        Refusal.NotACommunity => Error(400, "group is not a community"),
        _ => Error(500, $"failed to {action}: {ReasonOf(refusal)}"),
    };

    public static string ReasonOf(ParticipantOutcome outcome) => outcome.Code switch
    {
        ParticipantCode.BadParticipant => "invalid number",
        ParticipantCode.BlockedActor => "blocked by participant",
        ParticipantCode.Forbidden => "privacy settings block add",
        ParticipantCode.NotFound => "number is not on WhatsApp",
        ParticipantCode.RecentlyLeft => "participant recently left the group",
        ParticipantCode.AlreadyDone => "already a member of the group",
        ParticipantCode.CommunityFull => "community is full",
        ParticipantCode.OnlyByLink => "participant can only join by invite link",
        ParticipantCode.GroupFull => "group is full",
        ParticipantCode.RequestCreated => "membership request created",
        ParticipantCode.LegalRestriction => "unavailable for legal reasons",
        _ => "unknown error",
    };

    private static string ReasonOf(Refusal refusal) => refusal switch
    {
        Refusal.RemovedBefore => "you were removed from the group",
        Refusal.GroupFull => "group is full",
        Refusal.CommunityFull => "community is full",
        Refusal.SubgroupLimit => "community has reached its subgroup limit",
        _ => "not-acceptable",
    };
}
