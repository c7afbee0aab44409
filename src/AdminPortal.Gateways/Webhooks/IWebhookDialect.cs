using System.Text.Json;

namespace AdminPortal.Gateways.Webhooks;

/// <summary>How a vendor delivers events: how it proves that it is the sender, and what its payloads mean.</summary>
public interface IWebhookDialect
{
    /// <summary>The vendor makes the secret and shows it once; else we make it and the operator gives it to the vendor.</summary>
    bool VendorMakesSecret { get; }

    /// <summary>What to do at the vendor's side, one sentence per step. Never contains the secret.</summary>
    IReadOnlyList<string> Steps { get; }

    /// <summary>The address to give to the vendor. With some the secret is part of it; then the whole of it is a secret.</summary>
    Uri AddressOf(Uri endpoint, string secret);

    WebhookVerdict Check(IncomingWebhook webhook, string secret);

    /// <summary>Understands what it knows and takes the rest for nothing; never throws.</summary>
    /// <param name="credentials">Those of the number: some vendors deliver a whole account's events.</param>
    WebhookContent Read(JsonElement body, IReadOnlyDictionary<string, string> credentials);
}
