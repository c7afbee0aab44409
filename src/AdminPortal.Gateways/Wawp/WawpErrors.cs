using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Wawp;

/// <summary>
/// Status and body of an answer → failure. The envelope: <c>{ "status": 401, "error": "Unauthorized", "message": "…" }</c>; a
/// machine code may stand in <c>code</c> or <c>error.code</c>, the text in <c>message</c> or <c>error.message</c>. Bodies that are a
/// line of text occur.
/// </summary>
internal static class WawpErrors
{
    private static readonly VendorFailures Failures = new("Wawp");

    /// <summary>Null when the answer is none of a failure. Whether a bare text or a flag is one only its route knows.</summary>
    public static GatewayFailure? FailureOf(GatewayAnswer answer)
    {
        if (answer.Status is < 200 or >= 300)
        {
            return Tolerant.ErrorRoot(answer.Body) is { ValueKind: JsonValueKind.Object or JsonValueKind.String } error
                ? Explained(answer, error)
                // A 429 says all there is to say, whatever page comes with it; nothing was done.
                : answer.Status == 429 ? Throttled(answer) : Failures.Untrustworthy(answer);
        }

        if (Tolerant.Root(answer.Body) is not { ValueKind: not JsonValueKind.Null } root)
        {
            return Failures.Untrustworthy(answer);
        }

        // 200 {"status":403,"message":"…"}, 200 {"status":"error","message":"…"}, 200 {"success":false}
        if (root.Count("status", "statusCode") is >= 400 and < 600 and var status && !root.Has("isInviteV4Sent"))
        {
            return Explained(answer with { Status = status }, root);
        }

        return root.Flag("success") == false || root.Text("status")?.ToLowerInvariant() is "error" or "failed" && root.Has("message")
            ? Explained(answer with { Status = 400 }, root)
            : null;
    }

    /// <summary>An error answer to a read that a repetition will not change: the session is not working.</summary>
    public static bool IsFinal(int status, string body) => Tolerant.ErrorRoot(body) is { } root && IsSignedOut(TextOf(root), CodeOf(root));

    /// <summary>A refusal in a bare text under 200: the engine's way to say that nothing was done.</summary>
    public static GatewayFailure OfText(string text)
    {
        var words = VendorFailures.Words(text);
        return IsSignedOut(text, null) ? Failures.NotConnected(200)
            : text.Contains("admin", StringComparison.OrdinalIgnoreCase) || text.Contains("permission", StringComparison.OrdinalIgnoreCase)
                ? new GatewayFailure(GatewayFailureKind.Forbidden, words, 403)
                : new GatewayFailure(GatewayFailureKind.Rejected, words);
    }

    private static GatewayFailure Explained(GatewayAnswer answer, JsonElement root)
    {
        if (answer.Status == 429)
        {
            return Throttled(answer);
        }

        var (text, code) = (TextOf(root), CodeOf(root));
        if (text is null && code is null && root.Flag("success") is null)
        {
            return Failures.Untrustworthy(answer);
        }

        if (IsSignedOut(text, code))
        {
            return Failures.NotConnected(answer.Status);
        }

        var words = VendorFailures.Words(text ?? code ?? "");
        return (answer.Status, code) switch
        {
            // {"status":500,"code":"wawp_upstream_error","message":"…"}: the engine failed while working.
            (_, "wawp_upstream_error") => Failures.Late(answer, words),
            // {"code":"quota_reached","message":"…"}
            (_, "quota_reached") => Failures.Throttled(answer, $"The quota of this Wawp account is used up: {words}"),
            // 401 {"status":401,"error":"Unauthorized","message":"Invalid or Missing Access Token"}
            (401, _) => new GatewayFailure(GatewayFailureKind.SignedOut, $"Wawp did not accept the access token: {words}", 401),
            // 403 {"code":"subscription_required","message":"…"}: the plan does not include it, whoever is admin.
            (403, "subscription_required") => new GatewayFailure(GatewayFailureKind.Rejected, $"The plan at Wawp does not include this: {words}", 403),
            // 403 {"status":403,"error":"Forbidden","message":"…"}: the number is no admin of the group.
            (403, _) => new GatewayFailure(GatewayFailureKind.Forbidden, words, 403),
            // 404 {"status":404,"message":"Instance not found"}. Said of a group it would look gone.
            (404, _) when IsInstance(text) => new GatewayFailure(GatewayFailureKind.SignedOut, $"Wawp knows no such instance: {words}", 404),
            (404, _) => new GatewayFailure(GatewayFailureKind.NotFound, words, 404),
            (408 or >= 500, _) => Failures.Late(answer, words),
            // 400 {"status":400,"error":"Bad Request","message":"Invalid Parameter Format"}
            ( >= 400, _) => new GatewayFailure(GatewayFailureKind.Rejected, words, answer.Status),
            _ => Failures.Untrustworthy(answer),
        };
    }

    private static GatewayFailure Throttled(GatewayAnswer answer) => Failures.Throttled(answer, "Wawp or WhatsApp slows this number down.");

    private static string? TextOf(JsonElement root) => root.Text() ?? root.Text("message") ?? root.At("error")?.Text("message") ?? root.Text("error");

    private static string? CodeOf(JsonElement root) => root.Text("code") ?? root.At("error")?.Text("code");

    private static bool IsInstance(string? text) =>
        text?.Contains("instance", StringComparison.OrdinalIgnoreCase) == true || text?.Contains("session", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Only a session that is WORKING is of use; nothing is documented for calls to any other.</summary>
    private static bool IsSignedOut(string? text, string? code)
    {
        foreach (var word in (ReadOnlySpan<string>)["not connected", "not working", "not ready", "not logged in", "not authenticated", "SCAN_QR_CODE", "is STOPPED", "is STARTING", "is FAILED", "session status", "session_not"])
        {
            if (text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true || code?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
