using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Sandbox;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Simulator;

/// <summary>The numbers of the sandbox: one at each vendor.</summary>
public sealed class SandboxNumbersTests
{
    private readonly WhatsAppWorld _world = SandboxWorld.Create(time: new ManualTimeProvider());

    [Fact]
    public void Each_vendor_has_one_number_that_owns_something()
    {
        Assert.Equal(
            [Vendor.RyzeApi, Vendor.Whapi, Vendor.Wadial, Vendor.Wawp], _world.Numbers.Select(number => number.Vendor));
        Assert.Equal(
            [4, 2, 1, 0],
            _world.Numbers.Select(number => Seen(number).Count(group => group is { Kind: GroupKind.Community, OwnRole: MemberRole.SuperAdmin })));
        Assert.All(_world.Numbers, number => Assert.Contains(
            Seen(number), group => group is { Kind: GroupKind.Ordinary, CommunityId: null, OwnRole: MemberRole.SuperAdmin }));
    }

    [Fact]
    public void They_see_overlapping_parts_of_one_world()
    {
        var seenBy = _world.Numbers
            .SelectMany(number => Seen(number).Select(group => (Id: group.Id, number.Vendor)))
            .ToLookup(pair => pair.Id, pair => pair.Vendor);

        foreach (var vendor in Enum.GetValues<Vendor>())
        {
            Assert.Contains(seenBy, group => group.Contains(vendor) && group.Count() == 1);
            Assert.Contains(seenBy, group => group.Contains(vendor) && group.Count() > 1);
        }

        Assert.Contains(seenBy, group => group.Count() == 4);
    }

    [Fact]
    public void A_reset_brings_back_the_same_numbers()
    {
        var before = _world.Numbers.Select(number => number.Token).ToArray();
        using var life = new LivingWorld(_world, new ManualTimeProvider());

        life.Reset();

        Assert.Equal(before, _world.Numbers.Select(number => number.Token));
    }

    [Fact]
    public async Task All_four_are_served_at_once()
    {
        await using var host = await SimulatorHost.StartAsync(new SimulatorOptions { World = _world }, TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Console/1.0");

        foreach (var number in _world.Numbers)
        {
            var (path, list) = number.Vendor switch
            {
                Vendor.Whapi => ("groups?count=500", "groups"),
                Vendor.Wadial => ($"api/v1/sessions/{number.Handle}/groups", "data"),
                Vendor.Wawp => ($"v2/groups?instance_id={number.Handle}&access_token={number.Token}", ""),
                _ => ($"api/group/list/{number.Handle}", "groups"),
            };
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.AddressOf(number.Vendor), path));
            request.Headers.Authorization = new("Bearer", number.Token);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(Seen(number).Length, (list.Length == 0 ? json : json[list])!.AsArray().Count);
        }

        Assert.Equal(4, host.Requests.All.Select(request => request.Dialect).Distinct().Count());
    }

    private GroupView[] Seen(WorldNumber number) => [.. _world.Groups(number.Phone).Value];
}
