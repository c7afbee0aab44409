using System.Net;
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
        ConnectCallback = new JudgedConnection(_policy).OpenAsync,
    });
}
