using AdminPortal.Gateways;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>The town with a second number at another gateway; both are admins of a garage where approval is on.</summary>
public sealed class FollowUpHost : StoryHost
{
    public const string SecondName = "Rota desk";

    private readonly WorldNumber _second;

    public FollowUpHost()
    {
        var builder = new WorldBuilder(Town.World);
        _second = builder.AddNumber(SecondName, vendor: Vendor.Wawp);
        GarageId = builder.AddGroup("Garage", members: builder.AddPeople(2, "Driver").Select(p => p.Phone), admins: [_second.Phone], settings: new GroupSettings { ApprovalRequired = true });
    }

    public string GarageId { get; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ConnectAsync(SecondName, GatewayKind.Wawp, _second);
    }
}
