using AdminPortal.Simulator.World;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>The world of the stories: two communities, three groups outside, people with and without walls.</summary>
public sealed class StoryTown
{
    public const string NumberName = "Desk";

    public StoryTown()
    {
        var builder = new WorldBuilder(seed: 7);
        Number = builder.AddNumber(NumberName, handle: "desk-1");
        (HarborId, HarborAnnouncementsId) = builder.AddCommunity("Harbor");
        HarborCrewId = builder.AddGroup("Harbor Crew", builder.AddPeople(6, "Crew"), HarborId);
        HarborKitchenId = builder.AddGroup("Harbor Kitchen", builder.AddPeople(4, "Cook"), HarborId);
        (OldTownId, OldTownAnnouncementsId) = builder.AddCommunity("Old Town");
        ParkingId = builder.AddGroup("Parking", builder.AddPeople(5, "Driver"), OldTownId);
        GardensId = builder.AddGroup("Gardens", builder.AddPeople(3, "Gardener"), OldTownId);
        ChoirId = builder.AddGroup("Choir", builder.AddPeople(8, "Singer"));
        ChessId = builder.AddGroup("Chess Club", builder.AddPeople(2, "Player"));
        BookSwapId = builder.AddGroup("Book Swap", builder.AddPeople(3, "Reader"));
        NewcomersId = builder.AddGroup("Newcomers", settings: new GroupSettings { ApprovalRequired = true });
        foreach (var person in builder.AddPeople(14, "Newcomer"))
        {
            builder.AddRequest(NewcomersId, new MembershipRequest(person.Phone, RequestMethod.InviteLink, TimeProvider.System.GetUtcNow().AddHours(-2), null, null));
        }

        Outsiders = builder.AddPeople(3, "Outsider");
        Walled = builder.AddPerson("Walled", p => p with { Privacy = PrivacyWall.InvitationOnly });
        Offline = builder.AddPerson("Offline", p => p with { IsOnWhatsApp = false });
        World = builder.World;
    }

    public WhatsAppWorld World { get; }

    public WorldNumber Number { get; }

    public string HarborId { get; }

    public string HarborAnnouncementsId { get; }

    public string HarborCrewId { get; }

    public string HarborKitchenId { get; }

    public string OldTownId { get; }

    public string OldTownAnnouncementsId { get; }

    public string ParkingId { get; }

    public string GardensId { get; }

    public string ChoirId { get; }

    public string ChessId { get; }

    public string BookSwapId { get; }

    /// <summary>Approval is on; fourteen people wait.</summary>
    public string NewcomersId { get; }

    /// <summary>On WhatsApp, in no group, without walls.</summary>
    public IReadOnlyList<Person> Outsiders { get; }

    /// <summary>Privacy forbids a direct add.</summary>
    public Person Walled { get; }

    /// <summary>Has no WhatsApp.</summary>
    public Person Offline { get; }
}
