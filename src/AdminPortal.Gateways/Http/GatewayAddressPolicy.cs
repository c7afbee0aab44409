using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// Which addresses a gateway may have. An operator types the address of a gateway, so without this the console could be
/// made to call whatever its own network reaches. The address is judged when it is typed and again, by the resolved IP,
/// at every connect, because a name can point elsewhere tomorrow.
/// </summary>
public sealed class GatewayAddressPolicy(IOptions<GatewayHttpOptions> options)
{
    /// <summary>Judges an address as typed, without looking its name up. Returns a sentence when refused, else null.</summary>
    public string? RefusalOf(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            return "The address must begin with https://.";
        }

        if (address.UserInfo.Length > 0)
        {
            return "The address must not carry a user name or password.";
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return "The address must not carry a query or a fragment.";
        }

        var literal = IPAddress.TryParse(address.DnsSafeHost, out var ip);
        var loopback = literal ? IPAddress.IsLoopback(Embedded(ip!)) : IsLocalhost(address.DnsSafeHost);
        if (address.Scheme == "http" && !(loopback && options.Value.AllowLoopback))
        {
            return "The address must begin with https://: the token would otherwise travel in clear text.";
        }

        if (literal)
        {
            return RefusalOf(ip!);
        }

        return loopback && !options.Value.AllowLoopback ? "An address on this machine is not allowed." : null;
    }

    /// <summary>Judges a resolved IP address. Returns a sentence when refused, else null.</summary>
    public string? RefusalOf(IPAddress address)
    {
        var ip = Embedded(address);
        if (IPAddress.IsLoopback(ip))
        {
            return options.Value.AllowLoopback ? null : $"{ip} is an address on this machine, which is not allowed.";
        }

        if (IsPrivate(ip))
        {
            return options.Value.AllowPrivateNetworks ? null : $"{ip} is an address in a private network, which is not allowed.";
        }

        return IsReserved(ip) ? $"{ip} is no address of a public server." : null;
    }

    private static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>An IPv4 address wrapped into IPv6 (mapped, NAT64, 6to4) is judged as what it leads to.</summary>
    private static IPAddress Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var b = address.GetAddressBytes();
        if (b is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..])
        {
            return new IPAddress(b.AsSpan(12, 4));
        }

        return b is [0x20, 0x02, ..] ? new IPAddress(b.AsSpan(2, 4)) : address;
    }

    private static bool IsPrivate(IPAddress ip)
    {
        var b = ip.GetAddressBytes();
        return ip.AddressFamily == AddressFamily.InterNetwork
            ? b is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..]
            : b is [0xfc or 0xfd, ..];
    }

    /// <summary>Link-local (where clouds keep their metadata service), multicast, unspecified, broadcast, documentation, test.</summary>
    private static bool IsReserved(IPAddress ip)
    {
        var b = ip.GetAddressBytes();
        return ip.AddressFamily == AddressFamily.InterNetwork
            ? b is [0, ..] or [169, 254, ..] or [192, 0, 0, ..] or [192, 0, 2, ..] or [198, 18 or 19, ..] or [198, 51, 100, ..]
                or [203, 0, 113, ..] or [>= 224, ..]
            : b[0] == 0 || b is [0xff, ..] or [0xfe, >= 0x80, ..] or [0x20, 0x01, 0, 0, ..] or [0x20, 0x01, 0x0d, 0xb8, ..];
    }
}
