namespace AdminPortal.Simulator.World;

/// <summary>An invitation is a code; what people pass on is a link that ends in it.</summary>
internal static class InviteLink
{
    private const string Head = "https://chat.whatsapp.com/";

    /// <param name="text">A bare code or a link.</param>
    public static string CodeOf(string text)
    {
        var code = text.StartsWith(Head, StringComparison.OrdinalIgnoreCase) ? text[Head.Length..] : text;
        return code.Split('?', '/')[0];
    }

    /// <returns>Empty without a code.</returns>
    public static string Of(string code) => code.Length == 0 ? "" : Head + code;
}
