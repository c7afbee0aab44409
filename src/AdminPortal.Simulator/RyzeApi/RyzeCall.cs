using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

/// <summary>One authenticated call on one instance.</summary>
internal sealed record RyzeCall(WhatsAppWorld World, WorldNumber Number, DialectRequest Request, DrawnFaults Faults, TimeProvider Time)
{
    public string Actor => Number.Phone;

    private const string LinkHead = "https://chat.whatsapp.com/";

    /// <summary><c>…@g.us</c>, a bare code, or a link, as group routes take it.</summary>
    public WorldResult<string> GroupIdOf(string identifier)
    {
        if (identifier.EndsWith("@g.us", StringComparison.Ordinal))
        {
            return identifier;
        }

        var preview = World.Preview(Actor, CodeOf(identifier));
        return preview.Refusal is { } refusal ? refusal : preview.Value.Id;
    }

    public static string CodeOf(string identifier)
    {
        var code = identifier.StartsWith(LinkHead, StringComparison.OrdinalIgnoreCase) ? identifier[LinkHead.Length..] : identifier;
        return code.Split('?', '/')[0];
    }

    public static string LinkOf(string code) => code.Length == 0 ? "" : LinkHead + code;
}
