using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Sandbox;

/// <summary>Our numbers in the sandbox, one at each vendor, and which of them is at home where.</summary>
internal sealed class SandboxCast(WorldBuilder builder)
{
    private readonly WorldNumber[] _numbers = [.. VendorDialects.All.Select(d => builder.AddNumber(d.Post.Name, phone: d.Post.Phone, vendor: d.Vendor))];

    public WorldNumber Desk => _numbers[0];

    public WorldNumber Night => _numbers[1];

    public WorldNumber Field => _numbers[2];

    /// <summary>Without communities of its own.</summary>
    public WorldNumber Rota => _numbers[3];

    /// <summary>Those who only see a part of others' communities: the rota desk and whoever came later.</summary>
    public IEnumerable<WorldNumber> Guests => _numbers.Skip(3);

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
