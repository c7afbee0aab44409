using AdminPortal.Gateways.Model;
using AdminPortal.Results;

namespace AdminPortal.Features.Groups;

/// <summary>A picture for a group, told by its content; what the browser claims about it counts for nothing.</summary>
public static class GroupPicture
{
    /// <summary>Bytes.</summary>
    public const int MaxSize = 5 * 1024 * 1024;

    /// <summary><see cref="PortalFailure.Field"/> of a refused picture.</summary>
    public const string Field = "picture";

    private static ReadOnlySpan<byte> PngStart => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    public static Result<Picture> From(byte[] content)
    {
        if (content.Length == 0)
        {
            return new InvalidInput("The file is empty.", Field);
        }

        if (content.Length > MaxSize)
        {
            return TooLarge();
        }

        return content.AsSpan() switch
        {
            var bytes when bytes.StartsWith(PngStart) => new Picture(content, "image/png"),
            var bytes when bytes.StartsWith(JpegStart) => new Picture(content, "image/jpeg"),
            _ => new InvalidInput("This is neither a JPEG nor a PNG picture.", Field),
        };
    }

    /// <summary>For a file whose announced size already tells.</summary>
    public static PortalFailure TooLarge() => new InvalidInput($"A picture has at most {MaxSize / 1024 / 1024} MB.", Field);
}
