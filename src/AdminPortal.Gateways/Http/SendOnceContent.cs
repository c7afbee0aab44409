using System.Net;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// The body of a write. It can be sent once, whatever the layers below think of repeating, and it knows whether sending
/// has begun: before that, nothing that the far side could act upon has left. A write without a body gets an empty one.
/// </summary>
internal sealed class SendOnceContent : HttpContent
{
    private readonly byte[] _body;
    private int _sent;

    private SendOnceContent(byte[] body) => _body = body;

    public bool Sent => Volatile.Read(ref _sent) != 0;

    public static SendOnceContent Wrap(HttpContent? content, byte[] body)
    {
        var once = new SendOnceContent(body);
        foreach (var (name, values) in content?.Headers.AsEnumerable() ?? [])
        {
            once.Headers.TryAddWithoutValidation(name, values);
        }

        return once;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _sent, 1) != 0)
        {
            throw new IOException("A write is not sent a second time.");
        }

        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
