namespace AdminPortal.Gateways.Http;

/// <summary>The way to one number: makes a client for one request at a time, so that every request carries its own terms.</summary>
internal sealed class GatewayChannel
{
    private readonly Uri _baseAddress;
    private readonly GatewayExchanger _exchanger;
    private readonly ReadRetry _retry;
    private readonly Func<int, string, bool> _isFinal;
    private readonly GatewayHttpOptions _options;

    public GatewayChannel(Uri baseAddress, GatewayExchanger exchanger, ReadRetry retry, Func<int, string, bool> isFinal, GatewayHttpOptions options)
    {
        // Without the closing slash the last segment of a base path would be replaced instead of kept.
        _baseAddress = baseAddress.AbsoluteUri.EndsWith('/') ? baseAddress : new Uri(baseAddress.AbsoluteUri + "/");
        _exchanger = exchanger;
        _retry = retry;
        _isFinal = isFinal;
        _options = options;
    }

    /// <summary>
    /// A client whose requests keep to <paramref name="terms"/>. Costs no connection and needs no disposal.
    /// It throws <see cref="GatewayCallException"/> when no trustworthy answer came, and <see cref="OperationCanceledException"/>
    /// only when the caller cancelled.
    /// </summary>
    public HttpClient Client(RequestTerms terms)
    {
        var client = new HttpClient(new TermsHandler(this, terms))
        {
            BaseAddress = _baseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("AdminPortal/1.0");
        return client;
    }

    private sealed class TermsHandler(GatewayChannel channel, RequestTerms terms) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var timeout = terms.Timeout ?? channel._options.DefaultTimeout;
            return terms.IsWrite
                ? await channel._exchanger.WriteAsync(request, timeout, terms.Call, cancellationToken)
                : await channel._retry.RunAsync(
                    ct => channel._exchanger.ReadAsync(request, timeout, terms.Call, ct), channel._isFinal, cancellationToken);
        }
    }
}
