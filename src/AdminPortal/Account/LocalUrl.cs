using AdminPortal.Ui;

namespace AdminPortal.Account;

/// <summary>Where to go after signing in: somewhere in the console, never to another site.</summary>
internal static class LocalUrl
{
    public static string Or(string? url, string otherwise = PortalUrls.Overview) =>
        url is { Length: > 0 and < 2000 } && url[0] == '/' && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl)
            ? url
            : otherwise;
}
