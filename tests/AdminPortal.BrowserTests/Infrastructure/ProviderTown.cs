using AdminPortal.Gateways;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>A place of one number at one gateway: its community, a group outside of it, and a group with somebody at the door.</summary>
/// <param name="ShopId">In the community.</param>
/// <param name="OutsideId">In no community.</param>
public sealed record ProviderPlace(GatewayKind Kind, WorldNumber Number, string Name, string CommunityId, string ShopId, string OutsideId, string DoorId, Person AtTheDoor, Person Newcomer);

/// <summary>What stands in the story's town beside "Desk": a number at each further gateway, with places of their own.</summary>
public sealed class ProviderTown
{
    public ProviderTown(StoryTown town)
    {
        var builder = new WorldBuilder(town.World);
        Field = Place(builder, GatewayKind.Wadial, builder.AddNumber("Field office", vendor: Vendor.Wadial), "Field");
        Night = Place(builder, GatewayKind.Whapi, builder.AddNumber("Night shift", vendor: Vendor.Whapi), "Night");
        Rota = builder.AddNumber("Rota desk", vendor: Vendor.Wawp);
        RotaGroupId = builder.AddGroup("Rota plan", members: builder.AddPeople(2, "Planner").Select(p => p.Phone), owner: Rota.Phone);
        OpenId = builder.AddGroup("Open Air", owner: builder.AddPerson("Stranger").Phone);
        // Seen by two: the console has it once, and either can act.
        builder.AddMember(Night.OutsideId, town.Number.Phone, MemberRole.Admin);
    }

    /// <summary>At Wadial.</summary>
    public ProviderPlace Field { get; }

    /// <summary>At Whapi; "Desk" is admin of its group outside, too.</summary>
    public ProviderPlace Night { get; }

    /// <summary>At Wawp, which has no communities.</summary>
    public WorldNumber Rota { get; }

    public string RotaGroupId { get; }

    /// <summary>Somebody else's, open to everybody with the link.</summary>
    public string OpenId { get; }

    private static ProviderPlace Place(WorldBuilder builder, GatewayKind kind, WorldNumber number, string name)
    {
        var community = builder.AddCommunity($"{name} Square", owner: number.Phone).Id;
        var shop = builder.AddGroup($"{name} Shop", community, builder.AddPeople(2, $"{name} Keeper").Select(p => p.Phone), owner: number.Phone);
        var outside = builder.AddGroup($"{name} Garden", members: builder.AddPeople(3, $"{name} Gardener").Select(p => p.Phone), owner: number.Phone);
        var door = builder.AddGroup($"{name} Door", owner: number.Phone, settings: new GroupSettings { ApprovalRequired = true });
        var atTheDoor = builder.AddPerson($"{name} Applicant");
        builder.AddRequest(door, new MembershipRequest(atTheDoor.Phone, RequestMethod.InviteLink, TimeProvider.System.GetUtcNow().AddHours(-1), null, null));
        return new ProviderPlace(kind, number, name, community, shop, outside, door, atTheDoor, builder.AddPerson($"{name} Newcomer"));
    }
}
