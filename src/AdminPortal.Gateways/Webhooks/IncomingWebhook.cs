using System.Security.Cryptography;
using System.Text;

namespace AdminPortal.Gateways.Webhooks;

/// <summary>What arrived at a number's address, before anything about it is believed.</summary>
/// <param name="Headers">By name, whatever the case.</param>
/// <param name="Query">Of the address that was called.</param>
public sealed record IncomingWebhook(
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query,
    DateTimeOffset ReceivedAt)
{
    /// <summary>The given value is the secret. Takes the same time however much of it fits.</summary>
    internal static bool Matches(string? given, string secret) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    /// <summary>Shows neither headers nor body: both carry secrets.</summary>
    public override string ToString() => $"{Body.Length} bytes at {ReceivedAt:u}";
}

/// <summary>Whether a delivery comes from whom it claims.</summary>
public enum WebhookVerdict
{
    Genuine,
    /// <summary>It proves nothing, or the wrong thing.</summary>
    Forged,
    /// <summary>Genuine once, and too old: somebody may play a recorded delivery again.</summary>
    Stale,
}
