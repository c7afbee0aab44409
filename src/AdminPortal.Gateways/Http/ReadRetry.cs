using System.Net;
using Polly;
using Polly.Retry;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// Repeats a read on a broken connection, 408 and 5xx. Never on 429: repeating is what the gateway just asked us not to do.
/// </summary>
internal sealed class ReadRetry(GatewayHttpOptions options, TimeProvider time)
{
    private readonly ResiliencePipeline<Attempt> _pipeline = Build(options, time);

    public async Task<HttpResponseMessage> RunAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send, Func<int, string, bool> isFinal, CancellationToken cancellationToken)
    {
        var attempt = await _pipeline.ExecuteAsync(
            async ct =>
            {
                var response = await send(ct);
                return new Attempt(response, IsTransient(response.StatusCode) && !isFinal((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct)));
            },
            cancellationToken);
        return attempt.Response;
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status == HttpStatusCode.RequestTimeout || ((int)status >= 500 && status != HttpStatusCode.NotImplemented);

    private static ResiliencePipeline<Attempt> Build(GatewayHttpOptions options, TimeProvider time)
    {
        if (options.ReadAttempts <= 1)
        {
            return ResiliencePipeline<Attempt>.Empty;
        }

        return new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.ReadAttempts - 1,
                Delay = options.ReadRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = options.ReadRetryDelay > TimeSpan.Zero,
                ShouldHandle = new PredicateBuilder<Attempt>()
                    .HandleResult(a => a.WorthRetrying)
                    .Handle<GatewayCallException>(e => e.WorthRetrying),
            })
            .Build();
    }

    private sealed record Attempt(HttpResponseMessage Response, bool WorthRetrying);
}
