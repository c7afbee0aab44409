using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using RestEase;

namespace AdminPortal.Gateways;

/// <summary>How every call of every adapter runs: capability first, then work, then a result with what was exchanged.</summary>
internal abstract partial class GatewayAdapter
{
    /// <summary>An HTTP answer that means failure, else null. Never called without an answer.</summary>
    protected abstract GatewayFailure? FailureOf(GatewayAnswer answer);

    protected Task<GatewayResult<T>> RunAsync<T>(Capability needed, Func<GatewayCall, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync([needed], work, cancellationToken);

    /// <summary>Runs <paramref name="work"/> when every needed ability is declared. What it throws as a failure becomes the result.</summary>
    protected async Task<GatewayResult<T>> RunAsync<T>(IReadOnlyList<Capability> needed, Func<GatewayCall, Task<T>> work, CancellationToken cancellationToken)
    {
        foreach (var capability in needed)
        {
            if (!Capabilities.Can(capability))
            {
                return await NotSupported<T>(capability);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var call = new GatewayCall(cancellationToken);
        try
        {
            return GatewayResult<T>.Success(await work(call), call.Exchanges);
        }
        catch (GatewayCallException ended)
        {
            return GatewayResult<T>.Failed(Masked(ended.Failure), call.Exchanges);
        }
    }

    /// <summary>Sends one request and reads its answer: a value of the vendor's shape, or the call ends in a failure.</summary>
    protected async Task<T> SendAsync<T>(RequestTerms terms, Func<CancellationToken, Task<Response<T>>> send)
        where T : class
    {
        var response = await send(terms.Call.CancellationToken);
        var status = (int)response.ResponseMessage.StatusCode;
        var answer = new GatewayAnswer(status, response.StringContent ?? "", terms.Call.Exchanges[^1].RateLimit, terms.IsWrite);
        if (FailureOf(answer) is { } failure)
        {
            // Masked here already: a failure may end up in the outcome of a target or in a warning.
            throw new GatewayCallException(Masked(failure));
        }

        try
        {
            return response.GetContent() ?? throw Untrustworthy(terms);
        }
        catch (JsonException)
        {
            throw Untrustworthy(terms);
        }
    }

    /// <summary>An answer came whose content cannot be believed: of a read nothing is learned, of a write the outcome is unknown.</summary>
    protected GatewayCallException Untrustworthy(RequestTerms terms) => new(terms.IsWrite
        ? new GatewayFailure(GatewayFailureKind.OutcomeUnknown, $"{vendor} answered something that cannot be understood. Whether it took effect is not known.")
        : new GatewayFailure(GatewayFailureKind.Unreadable, $"{vendor} answered something that cannot be understood."));

    /// <summary>Reads back after a write. Null when the read failed: then the gateway's own word is all there is.</summary>
    protected static async Task<T?> ReadBackAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (GatewayCallException)
        {
            // Not lost: the exchange is in the result, and the verdict stays below "verified".
            return null;
        }
    }

    private GatewayFailure Masked(GatewayFailure failure) => failure with { Message = mask.Text(failure.Message) };

    private Task<GatewayResult<T>> NotSupported<T>(Capability capability) =>
        Task.FromResult(GatewayResult<T>.Failed(new GatewayFailure(
            GatewayFailureKind.NotSupported,
            $"{vendor} {Capabilities[capability].Reason ?? "does not offer this"}.")));
}

/// <summary>An HTTP answer before it is understood.</summary>
/// <param name="Body">As received; empty when there was none.</param>
/// <param name="RateLimit">What the headers said.</param>
/// <param name="IsWrite">Whether an effect is at stake.</param>
internal sealed record GatewayAnswer(int Status, string Body, RateLimitReport? RateLimit, bool IsWrite);
