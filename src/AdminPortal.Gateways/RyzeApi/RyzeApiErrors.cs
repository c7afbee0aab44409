using System.Text.Json;
using System.Text.RegularExpressions;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>
/// Status and body of an answer → failure. The envelope has no code: <c>{ "success": false, "error": { "message": "…" } }</c>,
/// so the text decides where the status does not. Case is inconsistent between routes.
/// </summary>
internal static partial class RyzeApiErrors
{
    private static readonly VendorFailures Failures = new("RyzeAPI");

    /// <summary>Null when the answer is a success or, on 2xx, holds one outcome per target.</summary>
    public static GatewayFailure? FailureOf(GatewayAnswer answer)
    {
        var envelope = Envelope.Read(answer.Body);
        if (answer.Status is >= 200 and < 300)
        {
            return envelope switch
            {
                null => Failures.Untrustworthy(answer),
                // 200 {"success":false,"linked":[],"failed":["…@g.us"]}: total failure, told per target.
                { Success: false, HasOutcomes: false } => Explained(answer, envelope.Text ?? "without a reason"),
                // A write that does not say that it succeeded has not told us anything.
                { Success: null, HasOutcomes: false } when answer.IsWrite => Failures.Untrustworthy(answer),
                _ => null,
            };
        }

        if (answer.Status == 429)
        {
            return Throttled(answer, envelope?.Text);
        }

        return envelope is { Success: not true, Text: { } text } ? Explained(answer, text) : Failures.Untrustworthy(answer);
    }

    /// <summary>An error answer to a read that a repetition will not change: the number is not connected.</summary>
    public static bool IsFinal(int status, string body) => Envelope.Read(body)?.Text is { } text && IsSignedOut(text);

    private static GatewayFailure Explained(GatewayAnswer answer, string text)
    {
        // 400 on group and community routes, 503 elsewhere: {"error":{"message":"Instance is not connected to WhatsApp"}}
        if (IsSignedOut(text))
        {
            return new GatewayFailure(GatewayFailureKind.SignedOut, "The number is not connected to WhatsApp.", answer.Status);
        }

        var words = VendorFailures.Words(text);
        return answer.Status switch
        {
            // 401 {"error":{"message":"Invalid instance token"}}
            401 => new GatewayFailure(GatewayFailureKind.SignedOut, $"RyzeAPI did not accept the token: {words}", 401),
            // 403 {"error":{"message":"Instance token does not match …"}}: the token is of another instance.
            403 when text.StartsWith("Instance token does not", StringComparison.OrdinalIgnoreCase) =>
                new GatewayFailure(GatewayFailureKind.SignedOut, $"The token does not belong to this instance: {words}", 403),
            // 403 {"error":{"message":"Not authorized to view group requests (must be admin)"}}
            403 => new GatewayFailure(GatewayFailureKind.Forbidden, words, 403),
            // 404 {"error":{"message":"Instance not found"}}. Said of a group it would look gone.
            404 when text.StartsWith("Instance not found", StringComparison.OrdinalIgnoreCase) =>
                new GatewayFailure(GatewayFailureKind.SignedOut, $"RyzeAPI knows no such instance: {words}", 404),
            // 404 {"error":{"message":"Group not found or you are not a member of this group"}}
            404 => new GatewayFailure(GatewayFailureKind.NotFound, words, 404),
            408 => Failures.Late(answer, words),
            // 501 {"error":{"message":"…"}}: the engine inside cannot do it, whatever the route promises.
            501 => new GatewayFailure(GatewayFailureKind.Rejected, $"The engine of RyzeAPI cannot do this: {words}", 501),
            // 503: the bridge is missing, so nothing was begun.
            503 => new GatewayFailure(GatewayFailureKind.Unavailable, $"RyzeAPI is not available: {words}", 503),
            >= 500 => Broken(answer, text, words),
            _ when IsDeadLink(text) => new GatewayFailure(GatewayFailureKind.NotFound, "The invite link has been reset or has expired.", answer.Status),
            _ => new GatewayFailure(GatewayFailureKind.Rejected, words, answer.Status),
        };
    }

    /// <summary>
    /// 500 <c>{"error":{"message":"failed to create community: info query returned status 403: forbidden"}}</c>: WhatsApp's own
    /// answer inside proves that nothing happened. <c>… : context deadline exceeded</c> proves nothing.
    /// </summary>
    private static GatewayFailure Broken(GatewayAnswer answer, string text, string words)
    {
        if (EngineStatus().Match(text) is { Success: true } match)
        {
            return match.Groups["code"].Value switch
            {
                "401" or "403" => new GatewayFailure(GatewayFailureKind.Forbidden, words, 403),
                "404" => new GatewayFailure(GatewayFailureKind.NotFound, words, 404),
                "429" => new GatewayFailure(GatewayFailureKind.RateLimited, "WhatsApp slows this number down.", 429),
                var code => new GatewayFailure(GatewayFailureKind.Rejected, words, int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        // 500 {"error":{"message":"error parse community jid: …"}}: refused before anything was asked of WhatsApp.
        if (text.StartsWith("error parse", StringComparison.OrdinalIgnoreCase))
        {
            return new GatewayFailure(GatewayFailureKind.Rejected, words, answer.Status);
        }

        // 500 {"error":{"message":"Failed to get instance"}}: their database, before anything was asked of WhatsApp.
        if (text.StartsWith("Failed to get instance", StringComparison.OrdinalIgnoreCase))
        {
            return new GatewayFailure(GatewayFailureKind.Unavailable, $"RyzeAPI is not available: {words}", answer.Status);
        }

        return Failures.Late(answer, words);
    }

    /// <summary>429 comes from two places, and only one of them knows when it ends.</summary>
    private static GatewayFailure Throttled(GatewayAnswer answer, string? text)
    {
        // Of WhatsApp: {"error":{"message":"rate limit exceeded (429): wait before creating again"}}
        // Of RyzeAPI:  {"error":{"message":"Rate limit exceeded. Try again later."}}
        var ofGateway = text?.StartsWith("Rate limit exceeded. Try again", StringComparison.OrdinalIgnoreCase) == true;
        var ofWhatsApp = !ofGateway
            && (text?.Contains("(429)", StringComparison.Ordinal) == true
                || text?.Contains("wait before", StringComparison.OrdinalIgnoreCase) == true
                || answer.RateLimit?.Remaining > 0);
        return ofWhatsApp
            ? new GatewayFailure(GatewayFailureKind.RateLimited, "WhatsApp slows this number down.", 429)
            : new GatewayFailure(GatewayFailureKind.RateLimited, "RyzeAPI's requests per minute are used up.", 429, answer.RateLimit?.RetryAt ?? answer.RateLimit?.ResetsAt);
    }

    private static bool IsSignedOut(string text) =>
        text.Contains("not connected", StringComparison.OrdinalIgnoreCase) || text.Contains("not logged in", StringComparison.OrdinalIgnoreCase);

    private static bool IsDeadLink(string text) =>
        text.StartsWith("Invite link has been", StringComparison.OrdinalIgnoreCase) || text.Contains("revoked or expired", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?:status|code|error)\s*[:=]?\s*(?<code>4\d\d)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EngineStatus();

    /// <summary>What of an answer decides between success and failure.</summary>
    /// <param name="HasOutcomes">It holds a list of targets, each with its own outcome.</param>
    private sealed record Envelope(bool? Success, string? Text, bool HasOutcomes)
    {
        private static readonly string[] OutcomeLists = ["linked", "failed", "participants"];

        /// <summary>Null when the body is no JSON object.</summary>
        public static Envelope? Read(string body)
        {
            try
            {
                using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
                var root = document.RootElement;
                if (root.ValueKind != JsonValueKind.Object)
                {
                    return null;
                }

                bool? success = root.TryGetProperty("success", out var said)
                    ? said.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
                    : null;
                var text = (root.TryGetProperty("error", out var error) ? RyzeTextConverter.TextOf(error) : null)
                    ?? (root.TryGetProperty("message", out var message) ? RyzeTextConverter.TextOf(message) : null);
                return new Envelope(success, text, OutcomeLists.Any(n => root.TryGetProperty(n, out var list) && list.ValueKind == JsonValueKind.Array));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}
