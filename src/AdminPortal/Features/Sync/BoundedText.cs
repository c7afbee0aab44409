namespace AdminPortal.Features.Sync;

/// <summary>Foreign text as our columns can hold it.</summary>
internal static class BoundedText
{
    /// <summary>Cuts at the length without tearing a surrogate pair; drops NUL, which PostgreSQL cannot store.</summary>
    public static string Of(string text, int maxLength)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            text = text.Replace("\0", "", StringComparison.Ordinal);
        }

        if (text.Length <= maxLength)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }
}
