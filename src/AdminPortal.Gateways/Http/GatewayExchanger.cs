using System.Text;
using AdminPortal.Gateways.Results;
using Microsoft.Extensions.Logging;

namespace AdminPortal.Gateways.Http;

/// <summary>One HTTP request of one number: through its gate, within its time, recorded, and judged when no answer came.</summary>
internal sealed partial class GatewayExchanger(
    HttpMessageInvoker reads,
    HttpMessageInvoker writes,
    GatewayAddressPolicy policy,
    GatewayHttpOptions options,
    TimeProvider time,
    ILogger logger,
    SecretMask mask,
    IRequestGate gate)
{
    public Task<HttpResponseMessage> ReadAsync(HttpRequestMessage request, TimeSpan timeout, GatewayCall call, CancellationToken cancellationToken) =>
        SendAsync(request, null, null, timeout, call, cancellationToken);

    public async Task<HttpResponseMessage> WriteAsync(HttpRequestMessage request, TimeSpan timeout, GatewayCall call, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var once = SendOnceContent.Wrap(request.Content, body);
        request.Content = once;
        return await SendAsync(request, once, body.Length == 0 ? null : Encoding.UTF8.GetString(body), timeout, call, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, SendOnceContent? write, string? requestBody, TimeSpan timeout, GatewayCall call, CancellationToken cancellationToken)
    {
        var address = request.RequestUri ?? throw new InvalidOperationException("A request without an address.");
        if (policy.RefusalOf(new Uri(address.GetLeftPart(UriPartial.Path))) is { } refusal)
        {
            throw new GatewayCallException(new GatewayFailure(GatewayFailureKind.Unavailable, refusal));
        }

        await gate.EnterAsync(write is not null, cancellationToken);

        int? status = null;
        string? answer = null;
        RateLimitReport? rateLimit = null;
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var response = await (write is null ? reads : writes).SendAsync(request, either.Token);
            status = (int)response.StatusCode;
            rateLimit = RateLimitHeaders.Read(response.Headers, time.GetUtcNow());
            var bytes = await ReadBoundedAsync(response, either.Token);
            answer = Encoding.UTF8.GetString(bytes);
            Replace(response, bytes);
            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException or InvalidDataException or AnswerTooLargeException)
        {
            var judgement = new BrokenExchange(broken, address.Host, write is not null, write?.Sent ?? true, deadline.IsCancellationRequested, timeout);
            var failure = judgement.Failure;
            throw new GatewayCallException(failure with { Message = mask.Text(failure.Message) }, judgement.WorthRetrying, broken);
        }
        finally
        {
            var exchange = new GatewayExchange(
                $"{request.Method.Method} {mask.Text(address.PathAndQuery)}",
                requestBody is null ? null : mask.Body(requestBody),
                status,
                answer is null ? null : mask.Body(answer),
                at,
                time.GetElapsedTime(started),
                rateLimit);
            call.Record(exchange);
            gate.Observe(exchange);
            Log(request.Method.Method, mask.Text(address.AbsolutePath), exchange);
        }
    }

    private async Task<byte[]> ReadBoundedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > options.MaxResponseBytes)
        {
            throw new AnswerTooLargeException();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > options.MaxResponseBytes)
            {
                throw new AnswerTooLargeException();
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    /// <summary>
    /// From here on the body is in memory. It is read as UTF-8 whatever the gateway calls it: JSON has no other encoding, and
    /// an unknown charset name would otherwise throw far away from here.
    /// </summary>
    private static void Replace(HttpResponseMessage response, byte[] bytes)
    {
        response.Content.Dispose();
        response.Content = new ByteArrayContent(bytes);
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
    }

    /// <summary>The path without its query, which may hold phone numbers and invite codes; never a header, never a body.</summary>
    private void Log(string method, string path, GatewayExchange exchange)
    {
        if (exchange.Status is { } status)
        {
            LogAnswer(logger, method, path, status, (long)exchange.Duration.TotalMilliseconds);
        }
        else
        {
            LogNoAnswer(logger, method, path, (long)exchange.Duration.TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} answered {Status} after {Milliseconds} ms")]
    private static partial void LogAnswer(ILogger logger, string method, string path, int status, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} came to no answer after {Milliseconds} ms")]
    private static partial void LogNoAnswer(ILogger logger, string method, string path, long milliseconds);
}
