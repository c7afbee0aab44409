using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Wadial;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways.Wadial;

public class WadialContractTests : GatewayContract
{
    protected override GatewayKind Kind => GatewayKind.Wadial;

    /// <summary>A decision answers nothing about the people.</summary>
    protected override bool TellsWhatWasHandled => false;

    /// <summary>No header is documented.</summary>
    protected override bool TellsWhenALimitEnds => false;

    protected override Uri AddressOf(SimulatorHost host) => host.WadialAddress;

    protected override IReadOnlyDictionary<string, string> CredentialsOf(WorldNumber number) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["session"] = number.Handle, ["apiKey"] = number.Token };

    [Fact(Timeout = 60_000)]
    public async Task An_answer_that_names_nobody_is_settled_by_reading()
    {
        Site.Host.Wadial.Results = WadialResultShape.Empty;

        var added = Value(await Gateway.AddParticipantsAsync(Group(Site.Yard), [Phone(Site.Newcomer), Phone(Site.Shy)], Cancel));
        var promoted = Value(await Gateway.PromoteAsync(Group(Site.Yard), [Phone(Site.Hands[0])], Cancel));
        var removed = Value(await Gateway.RemoveParticipantsAsync(Group(Site.Yard), [Phone(Site.Hands[1])], Cancel));

        Assert.Equal([TargetVerdict.Verified, TargetVerdict.NotApplied], added.Select(o => o.Verdict));
        Assert.All(promoted.Concat(removed), o => Assert.Equal(TargetVerdict.Verified, o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_subgroup_that_could_not_be_linked_still_exists_and_says_so()
    {
        Site.Host.Faults.Everyone.Next(FaultKind.ServerError, 1, RouteKind.Link);

        var created = Value(await Gateway.CreateSubgroupAsync(Community(Site.Community), new NewGroup("New dock", null, [Phone(Site.Newcomer)], new()), Cancel));

        Assert.Null(World.FindGroup(created.Group.Value)!.CommunityId);
        Assert.Contains("in the community", Assert.Single(created.Warnings), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_of_the_same_key_is_sent_once()
    {
        var first = Value(await Gateway.SendTextAsync(Phone(Site.Newcomer), "Join us", "invite:1", Cancel));
        var second = Value(await Gateway.SendTextAsync(Phone(Site.Newcomer), "Join us", "invite:1", Cancel));
        var other = Failure(await Gateway.SendTextAsync(Phone(Site.Newcomer), "Something else", "invite:1", Cancel));

        Assert.Equal(first.MessageId, second.MessageId);
        Assert.Equal((GatewayFailureKind.Rejected, 409), (other.Kind, other.Code));
        Assert.Single(World.Messages);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_that_was_not_paid_stops_the_number()
    {
        Site.Host.Wadial.HasExpired = true;

        Assert.Equal(GatewayFailureKind.SignedOut, Failure(await Gateway.ListGroupsAsync(Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_session_that_only_says_connected_is_not()
    {
        World.SetSession(Site.Desk.Phone, AdminPortal.Simulator.World.SessionState.Disconnected);

        Assert.Equal(AdminPortal.Gateways.Model.SessionState.Disconnected, Value(await Gateway.GetSessionAsync(Cancel)).State);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("wd_a-wrong-key", null, "apiKey")]
    [InlineData(null, "0197aa10-0000-7000-8000-00000000ffff", "session")]
    [InlineData(null, "no-uuid", "session")]
    public async Task A_wrong_credential_is_found_at_its_field(string? key, string? session, string field)
    {
        using var gateways = new TestGateways();
        var settings = new GatewaySettings(Kind, AddressOf(Site.Host), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["session"] = session ?? Site.Desk.Handle,
            ["apiKey"] = key ?? Site.Desk.Token,
        });

        var finding = Assert.Single((await gateways.Tester.TestAsync(settings, Gate, Cancel)).Findings);

        Assert.Equal((field, FindingSeverity.Error), (finding.Field, finding.Severity));
    }

    [Fact]
    public void What_is_named_in_prose_only_is_inferred() => Assert.All(
        [Capability.ListSubgroups, Capability.ListCommunityMembers, Capability.TransferOwnership, Capability.ListSuggestions, Capability.DeactivateCommunity],
        c => Assert.Equal(CapabilityEvidence.Inferred, Gateway.Capabilities[c].Evidence));
}

/// <summary>The same in the other shapes that a reader has to expect.</summary>
public sealed class WadialOtherShapesContractTests : WadialContractTests
{
    protected override void Prepare(SimulatorHost host)
    {
        host.Wadial.Errors = WadialErrorShape.Flat;
        host.Wadial.Results = WadialResultShape.Wrapped;
        host.Wadial.WrapsGroups = true;
        host.Wadial.AnswersCodesBare = true;
        host.Wadial.KeepsStatusWhenOffline = false;
        host.Wadial.ListsAnnouncementByLid = false;
    }
}

/// <summary>Errors in a line of text that is no JSON.</summary>
public sealed class WadialPlainTextContractTests : WadialContractTests
{
    protected override void Prepare(SimulatorHost host) => host.Wadial.Errors = WadialErrorShape.PlainText;
}

/// <summary>Should the routes that are named in prose not exist where they are guessed.</summary>
public sealed class WadialWithoutProseRoutesTests : IAsyncLifetime
{
    private readonly TestGateways _gateways = new();
    private ContractWorld _site = null!;
    private IWhatsAppGateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ContractWorld.StartAsync(vendor: Vendor.Wadial, prepare: host => host.Wadial.HasProseRoutes = false);
        _gateway = _gateways.Connect(new GatewaySettings(GatewayKind.Wadial, _site.Host.WadialAddress, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["session"] = _site.Desk.Handle,
            ["apiKey"] = _site.Desk.Token,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        _site.Host.Requests.Clear();
        await _site.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Subgroups_are_found_in_the_documented_list_and_links_are_still_verified()
    {
        var community = CommunityId.Parse(_site.Community);
        var listed = await _gateway.ListSubgroupsAsync(community, Cancel);
        var linked = await _gateway.LinkAsync(community, [GroupId.Parse(_site.Yard), GroupId.Parse(_site.Announcement)], Cancel);

        Assert.Equal(
            new[] { (_site.Announcement, true), (_site.Crew, false), (_site.Dock, false) }.Order(), listed.Value!.Select(s => (s.Id.Value, s.IsAnnouncement)).Order());
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused], linked.Value!.Select(o => o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_has_no_documented_way_around_fails_and_changes_nothing()
    {
        var community = CommunityId.Parse(_site.Community);

        Assert.Equal(GatewayFailureKind.NotFound, (await _gateway.DeactivateCommunityAsync(community, Cancel)).Failure?.Kind);
        Assert.Equal(GatewayFailureKind.NotFound, (await _gateway.ListCommunityMembersAsync(community, Cancel)).Failure?.Kind);
        Assert.NotNull(_site.World.FindGroup(_site.Community));
    }
}
