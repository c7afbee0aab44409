namespace AdminPortal.Gateways.Http;

/// <summary>A vendor's words at a length that can be shown and kept.</summary>
internal static class ShortText
{
    /// <summary>At most <paramref name="most"/> UTF-16 units and an ellipsis; a pair of surrogates is never torn.</summary>
    public static string Of(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
}
