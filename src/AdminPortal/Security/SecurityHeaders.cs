using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace AdminPortal.Security;

/// <summary>Says to the browser that pages consist of our own files alone and are shown in no foreign frame.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly object s_nonceKey = new();

    /// <summary>Allows one inline script of this answer: the import map, which cannot be a file.</summary>
    public static string ScriptNonce(HttpContext context)
    {
        if (context.Items[s_nonceKey] is not string nonce)
        {
            context.Items[s_nonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        }

        return nonce;
    }

    public Task InvokeAsync(HttpContext context)
    {
        // At the start of the answer: an error page clears what was set before.
        context.Response.OnStarting(Apply, context);
        return next(context);
    }

    private static Task Apply(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        var scripts = context.Items[s_nonceKey] is string nonce ? $"'self' 'nonce-{nonce}'" : "'self'";
        // Assigned, not added: the circuit's endpoint writes a policy of its own. Style attributes are how lists and
        // charts size things; style elements stay forbidden.
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src {scripts}; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
            + "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not "no-referrer": a browser then posts our own forms with the origin "null".
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true
            && !headers.ContainsKey(HeaderNames.CacheControl))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
