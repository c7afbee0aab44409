using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>Success is always <c>{ "data": … }</c>. The form of errors is not documented: see <see cref="WadialErrorShape"/>.</summary>
internal static class WadialReplies
{
    public static DialectReply Data(JsonNode? data, int status = 200) => new(status, new JsonObject { ["data"] = data });

    /// <summary>For calls whose answer nobody documents.</summary>
    public static DialectReply Nothing => Data(new JsonObject());

    public static DialectReply Error(int status, string code, string message) => DialectReply.Failed(status, code, message);

    public static DialectReply Invalid(string what) => Error(400, "bad_request", "Invalid " + what);

    public static DialectReply NotConnected => Error(409, "session_not_connected", "Session is not connected");

    /// <summary>A refusal of the world.</summary>
    public static DialectReply Refused(Refusal refusal) => refusal switch
    {
        Refusal.SignedOut => NotConnected,
        Refusal.GroupNotFound or Refusal.NotAMember or Refusal.PersonNotFound => Error(404, "not_found", "Not found"),
        Refusal.NotAdmin or Refusal.NotSuperAdmin => Error(403, "forbidden", "Not authorized: admin rights are required"),
        Refusal.RemovedBefore => Error(403, "forbidden", "Removed from this group before"),
        Refusal.InviteRevoked => Error(410, "invite_revoked", "Invite was revoked"),
        Refusal.InviteUnknown => Error(404, "invite_not_found", "Invite not found"),
        Refusal.AlreadyMember => Error(409, "already_member", "Already a member"),
        Refusal.GroupFull or Refusal.CommunityFull => Error(409, "full", "Group is full"),
        Refusal.Throttled => Error(429, "rate_limited", "rate-overlimit"),
        _ => Invalid(refusal.ToString()),
    };

    public static DialectReply Shaped(DialectReply reply, DialectProblem problem, WadialErrorShape shape) => shape switch
    {
        WadialErrorShape.Message => reply with { Body = new JsonObject { ["message"] = problem.Message } },
        WadialErrorShape.Text => reply with { Body = new JsonObject { ["error"] = problem.Message } },
        WadialErrorShape.Flat => reply with
        {
            Body = new JsonObject { ["statusCode"] = reply.Status, ["message"] = problem.Message, ["error"] = problem.Code },
        },
        WadialErrorShape.PlainText => DialectReply.OfBytes(reply.Status, System.Text.Encoding.UTF8.GetBytes(problem.Message), "text/plain"),
        _ => reply with { Body = new JsonObject { ["error"] = new JsonObject { ["code"] = problem.Code, ["message"] = problem.Message } } },
    };
}
