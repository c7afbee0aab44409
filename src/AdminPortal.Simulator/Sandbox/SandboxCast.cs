using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Sandbox;

/// <summary>Our numbers in the sandbox, and which of them is at home where.</summary>
internal sealed class SandboxCast
{
    private SandboxCast(WorldNumber desk, WorldNumber night, WorldNumber? field, WorldNumber? rota) =>
        (Desk, Night, Field, Rota) = (desk, night, field, rota);

    public WorldNumber Desk { get; }

    public WorldNumber Night { get; }

    /// <summary>At Wadial; null in the small cast.</summary>
    public WorldNumber? Field { get; }

    /// <summary>At Wawp, so without communities of its own; null in the small cast.</summary>
    public WorldNumber? Rota { get; }

    public static SandboxCast Enter(WorldBuilder builder, SandboxNumbers numbers)
    {
        var desk = builder.AddNumber("Front desk", "front-desk", "15550100001");
        return numbers is SandboxNumbers.TwoAtRyzeApi
            ? new SandboxCast(desk, builder.AddNumber("Night shift", "night-shift", "4915110900001"), field: null, rota: null)
            : new SandboxCast(
                desk,
                builder.AddNumber("Night shift", phone: "4915110900001", vendor: Vendor.Whapi),
                builder.AddNumber("Field office", phone: "15550100002", vendor: Vendor.Wadial),
                builder.AddNumber("Rota desk", phone: "4915110900002", vendor: Vendor.Wawp));
    }

    /// <param name="index">Of the community in the list of places.</param>
    public WorldNumber OfCommunity(int index) => index switch
    {
        3 or 6 => Night,
        5 => Field ?? Desk,
        _ => Desk,
    };

    /// <param name="index">Of the group in the list of groups of their own.</param>
    public WorldNumber OfStandalone(int index) => (index % 4) switch
    {
        3 => Night,
        1 => Rota ?? Desk,
        2 when index % 8 == 6 => Field ?? Desk,
        _ => Desk,
    };
}
