using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Groups;

/// <summary>
/// Gets a picture from an address that an operator typed. The console fetches it itself: only so can it be judged by its
/// content and bounded, and be sent to gateways that take no address. Because an operator must not make the console call its
/// own network, only public addresses are called, judged by the resolved IP at every connect, redirects included, whatever
/// the settings allow for gateways.
/// </summary>
public sealed partial class PictureFetcher : IDisposable
{
    private const int MaxRedirects = 3;
    private const int MaxAddress = 2000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly bool _allowsClearText;
    private readonly HttpMessageInvoker _http;
    private readonly ILogger<PictureFetcher> _logger;

    public PictureFetcher(ILogger<PictureFetcher> logger)
        : this(new GatewayHttpOptions(), logger)
    {
    }

    /// <param name="allowed">For tests: where a picture may come from.</param>
    internal PictureFetcher(GatewayHttpOptions allowed, ILogger<PictureFetcher> logger)
    {
        _allowsClearText = allowed.AllowLoopback;
        _logger = logger;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.Zero,
            ActivityHeadersPropagator = null,
            ConnectCallback = new JudgedConnection(new GatewayAddressPolicy(Options.Create(allowed))).OpenAsync,
        });
    }

    /// <param name="address">As typed.</param>
    public async Task<Result<Picture>> FetchAsync(string? address, CancellationToken cancellationToken)
    {
        if (Parse(address?.Trim()) is not { } uri)
        {
            return Refused("Give the whole address of a picture, beginning with https://.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(s_patience);
        try
        {
            return await FetchAsync(uri, timeout.Token);
        }
        catch (HttpRequestException failure)
        {
            LogFailed(failure, uri.Host);
            return Refused(failure.InnerException is AddressRefusedException
                ? "This address does not lead to a public server; pictures are fetched from nowhere else."
                : "The picture could not be fetched: the server cannot be reached.");
        }
        catch (IOException failure)
        {
            LogFailed(failure, uri.Host);
            return Refused("The picture could not be fetched to its end.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused("The picture could not be fetched: the server took too long.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Result<Picture>> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var hops = 0; hops <= MaxRedirects; hops++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", "image/jpeg, image/png");
            request.Headers.TryAddWithoutValidation("User-Agent", "AdminPortal");
            using var response = await _http.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is >= 300 and < 400)
            {
                if (response.Headers.Location is not { } next || Parse(new Uri(address, next).AbsoluteUri) is not { } target)
                {
                    return Refused("The address leads on to one that is not allowed.");
                }

                address = target;
                continue;
            }

            if (status != 200)
            {
                return Refused($"The picture could not be fetched: the server answered {status}.");
            }

            if (response.Content.Headers.ContentLength > GroupPicture.MaxSize)
            {
                return GroupPicture.TooLarge();
            }

            return await ReadAsync(response.Content, cancellationToken);
        }

        return Refused("The address leads on too often.");
    }

    private static async Task<Result<Picture>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var copy = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > GroupPicture.MaxSize)
            {
                return GroupPicture.TooLarge();
            }
        }

        return GroupPicture.From(copy.ToArray());
    }

    private Uri? Parse(string? address) =>
        address is { Length: > 0 and <= MaxAddress }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && _allowsClearText))
        && uri.UserInfo.Length == 0
            ? uri
            : null;

    private static InvalidInput Refused(string sentence) => new(sentence, GroupPicture.Field);

    [LoggerMessage(Level = LogLevel.Information, Message = "No picture could be fetched from {Host}.")]
    private partial void LogFailed(Exception failure, string host);
}
