using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Sandbox;

/// <summary>Our numbers in the sandbox, one at each vendor, and which of them is at home where.</summary>
internal sealed class SandboxCast(WorldBuilder builder)
{
    public WorldNumber Desk { get; } = builder.AddNumber("Front desk", "front-desk", "15550100001");

    /// <summary>At Whapi.</summary>
    public WorldNumber Night { get; } = builder.AddNumber("Night shift", phone: "4915110900001", vendor: Vendor.Whapi);

    /// <summary>At Wadial.</summary>
    public WorldNumber Field { get; } = builder.AddNumber("Field office", phone: "15550100002", vendor: Vendor.Wadial);

    /// <summary>At Wawp, so without communities of its own.</summary>
    public WorldNumber Rota { get; } = builder.AddNumber("Rota desk", phone: "4915110900002", vendor: Vendor.Wawp);

    /// <param name="index">Of the community in the list of places.</param>
    public WorldNumber OfCommunity(int index) => index switch
    {
        3 or 6 => Night,
        5 => Field,
        _ => Desk,
    };

    /// <param name="index">Of the group in the list of groups of their own.</param>
    public WorldNumber OfStandalone(int index) => (index % 4) switch
    {
        3 => Night,
        1 => Rota,
        2 when index % 8 == 6 => Field,
        _ => Desk,
    };
}
