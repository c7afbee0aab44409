using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;
using Microsoft.AspNetCore.WebUtilities;

namespace AdminPortal.Simulator.Wawp;

/// <summary>Answers are whatever the engine gives. Error: <c>{ "status": 401, "error": "Unauthorized", "message": "…" }</c>.</summary>
internal static class WawpReplies
{
    private const string UpstreamError = "wawp_upstream_error";

    /// <summary>What remove, promote and demote say of a whole batch.</summary>
    public static DialectReply BatchDone => DialectReply.Ok(new JsonObject { ["status"] = 200 });

    /// <summary>A write that can be false with 200: no right is not an error here.</summary>
    public static DialectReply Result(WawpCall call, bool isDone) =>
        DialectReply.Ok(call.Switches.WrapsResults ? new JsonObject { ["success"] = isDone } : JsonValue.Create(isDone));

    public static DialectReply Success(bool isDone = true) => DialectReply.Ok(new JsonObject { ["success"] = isDone });

    public static DialectReply Error(int status, string message, string code = "") => DialectReply.Failed(status, code, message);

    public static DialectReply Invalid(string what) => Error(400, $"Invalid Parameter Format: {what}");

    public static DialectReply Unauthorized => Error(401, "Invalid or Missing Access Token");

    public static DialectReply Upstream(string message) => Error(500, message, UpstreamError);

    public static DialectReply NotWorking(WorldNumber number, WawpSwitches switches) =>
        Upstream($"Session status is {WawpSessions.StatusOf(number, switches)}, expected WORKING");

    /// <summary>A refusal of the world.</summary>
    public static DialectReply Refused(WawpCall call, Refusal refusal) => refusal switch
    {
        Refusal.SignedOut => NotWorking(call.Number, call.Switches),
        Refusal.GroupNotFound or Refusal.NotAMember => Error(404, "Group not found"),
        Refusal.NotAdmin or Refusal.NotSuperAdmin => Error(403, "You are not an admin of this group"),
        Refusal.InviteRevoked or Refusal.InviteUnknown => Invalid("code"),
        Refusal.Throttled => Error(429, "rate-overlimit"),
        Refusal.NameRequired or Refusal.NameTooLong or Refusal.DescriptionTooLong => Invalid("text"),
        _ => Upstream(refusal.ToString()),
    };

    public static DialectReply Shaped(DialectReply reply, DialectProblem problem, WawpErrorShape shape)
    {
        var envelope = new JsonObject
        {
            ["status"] = reply.Status,
            ["error"] = ReasonPhrases.GetReasonPhrase(reply.Status),
            ["message"] = problem.Message,
        };
        switch (shape)
        {
            case WawpErrorShape.WithCode:
                envelope["code"] = CodeOf(reply, problem);
                break;
            case WawpErrorShape.Nested:
                envelope = new JsonObject { ["error"] = new JsonObject { ["code"] = CodeOf(reply, problem), ["message"] = problem.Message } };
                break;
            case WawpErrorShape.Legacy:
                envelope = new JsonObject
                {
                    ["code"] = CodeOf(reply, problem), ["message"] = problem.Message, ["data"] = new JsonObject { ["status"] = reply.Status },
                };
                break;
            case WawpErrorShape.PlainText:
                return DialectReply.OfBytes(reply.Status, Encoding.UTF8.GetBytes(problem.Message), "text/plain");
            default:
                // A machine code is shown where the vendor names one, even by itself.
                if (problem.Code.Length > 0)
                {
                    envelope["code"] = problem.Code;
                }

                break;
        }

        return reply with { Body = envelope };
    }

    private static string CodeOf(DialectReply reply, DialectProblem problem) =>
        problem.Code.Length > 0 ? problem.Code : string.Create(CultureInfo.InvariantCulture, $"error_{reply.Status}");
}
