using AdminPortal.Security;

namespace AdminPortal.Features.Audit;

internal static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditTrail>()
        .AddScoped<AuditLog>()
        .AddScoped<ChainVerifier>()
        .AddScoped<AuditExport>();

    public static void MapAudit(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/audit/export", ExportAsync).RequireAuthorization(Permissions.ExportAudit);

    private static async Task ExportAsync(
        HttpContext context,
        AuditExport export,
        TimeProvider time,
        string? subject,
        Guid? actor,
        string? action,
        string? q,
        DateTimeOffset? from,
        DateTimeOffset? until)
    {
        if (Actor.From(context.User) is not { } who)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var filter = new AuditFilter { Subject = subject, ActorId = actor, Action = action, Text = q, From = from, Until = until };
        var written = await export.WriteAsync(who, filter, () => Begin(context.Response, time.GetUtcNow()), context.RequestAborted);
        if (!written.Succeeded)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }

    private static Stream Begin(HttpResponse response, DateTimeOffset now)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit-{now:yyyyMMdd-HHmmss}.csv\"";
        response.Headers.CacheControl = "no-store";
        return response.Body;
    }
}
