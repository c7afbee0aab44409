using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AdminPortal.Security;

/// <summary>Section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>How often one address may send a password or a link's form in a minute. The lockout of an account is separate.</summary>
    public int TriesPerMinute { get; set; } = 20;
}

/// <summary>Slows down those who try passwords over many accounts, or guess links.</summary>
internal static class SignInLimits
{
    /// <summary>For account pages; counts posts only.</summary>
    public const string Policy = "sign-in";

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public static void AddSignInLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection(SignInOptions.Section))
            .Validate(o => o.TriesPerMinute > 0, "SignIn:TriesPerMinute must be at least 1.")
            .ValidateOnStart();
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = AnswerAsync;
            limits.AddPolicy(Policy, PartitionOf);
        });
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var address = context.Connection.RemoteIpAddress;
        // One household or attacker has a whole /64 of IPv6.
        var key = address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address?.MapToIPv4().ToString() ?? "?";
        return RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = context.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.TriesPerMinute,
            Window = s_window,
            QueueLimit = 0,
        });
    }

    private static async ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : s_window;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.HttpContext.Response.Headers.RetryAfter = seconds;
        await context.HttpContext.Response.WriteAsync($"Too many tries from this address. Wait {seconds} seconds, then go back and try again.", cancellationToken);
    }
}
