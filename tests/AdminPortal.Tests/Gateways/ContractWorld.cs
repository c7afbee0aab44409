using AdminPortal.Simulator;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways;

/// <summary>
/// The small world in which every gateway is tried: one community with two subgroups, a group of its own, a group with people
/// waiting, and a group that our number is not in. Served over HTTP; the same seed makes the same world each time.
/// </summary>
internal sealed class ContractWorld : IAsyncDisposable
{
    private ContractWorld(SimulatorHost host) => Host = host;

    public SimulatorHost Host { get; }

    public WhatsAppWorld World => Host.World;

    public required WorldNumber Desk { get; init; }
    public required string Community { get; init; }
    public required string Announcement { get; init; }
    public required string Crew { get; init; }
    public required string Dock { get; init; }
    /// <summary>Ours, in no community.</summary>
    public required string Yard { get; init; }
    /// <summary>Approval is on; <see cref="Waiting"/> wait.</summary>
    public required string Door { get; init; }
    /// <summary>Somebody else's; open.</summary>
    public required string Foreign { get; init; }
    /// <summary>The code Yard had at first.</summary>
    public required string YardCode { get; init; }
    /// <summary>In Yard: three members, and the last one an admin.</summary>
    public required IReadOnlyList<Person> Hands { get; init; }
    public required IReadOnlyList<Person> Waiting { get; init; }
    /// <summary>In no group.</summary>
    public required Person Newcomer { get; init; }
    public required Person Shy { get; init; }
    public required Person Nobody { get; init; }

    /// <param name="onRequest">Told of every request as it arrived.</param>
    /// <param name="prepare">Switches what the vendor's documentation leaves open.</param>
    public static async Task<ContractWorld> StartAsync(
        WorldLimits? limits = null, int? requestsPerMinute = null, Vendor vendor = Vendor.RyzeApi, Action<SeenRequest>? onRequest = null, Action<SimulatorHost>? prepare = null)
    {
        var builder = new WorldBuilder(seed: 7, limits: limits);
        var desk = builder.AddNumber("Desk", handle: HandleOf(vendor, "ops-1"), phone: "4915110002000", token: "token-of-the-instance-ops-1", vendor: vendor);
        var hands = builder.AddPeople(4, "Hand");
        var waiting = builder.AddPeople(3, "Waiting");
        var (community, announcement) = builder.AddCommunity("Harbour");
        var crew = builder.AddGroup("Crew", hands.Take(2), community);
        var dock = builder.AddGroup("Dock", hands.Skip(1).Take(2), community);
        var yard = builder.AddGroup("Yard", members: hands.Take(3).Select(p => p.Phone), admins: [hands[3].Phone]);
        var door = builder.AddGroup("Door", settings: new GroupSettings(ApprovalRequired: true));
        foreach (var person in waiting)
        {
            builder.AddRequest(door, new MembershipRequest(person.Phone, RequestMethod.InviteLink, new DateTimeOffset(2025, 11, 19, 8, 0, 0, TimeSpan.Zero)));
        }

        var owner = builder.AddPerson("Owner");
        var host = await SimulatorHost.StartAsync(
            new SimulatorOptions { World = builder.World, RequestsPerMinute = requestsPerMinute, OnRequest = onRequest }, TestContext.Current.CancellationToken);
        prepare?.Invoke(host);
        return new ContractWorld(host)
        {
            Desk = desk,
            Community = community,
            Announcement = announcement,
            Crew = crew,
            Dock = dock,
            Yard = yard,
            YardCode = builder.World.FindGroup(yard)!.InviteCode,
            Door = door,
            Foreign = builder.AddGroup("Foreign", owner: owner.Phone),
            Hands = hands,
            Waiting = waiting,
            Newcomer = builder.AddPerson("Newcomer"),
            Shy = builder.AddPerson("Shy", p => p with { Privacy = PrivacyWall.Closed }),
            Nobody = builder.AddPerson("Nobody", p => p with { IsOnWhatsApp = false }),
        };
    }

    /// <summary>Where a vendor's ids have a form of their own, the world makes one.</summary>
    public static string? HandleOf(Vendor vendor, string name) => vendor == Vendor.RyzeApi ? name : null;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Assert.Empty(Host.Requests.Errors);
        Assert.Empty(Host.Requests.Unmatched);
    }
}
