using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>Answers are bare objects. Error: <c>{ "error": { "code": 403, "message": "…" } }</c>, where the code repeats the status.</summary>
internal static class WhapiReplies
{
    public const string NotAuthorised = "Channel is not authorised: log in with WhatsApp first";

    /// <summary>All that most writes say.</summary>
    public static DialectReply Success => DialectReply.Ok(new JsonObject { ["success"] = true });

    public static DialectReply Error(int status, string message) => DialectReply.Failed(status, "", message);

    public static DialectReply Invalid(string what) => Error(400, "Wrong request parameters: " + what);

    /// <summary>A refusal of the world. A channel that is not ready is 503, one without WhatsApp 401.</summary>
    public static DialectReply Refused(WhapiCall call, Refusal refusal) => refusal switch
    {
        Refusal.SignedOut when call.Number.Session is SessionState.LoggedOut => Error(401, NotAuthorised),
        Refusal.SignedOut => Error(503, "Channel is not ready"),
        Refusal.GroupNotFound or Refusal.NotAMember or Refusal.NotACommunity => Error(404, "Specified group not found"),
        Refusal.PersonNotFound or Refusal.NotOnWhatsApp => Error(404, "Specified contact not found"),
        Refusal.InviteRevoked or Refusal.InviteUnknown => Error(404, "Specified invite code not found"),
        Refusal.NotAdmin or Refusal.NotSuperAdmin or Refusal.RemovedBefore => Error(403, "No permission: you are not an admin of this group"),
        Refusal.GroupFull or Refusal.CommunityFull => Error(403, "Group is full"),
        Refusal.AlreadyMember => Error(409, "You are already a member of this group"),
        Refusal.Throttled => Error(429, "Too many requests"),
        Refusal.SubgroupLimit => Error(500, "Internal error"),
        _ => Invalid(refusal.ToString()),
    };
}
