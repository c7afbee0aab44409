using System.Globalization;
using System.Text;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Simulator.Http;

/// <summary>Every request's way: dialect, rate limit, faults before, the effect, faults after, the answer.</summary>
internal sealed class DialectPipeline(
    IReadOnlyList<Dialect> dialects, WhatsAppWorld world, FaultBoard faults, RateLimit rateLimit, RequestLog log, TimeProvider time,
    Action<SeenRequest>? onRequest)
{
    private const string ProxyPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

    public async Task HandleAsync(HttpContext context)
    {
        var dialect = dialects.FirstOrDefault(candidate => context.Request.Path.StartsWithSegments("/" + candidate.Prefix, StringComparison.Ordinal));
        if (dialect is null)
        {
            Log(context, "", DialectCall.Refuse(RouteKind.Unknown, new DialectReply(404, null)), 404, NoFaults);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Request.Path.StartsWithSegments("/" + dialect.Prefix, StringComparison.Ordinal, out var path);
        var request = await DialectRequest.ReadAsync(context, path).ConfigureAwait(false);
        onRequest?.Invoke(new SeenRequest(dialect.Prefix, request.Method, path + context.Request.QueryString.Value, request.BodyText));
        var call = dialect.Match(request);
        var rate = rateLimit.Take(dialect.HasBudget ? call.RateKey : null);
        var drawn = call.RateKey is null ? NoFaults : faults.Draw(call.Number?.Phone, call.Route);
        if (drawn.Has(FaultKind.Latency))
        {
            await Task.Delay(drawn.Latency, time, context.RequestAborted).ConfigureAwait(false);
        }

        if (drawn.Has(FaultKind.DropBeforeEffect))
        {
            Drop(context, dialect, call, drawn);
            return;
        }

        if (drawn.Has(FaultKind.HtmlError))
        {
            Log(context, dialect.Prefix, call, StatusCodes.Status502BadGateway, drawn);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(ProxyPage, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        (var reply, rate) = Answer(dialect, call, rate, drawn);
        reply = reply.Problem is null ? reply : dialect.InEnvelope(reply);
        if (reply.IsSuccess && call.Number is { } number && SessionAfter(drawn) is { } session)
        {
            world.SetSession(number.Phone, session);
        }

        if (drawn.Has(FaultKind.DropAfterEffect))
        {
            Drop(context, dialect, call, drawn);
            return;
        }

        // Logged before it is written: whoever has the answer finds it in the log.
        Log(context, dialect.Prefix, call, reply.Status, drawn);
        await WriteAsync(context, dialect, reply, rate, drawn).ConfigureAwait(false);
    }

    private static SessionState? SessionAfter(DrawnFaults drawn) =>
        drawn.Has(FaultKind.LogoutAfterCall) ? SessionState.LoggedOut : drawn.Has(FaultKind.BanAfterCall) ? SessionState.Banned : null;

    private static DrawnFaults NoFaults { get; } = new(new HashSet<FaultKind>(), TimeSpan.Zero, TimeSpan.Zero);

    private (DialectReply Reply, RateState? Rate) Answer(Dialect dialect, DialectCall call, RateState rate, DrawnFaults drawn)
    {
        if (rate.IsExceeded)
        {
            return (dialect.RateLimited(), rate);
        }

        if (drawn.Has(FaultKind.RateLimited))
        {
            return (dialect.RateLimited(), rate with { Remaining = 0, ResetsAt = time.GetUtcNow() + drawn.RateLimitReset });
        }

        if (drawn.Has(FaultKind.RateLimitedByWhatsApp))
        {
            return (dialect.RateLimitedByWhatsApp(), null);
        }

        if (drawn.Has(FaultKind.ReachOutLocked))
        {
            return (dialect.RefusedByWhatsApp("info query returned status 463: reach-out time lock"), rate);
        }

        if (drawn.Has(FaultKind.ServerError))
        {
            return (dialect.ServerError(), rate);
        }

        if (drawn.Has(FaultKind.SignedOut))
        {
            return (dialect.SignedOut(call.Route), rate);
        }

#pragma warning disable CA1031 // A bug in a dialect must not look like a fault of the network: it is kept for the test to see.
        try
        {
            return (call.Answer(drawn), rate);
        }
        catch (Exception error)
        {
            log.AddError(error);
            return (dialect.ServerError(), rate);
        }
#pragma warning restore CA1031
    }

    private static async Task WriteAsync(
        HttpContext context, Dialect dialect, DialectReply reply, RateState? rate, DrawnFaults drawn)
    {
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in rate is null ? [] : dialect.RateHeaders(rate))
        {
            context.Response.Headers[name] = value;
        }

        var (bytes, mediaType) = reply.Raw
            ?? (reply.Body is { } body ? (Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json; charset=utf-8") : ([], ""));
        if (bytes.Length == 0 || HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var length = drawn.Has(FaultKind.MalformedJson) ? bytes.Length / 2 : bytes.Length;
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, length), context.RequestAborted).ConfigureAwait(false);
    }

    private void Drop(HttpContext context, Dialect dialect, DialectCall call, DrawnFaults drawn)
    {
        Log(context, dialect.Prefix, call, status: null, drawn);
        context.Abort();
    }

    private void Log(HttpContext context, string dialect, DialectCall call, int? status, DrawnFaults drawn)
    {
        var method = context.Request.Method;
        var path = string.Create(CultureInfo.InvariantCulture, $"{context.Request.Path}");
        log.Add(sequence => new LoggedRequest(
            sequence, time.GetUtcNow(), dialect, call.Route, method, path, call.Number?.Phone, status, drawn.Kinds));
    }
}
