using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Http;

/// <summary>Failures that mean the same at every vendor, in words that name the vendor.</summary>
internal sealed class VendorFailures(string vendor)
{
    private const int MaxWords = 300;

    /// <summary>The gateway's words as one bounded sentence.</summary>
    public static string Words(string text)
    {
        var line = ShortText.Of(text.ReplaceLineEndings(" ").Trim(), MaxWords);
        return line.Length == 0 ? "without a reason." : line.EndsWith('.') || line.EndsWith('…') ? line : line + ".";
    }

    /// <summary>It gave up while working: nobody knows whether a write took effect.</summary>
    public GatewayFailure Late(GatewayAnswer answer, string words) => answer.IsWrite
        ? new GatewayFailure(GatewayFailureKind.OutcomeUnknown, $"{vendor} failed while working: {words} Whether it took effect is not known.", answer.Status)
        : new GatewayFailure(GatewayFailureKind.Unavailable, $"{vendor} failed: {words}", answer.Status);

    /// <summary>Not the vendor's words at all: a proxy in front of it, another server, nothing.</summary>
    public GatewayFailure Untrustworthy(GatewayAnswer answer)
    {
        if (answer.IsWrite)
        {
            return new GatewayFailure(
                GatewayFailureKind.OutcomeUnknown, $"The answer (HTTP {answer.Status}) cannot be understood. Whether it took effect is not known.", answer.Status);
        }

        return answer.Status is 408 or >= 500
            ? new GatewayFailure(GatewayFailureKind.Unavailable, $"{vendor} is not available (HTTP {answer.Status}).", answer.Status)
            : new GatewayFailure(GatewayFailureKind.Unreadable, $"The answer (HTTP {answer.Status}) is not one of {vendor}.", answer.Status);
    }

    /// <summary>Nothing happened; the end is known when a header names it.</summary>
    public GatewayFailure Throttled(GatewayAnswer answer, string sentence) =>
        new(GatewayFailureKind.RateLimited, sentence, answer.Status, answer.RateLimit?.RetryAt ?? answer.RateLimit?.ResetsAt);

    public GatewayFailure NotConnected(int status) =>
        new(GatewayFailureKind.SignedOut, $"The number is not connected to WhatsApp, says {vendor}.", status);
}
