using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Whapi;

/// <summary>
/// Status and body of an answer → failure. The envelope: <c>{ "error": { "code": 403, "message": "…", "details"?: "…" } }</c>.
/// Also seen: <c>{ "message": "…" }</c> on 429, <c>{ "title": "…", "detail": "…" }</c> of the edge, HTML.
/// </summary>
internal static class WhapiErrors
{
    private static readonly VendorFailures Failures = new("Whapi.Cloud");

    /// <summary>Null when the answer is a success or, on 2xx, holds one outcome per target.</summary>
    public static GatewayFailure? FailureOf(GatewayAnswer answer)
    {
        if (Tolerant.Root(answer.Body) is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array } root)
        {
            // A 429 says all there is to say, whatever page comes with it; nothing was done.
            return answer.Status == 429 ? Throttled(answer) : Failures.Untrustworthy(answer);
        }

        if (answer.Status is >= 200 and < 300)
        {
            // 200 {"error":{"code":403,"message":"…"}}: a failure in spite of its status.
            return root.At("error") is { } error && root.Flag("success") is not true
                ? Explained(answer with { Status = error.Count("code") is >= 400 and < 600 and var code ? code : 400 }, root)
                : SaysNo(root) ? Explained(answer with { Status = 400 }, root)
                : null;
        }

        return Explained(answer, root);
    }

    /// <summary>An error answer to a read that a repetition will not change: the channel is not linked to WhatsApp.</summary>
    public static bool IsFinal(int status, string body) => Tolerant.Root(body) is { } root && TextOf(root) is { } text && IsSignedOut(text);

    /// <summary>200 {"success":false} and 200 {"sent":false}; with <c>processed</c> or <c>failed</c> it is told per person.</summary>
    private static bool SaysNo(JsonElement root) =>
        (root.Flag("success") == false && root.At("processed", "failed") is null) || root.Flag("sent") == false;

    private static GatewayFailure Explained(GatewayAnswer answer, JsonElement root)
    {
        var text = TextOf(root);

        // 403 {"title":"Error 1010: Access denied","detail":"The owner of this website has banned your access …"}: the edge in
        // front of the API; nothing reached it.
        if (answer.Status == 403 && root.At("error") is null && root.At("title") is not null)
        {
            return new GatewayFailure(GatewayFailureKind.Unavailable, $"The edge in front of Whapi.Cloud refused us: {VendorFailures.Words(text ?? "")}", 403);
        }

        if (answer.Status == 429)
        {
            return Throttled(answer);
        }

        // An object that does not explain itself is somebody else's, or a lost one of theirs.
        if (text is null && root.Flag("success", "sent") is null)
        {
            return Failures.Untrustworthy(answer);
        }

        var words = VendorFailures.Words(text ?? "");
        return answer.Status switch
        {
            // 401 {"error":{"code":401,"message":"Need authorization"}}: a wrong token and a channel that is not linked look alike.
            401 => new GatewayFailure(GatewayFailureKind.SignedOut, $"Whapi.Cloud did not accept the token, or its channel is not linked to WhatsApp: {words}", 401),
            // 404 {"error":{"code":404,"message":"channel not found"}}: the token opens no channel. Said of a group it would look gone.
            404 when IsChannel(text) => new GatewayFailure(GatewayFailureKind.SignedOut, $"The token opens no channel: {words}", 404),
            _ when IsSignedOut(text) => Failures.NotConnected(answer.Status),
            // 402 {"error":{"code":402,"message":"Trial version limit exceeded"}}
            402 => new GatewayFailure(GatewayFailureKind.RateLimited, $"The trial limit of this Whapi.Cloud channel is used up: {words}", 402),
            // 403 {"error":{"code":403,"message":"You are not an admin of this group"}}
            403 => new GatewayFailure(GatewayFailureKind.Forbidden, words, 403),
            // 404 {"error":{"code":404,"message":"Specified group not found"}}; also participants, communities and invite codes.
            404 => new GatewayFailure(GatewayFailureKind.NotFound, words, 404),
            408 => Failures.Late(answer, words),
            // 503 {"error":{"code":503,"message":"Channel is not ready"}}: nothing was begun.
            503 => new GatewayFailure(GatewayFailureKind.Unavailable, $"Whapi.Cloud is not available: {words}", 503),
            // 500 {"error":{"code":500,"message":"Internal error"}}: proves nothing about a write.
            >= 500 => Failures.Late(answer, words),
            // 400, 409, 413, 415, 422: understood and refused.
            >= 400 => new GatewayFailure(GatewayFailureKind.Rejected, words, answer.Status),
            _ => Failures.Untrustworthy(answer),
        };
    }

    private static GatewayFailure Throttled(GatewayAnswer answer) => Failures.Throttled(answer, "Whapi.Cloud or WhatsApp slows this number down.");

    private static string? TextOf(JsonElement root)
    {
        var error = root.At("error");
        var message = error?.Text() ?? error?.Text("message") ?? root.Text("message", "title");
        var details = error?.Text("details") ?? root.Text("detail");
        return details is null || details == message ? message : $"{message}: {details}";
    }

    private static bool IsChannel(string? text) => text?.Contains("channel not found", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsSignedOut(string? text) =>
        text is not null
        && (text.Contains("channel not authorized", StringComparison.OrdinalIgnoreCase)
            || text.Contains("channel is not authorized", StringComparison.OrdinalIgnoreCase)
            || text.Contains("need channel authorization", StringComparison.OrdinalIgnoreCase)
            || text.Contains("not connected to WhatsApp", StringComparison.OrdinalIgnoreCase));
}
