using System.Net;
using System.Threading.RateLimiting;
using AdminPortal.Gateways.Webhooks;
using Microsoft.AspNetCore.RateLimiting;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>
/// The door for gateways. Open to the network by necessity: a part of the path and the vendor's own proof stand for a sign-in.
/// Nothing is done here but storing, so that the answer comes at once.
/// </summary>
internal static class WebhookEndpoint
{
    /// <summary>Some vendors append the event's name to the address, if told to.</summary>
    public const string Pattern = "/hooks/{key}/{**rest}";

    /// <summary>Events name groups and a few people. What is larger carries media, which the console does not want.</summary>
    public const int LargestBody = 256 * 1024;

    private const string LimitPolicy = "webhooks";

    /// <summary>Per address of the network. A provider serves many numbers from a few machines.</summary>
    private const int DeliveriesPerMinute = 3_000;

    public static string PathOf(string key) => $"/hooks/{key}";

    public static void AddLimit(IServiceCollection services) =>
        services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(LimitPolicy, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = DeliveriesPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })));

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapMethods(Pattern, [HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch], TakeAsync)
        .AllowAnonymous()
        .DisableAntiforgery()
        .RequireRateLimiting(LimitPolicy);

    private static async Task<IResult> TakeAsync(string key, HttpContext context, WebhookIntake intake, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(context.Request, cancellationToken);
        if (body is null)
        {
            await intake.RefuseAsync(key, $"larger than {LargestBody / 1024} KB", cancellationToken);
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var webhook = new IncomingWebhook(
            body,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            time.GetUtcNow());
        return await intake.TakeAsync(key, webhook, cancellationToken) switch
        {
            WebhookReception.Accepted or WebhookReception.Repeated => TypedResults.Ok(),
            WebhookReception.Refused => TypedResults.StatusCode(StatusCodes.Status401Unauthorized),
            _ => TypedResults.NotFound(),
        };
    }

    /// <returns>Null when it is too large, whatever it says of itself.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > LargestBody)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
