using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Wadial;

/// <summary>
/// Status and body of an answer → failure. No error envelope is documented. By analogy with <c>{ "data": … }</c>:
/// <c>{ "error": { "code": "session_not_connected", "message": "…" } }</c>; also taken: <c>{ "message": "…" }</c>,
/// <c>{ "error": "…" }</c>, <c>{ "statusCode": 404, "message": "…" | ["…"], "error": "Not Found" }</c>, and a line of text.
/// </summary>
internal static class WadialErrors
{
    private static readonly VendorFailures Failures = new("WADial");

    /// <summary>Null when the answer is a success.</summary>
    public static GatewayFailure? FailureOf(GatewayAnswer answer)
    {
        if (answer.Status is < 200 or >= 300)
        {
            return Tolerant.ErrorRoot(answer.Body) is { ValueKind: JsonValueKind.Object or JsonValueKind.String } error
                ? Explained(answer, error)
                // A 429 says all there is to say, whatever page comes with it; nothing was done.
                : answer.Status == 429 ? Throttled(answer) : Failures.Untrustworthy(answer);
        }

        if (Tolerant.Root(answer.Body) is not { } root)
        {
            return Failures.Untrustworthy(answer);
        }

        if (root.At("error") is not null)
        {
            return Explained(answer with { Status = root.Count("statusCode") is >= 400 and < 600 and var code ? code : 400 }, root);
        }

        // { "data": null } is a success that tells nothing.
        return root.Has("data") ? null : Failures.Untrustworthy(answer);
    }

    /// <summary>An error answer to a read that a repetition will not change: the session is not connected.</summary>
    public static bool IsFinal(int status, string body) => Tolerant.ErrorRoot(body) is { } root && IsSignedOut(TextOf(root), CodeOf(root));

    private static GatewayFailure Explained(GatewayAnswer answer, JsonElement root)
    {
        if (answer.Status == 429)
        {
            return Throttled(answer);
        }

        var (text, code) = (TextOf(root), CodeOf(root));
        if (text is null && code is null)
        {
            return Failures.Untrustworthy(answer);
        }

        // 409 {"error":{"code":"session_not_connected","message":"Session is not connected"}}
        if (IsSignedOut(text, code))
        {
            return Failures.NotConnected(answer.Status);
        }

        var words = VendorFailures.Words(text ?? code!);
        return answer.Status switch
        {
            // 401 {"error":{"code":"unauthorized","message":"Invalid API key"}}
            401 => new GatewayFailure(GatewayFailureKind.SignedOut, $"WADial did not accept the API key: {words}", 401),
            // 402, 403 {"error":{"code":"capacity_expired","message":"…"}}: the account's matter, not the group's; all its work stops.
            402 => new GatewayFailure(GatewayFailureKind.SignedOut, $"The account's capacity at WADial has run out: {words}", 402),
            403 when Says(text, code, "capacity", "subscription", "payment") =>
                new GatewayFailure(GatewayFailureKind.SignedOut, $"The account's capacity at WADial has run out: {words}", 402),
            // 403 {"error":{"code":"not_admin","message":"…"}}
            403 => new GatewayFailure(GatewayFailureKind.Forbidden, words, 403),
            // 404 {"error":{"code":"session_not_found","message":"Session not found"}}. Said of a group it would look gone.
            404 when Says(text, code, "session") => new GatewayFailure(GatewayFailureKind.SignedOut, $"WADial knows no such session: {words}", 404),
            404 or 410 => new GatewayFailure(GatewayFailureKind.NotFound, words, answer.Status),
            // 409 on a message: the key was used before with other content. Otherwise: cannot be done in this state.
            _ when IsDeadLink(text, code) => new GatewayFailure(GatewayFailureKind.NotFound, "The invite link has been reset or has expired.", answer.Status),
            408 or >= 500 => Failures.Late(answer, words),
            >= 400 => new GatewayFailure(GatewayFailureKind.Rejected, words, answer.Status),
            _ => Failures.Untrustworthy(answer),
        };
    }

    private static GatewayFailure Throttled(GatewayAnswer answer) => Failures.Throttled(answer, "WADial or WhatsApp slows this number down.");

    private static string? TextOf(JsonElement root)
    {
        var message = root.At("error")?.At("message") ?? root.At("message");
        return message?.Text() ?? message?.Items()?.Select(i => i.Text()).FirstOrDefault(t => t is not null) ?? root.Text("error") ?? root.Text();
    }

    private static string? CodeOf(JsonElement root) => root.At("error")?.Text("code") ?? root.Text("code");

    private static bool IsSignedOut(string? text, string? code) =>
        Says(text, code, "not_connected", "not connected", "not_paired", "not paired", "session_disconnected", "not logged in");

    private static bool IsDeadLink(string? text, string? code) =>
        Says(text, code, "invite") && Says(text, code, "revoked", "expired", "reset", "invalid", "unknown");

    private static bool Says(string? text, string? code, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true || code?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
