using System.Collections.Concurrent;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Simulator.Whapi;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Gateways.Whapi;

public class WhapiContractTests : GatewayContract
{
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    protected override GatewayKind Kind => GatewayKind.Whapi;

    /// <summary>Who failed is named, and nothing more.</summary>
    protected override bool GivesReasons => false;

    protected override bool TellsWhatWasSo => false;

    /// <summary>Retry-After is not documented.</summary>
    protected override bool TellsWhenALimitEnds => false;

    protected override Uri AddressOf(SimulatorHost host) => host.WhapiAddress;

    protected override IReadOnlyDictionary<string, string> CredentialsOf(WorldNumber number) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = number.Token };

    protected override void Inspect(SeenRequest request) => _seen.Enqueue(request);

    [Fact(Timeout = 60_000)]
    public async Task Every_request_is_one_that_is_documented()
    {
        foreach (var call in ContractCall.All.Values)
        {
            await call.Act(Gateway, Site);
        }

        var settings = new GroupSettings(true, true, false, true, TimeSpan.FromDays(90));
        await Gateway.CreateGroupAsync(new NewGroup("All of it", "Text", [Phone(Site.Newcomer)], settings, new Picture([1, 2, 3], "image/png")), Cancel);
        await Gateway.CreateCommunityAsync(new NewCommunity("All of it", null, true, [Group(Site.Door)], new Picture([1, 2, 3], "image/jpeg")), Cancel);
        await Gateway.UpdateProfileAsync(Group(Site.Door), new ProfileChange("Door 2", "", RemovePicture: true), Cancel);
        await Gateway.ApproveAsync(Group(Site.Door), [Phone(Site.Waiting[1]), ParticipantId.Parse(Site.Waiting[2].Phone)], Cancel);
        await Gateway.ResetInviteAsync(Group(Site.Announcement), Cancel);

        Assert.InRange(_seen.Count, 40, 400);
        Assert.Empty(_seen.SelectMany(WhapiContractSchema.Problems));
    }

    [Fact(Timeout = 60_000)]
    public async Task Communities_are_listed_by_name()
    {
        var listed = Value(await Gateway.ListCommunitiesAsync(Cancel));

        Assert.Equal([(Site.Community, "Harbour")], listed.Select(c => (c.Id.Value, c.Name)));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_announcement_group_is_told_in_the_list_too()
    {
        var listed = Value(await Gateway.ListGroupsAsync(Cancel));

        Assert.Contains(listed, l => l.Id.Value == Site.Announcement && l.Detail is { Kind: AdminPortal.Gateways.Model.GroupKind.Announcement });
        Assert.Contains(listed, l => l.Id.Value == Site.Crew && l.Detail is { Kind: AdminPortal.Gateways.Model.GroupKind.Subgroup });
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_token_is_found_at_its_field()
    {
        using var gateways = new TestGateways();
        var settings = new GatewaySettings(Kind, AddressOf(Site.Host), new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "a wrong token" });

        var finding = Assert.Single((await gateways.Tester.TestAsync(settings, Gate, Cancel)).Findings);

        Assert.Equal(("token", FindingSeverity.Error), (finding.Field, finding.Severity));
    }
}

/// <summary>The same with what older builds leave out and live ones were seen to do otherwise.</summary>
public sealed class WhapiOlderContractTests : WhapiContractTests
{
    protected override void Prepare(SimulatorHost host)
    {
        host.Whapi.ListsUnderCommunities = true;
        host.Whapi.MarksCommunities = false;
        host.Whapi.ListsParticipantsByLid = true;
        host.Whapi.AnswersErrorsBare = true;
    }
}
