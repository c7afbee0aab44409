namespace AdminPortal.Security;

/// <summary>
/// Refuses what another site's page sends with our operator's cookie: opening the circuit (browsers do not apply their
/// same-origin rule to WebSockets) and anything that could change something.
/// </summary>
/// <remarks>
/// Programs send no <c>Origin</c> and carry no operator's cookie; they pass. Schemes are not compared, because a proxy may
/// end TLS; host and port are.
/// </remarks>
internal sealed class ForeignOriginGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!IsGuarded(context.Request) || IsOwn(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Another site may not do this here.", context.RequestAborted);
    }

    private static bool IsGuarded(HttpRequest request) =>
        request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static bool IsOwn(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0
            || (origins.Count == 1
                && Uri.TryCreate(origins[0], UriKind.Absolute, out var origin)
                && string.Equals(origin.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
                && origin.Port == (request.Host.Port ?? (string.Equals(origin.Scheme, "https", StringComparison.Ordinal) ? 443 : 80)));
    }
}
