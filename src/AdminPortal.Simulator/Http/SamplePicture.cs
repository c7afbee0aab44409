namespace AdminPortal.Simulator.Http;

/// <summary>The simulator fetches no addresses: a picture that was given by one is shown as a single grey point.</summary>
internal static class SamplePicture
{
    public const string Base64 =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    /// <param name="picture">As the world keeps it: an address, base64 or a data address.</param>
    public static byte[] BytesOf(string picture)
    {
        var comma = picture.StartsWith("data:", StringComparison.Ordinal) ? picture.IndexOf(',', StringComparison.Ordinal) : -1;
        var bytes = new byte[picture.Length];
        return Convert.TryFromBase64String(picture[(comma + 1)..], bytes, out var length) && length > 0
            ? bytes[..length]
            : Convert.FromBase64String(Base64);
    }
}
