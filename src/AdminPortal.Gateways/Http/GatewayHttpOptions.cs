namespace AdminPortal.Gateways.Http;

/// <summary>How this process talks to gateways. The defaults are those of production.</summary>
public sealed class GatewayHttpOptions
{
    /// <summary>Allows gateways on this very machine, also without TLS: the sandbox and tests.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Allows gateways in private networks (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7), over TLS.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>An answer larger than this is given up unread. Bytes after decompression.</summary>
    public int MaxResponseBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>For a request that names no time of its own.</summary>
    public TimeSpan DefaultTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a read is tried in all. Writes are sent once.</summary>
    public int ReadAttempts { get; set; } = 3;

    /// <summary>Pause before the second attempt of a read; it doubles from then on.</summary>
    public TimeSpan ReadRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
