using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Http;

/// <summary>One authenticated call of one number, as its handlers see it.</summary>
internal abstract record DialectContext(
    WhatsAppWorld World, WorldNumber Number, DialectRequest Request, DrawnFaults Faults, TimeProvider Time)
{
    public string Actor => Number.Phone;
}
