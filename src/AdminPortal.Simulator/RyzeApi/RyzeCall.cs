using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

/// <summary>One authenticated call on one instance.</summary>
internal sealed record RyzeCall(WhatsAppWorld World, WorldNumber Number, DialectRequest Request, DrawnFaults Faults, TimeProvider Time)
    : DialectContext(World, Number, Request, Faults, Time)
{
    /// <summary><c>…@g.us</c>, a bare code, or a link, as group routes take it.</summary>
    public WorldResult<string> GroupIdOf(string identifier)
    {
        if (identifier.EndsWith("@g.us", StringComparison.Ordinal))
        {
            return identifier;
        }

        var preview = World.Preview(Actor, InviteLink.CodeOf(identifier));
        return preview.Refusal is { } refusal ? refusal : preview.Value.Id;
    }
}
