using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AdminPortal.Gateways.Http;

/// <summary>The sockets of this process towards all gateways, and the making of one number's <see cref="GatewayChannel"/>.</summary>
internal sealed class GatewayTransport : IDisposable
{
    private readonly GatewayAddressPolicy _policy;
    private readonly IOptions<GatewayHttpOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<GatewayTransport> _logger;
    private readonly HttpMessageInvoker _reads;
    private readonly HttpMessageInvoker _writes;
    private readonly ReadRetry _retry;

    public GatewayTransport(
        GatewayAddressPolicy policy,
        IOptions<GatewayHttpOptions> options,
        TimeProvider time,
        ILogger<GatewayTransport> logger)
    {
        _policy = policy;
        _options = options;
        _time = time;
        _logger = logger;
        _retry = new ReadRetry(options.Value, time);
        _reads = Invoker(TimeSpan.FromMinutes(5));
        // A write never rides on a connection that an idle server may just be closing: that would leave its outcome unknown
        // for nothing, and the handler would send a request without a body a second time on its own.
        _writes = Invoker(TimeSpan.Zero);
    }

    /// <param name="settings">The number's address and credentials.</param>
    /// <param name="mask">Knows the number's secrets.</param>
    /// <param name="gate">The number's budget.</param>
    /// <param name="isFinal">The vendor's say whether an error answer (status, body) to a read will stay what it is.</param>
    public GatewayChannel Open(GatewaySettings settings, SecretMask mask, IRequestGate gate, Func<int, string, bool> isFinal) =>
        new(settings.BaseAddress, new GatewayExchanger(_reads, _writes, _policy, _options.Value, _time, _logger, mask, gate), _retry, isFinal, _options.Value);

    public void Dispose()
    {
        _reads.Dispose();
        _writes.Dispose();
    }

    private HttpMessageInvoker Invoker(TimeSpan connectionLifetime) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = _options.Value.ConnectTimeout,
        PooledConnectionLifetime = connectionLifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
    });

    /// <summary>Resolves the name itself, so that the address that was judged is the address that is called.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] resolved = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var clearText = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var allowed = resolved.Where(ip => _policy.RefusalOf(ip) is null && (!clearText || IPAddress.IsLoopback(ip))).ToArray();
        if (allowed.Length == 0)
        {
            var reason = resolved.Select(_policy.RefusalOf).FirstOrDefault(r => r is not null);
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
