using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Webhooks;

namespace AdminPortal.Gateways.Wadial;

/// <summary>
/// <c>{ "id": "…", "type": "connection.state", "sessionId": "…", "data": {} }</c> with the header
/// <c>wadial-signature: t=1777000000,v1=hex</c>, an HMAC-SHA256 over the time, a dot and the raw body. Webhooks belong to the
/// account: events of its other sessions come here, too. Of groups nothing is ever told.
/// </summary>
internal sealed class WadialWebhooks : IWebhookDialect
{
    /// <summary>How far the sender's clock and the way may differ.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    public bool VendorMakesSecret => true;

    public IReadOnlyList<string> Steps { get; } =
    [
        "In WADial, create a webhook with this address and the event connection.state.",
        "WADial then shows a signing secret, once. Paste it here.",
    ];

    public Uri AddressOf(Uri endpoint, string secret) => endpoint;

    public WebhookVerdict Check(IncomingWebhook webhook, string secret)
    {
        var parts = (webhook.Headers.GetValueOrDefault("wadial-signature") ?? "").Split(',', StringSplitOptions.TrimEntries);
        var stamp = parts.FirstOrDefault(p => p.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (stamp is null || !long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
        {
            return WebhookVerdict.Forged;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes(stamp + "."), .. webhook.Body.Span];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
        if (!parts.Any(p => p.StartsWith("v1=", StringComparison.Ordinal) && IncomingWebhook.Matches(p[3..], expected)))
        {
            return WebhookVerdict.Forged;
        }

        return (webhook.ReceivedAt - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > s_tolerance ? WebhookVerdict.Stale : WebhookVerdict.Genuine;
    }

    public WebhookContent Read(JsonElement body, IReadOnlyDictionary<string, string> credentials)
    {
        var type = body.Text("type") ?? "";
        var ours = body.Text("sessionId") is not { } session || session == credentials.GetValueOrDefault(WadialVendor.SessionKey);
        var concernsSession = type.StartsWith("connection.", StringComparison.Ordinal) || type.StartsWith("session.", StringComparison.Ordinal)
            || type.StartsWith("auth.", StringComparison.Ordinal) || type == "stream.failure";
        return new WebhookContent(type, ours && concernsSession ? [new WebhookHint.Session()] : []) { Id = body.Text("id") };
    }
}
