using System.Net;
using System.Net.Sockets;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// Opens connections only to addresses that <see cref="GatewayAddressPolicy"/> allows. It resolves the name itself and connects
/// to the very addresses that were judged, so that a name cannot point elsewhere between the look and the call.
/// For <see cref="SocketsHttpHandler.ConnectCallback"/>; the handler must neither use a proxy nor follow redirects by itself.
/// </summary>
public sealed class JudgedConnection(GatewayAddressPolicy policy)
{
    /// <exception cref="AddressRefusedException">None of the host's addresses is allowed.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] resolved = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        // In clear text nothing leaves this machine, whatever a name resolves to.
        var clearText = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var allowed = resolved.Where(ip => policy.RefusalOf(ip) is null && (!clearText || IPAddress.IsLoopback(ip))).ToArray();
        if (allowed.Length == 0)
        {
            var reason = resolved.Select(policy.RefusalOf).FirstOrDefault(r => r is not null);
            throw new AddressRefusedException($"{host} was not called: {reason ?? "it has no address that is allowed."}");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A connection was not opened because the address is not allowed.</summary>
public sealed class AddressRefusedException(string sentence) : Exception(sentence);
