using AdminPortal.Gateways;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>A place of one number at one gateway: its community, a group outside of it, and a group of it with somebody at the door.</summary>
/// <param name="ShopId">In the community.</param>
/// <param name="OutsideId">In no community.</param>
/// <param name="DoorId">In the community; approval is on.</param>
public sealed record ProviderPlace(GatewayKind Kind, WorldNumber Number, string Name, string CommunityId, string ShopId, string OutsideId, string DoorId, Person AtTheDoor, Person Newcomer);

/// <summary>What stands in the stories' town: a place for a number at each gateway that has communities, and groups of one that has none.</summary>
public sealed class ProviderTown
{
    public ProviderTown(StoryTown town)
    {
        var builder = new WorldBuilder(town.World);
        Desk = Place(builder, GatewayKind.RyzeApi, town.Number, "Desk");
        Field = Place(builder, GatewayKind.Wadial, builder.AddNumber("Field office", vendor: Vendor.Wadial), "Field");
        Night = Place(builder, GatewayKind.Whapi, builder.AddNumber("Night shift", vendor: Vendor.Whapi), "Night");
        YardId = builder.AddCommunity("Night Yard", owner: Night.Number.Phone).Id;
        builder.AddGroup("Yard Shed", YardId, builder.AddPeople(2, "Yardhand").Select(p => p.Phone), owner: Night.Number.Phone);
        AllotmentsId = builder.AddCommunity("Allotments", owner: Night.Number.Phone).Id;
        AllotmentId = builder.AddGroup("Plot 12", AllotmentsId, builder.AddPeople(2, "Digger").Select(p => p.Phone), owner: Night.Number.Phone);
        Rota = builder.AddNumber("Rota desk", vendor: Vendor.Wawp);
        RotaPlanId = builder.AddGroup("Rota Plan", members: builder.AddPeople(2, "Planner").Select(p => p.Phone), owner: Rota.Phone);
        RotaGardenId = builder.AddGroup("Rota Garden", members: builder.AddPeople(2, "Rota Gardener").Select(p => p.Phone), owner: Rota.Phone);
        RotaNewcomer = builder.AddPerson("Rota Newcomer");
        RelayIds = [.. new[] { "Relay Drivers", "Relay Cooks" }.Select(name => builder.AddGroup(name, members: builder.AddPeople(2, name).Select(p => p.Phone), admins: [Night.Number.Phone], owner: Rota.Phone))];
        OpenId = builder.AddGroup("Open Air", owner: builder.AddPerson("Stranger").Phone);
        // Seen by two: the console has it once, and either can act.
        builder.AddMember(Night.OutsideId, town.Number.Phone, MemberRole.Admin);

        var proposer = builder.AddPerson("Field Proposer").Phone;
        OrchardId = builder.AddGroup("Field Orchard", members: builder.AddPeople(2, "Picker").Select(p => p.Phone), admins: [proposer], owner: Field.Number.Phone);
        builder.AddMember(Field.CommunityId, proposer);
        town.World.SuggestGroup(proposer, Field.CommunityId, "Field Orchard", "Apples, mostly.", OrchardId);
        town.World.SuggestGroup(proposer, Field.CommunityId, "Field Brewery");
    }

    /// <summary>At RyzeAPI.</summary>
    public ProviderPlace Desk { get; }

    /// <summary>At Wadial.</summary>
    public ProviderPlace Field { get; }

    /// <summary>At Whapi; "Desk" is admin of its group outside, too.</summary>
    public ProviderPlace Night { get; }

    /// <summary>A second community at Whapi.</summary>
    public string YardId { get; }

    /// <summary>A third one there, with one group.</summary>
    public string AllotmentsId { get; }

    public string AllotmentId { get; }

    /// <summary>At Wawp, which has no communities.</summary>
    public WorldNumber Rota { get; }

    public string RotaPlanId { get; }

    public string RotaGardenId { get; }

    public Person RotaNewcomer { get; }

    /// <summary>Two groups of <see cref="Rota"/> of which <see cref="Night"/> is admin, too.</summary>
    public IReadOnlyList<string> RelayIds { get; }

    /// <summary>A group of <see cref="Field"/> that a member suggests for its community.</summary>
    public string OrchardId { get; }

    /// <summary>Somebody else's, open to everybody with the link.</summary>
    public string OpenId { get; }

    private static ProviderPlace Place(WorldBuilder builder, GatewayKind kind, WorldNumber number, string name)
    {
        var community = builder.AddCommunity($"{name} Square", owner: number.Phone).Id;
        var shop = builder.AddGroup($"{name} Shop", community, builder.AddPeople(2, $"{name} Keeper").Select(p => p.Phone), owner: number.Phone);
        var outside = builder.AddGroup($"{name} Garden", members: builder.AddPeople(3, $"{name} Gardener").Select(p => p.Phone), owner: number.Phone);
        var door = builder.AddGroup($"{name} Door", community, owner: number.Phone, settings: new GroupSettings { ApprovalRequired = true });
        var atTheDoor = builder.AddPerson($"{name} Applicant");
        builder.AddRequest(door, new MembershipRequest(atTheDoor.Phone, RequestMethod.InviteLink, TimeProvider.System.GetUtcNow().AddHours(-1), null, null));
        return new ProviderPlace(kind, number, name, community, shop, outside, door, atTheDoor, builder.AddPerson($"{name} Newcomer"));
    }
}
