using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways;

/// <summary>What one number can do is found out by reading, and by nothing else.</summary>
public sealed class CapabilityProbeTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(Vendor.RyzeApi)]
    [InlineData(Vendor.Wadial)]
    [InlineData(Vendor.Whapi)]
    [InlineData(Vendor.Wawp)]
    public async Task Sees_what_every_gateway_can_read_and_changes_nothing(Vendor vendor)
    {
        await using var site = await ContractWorld.StartAsync(vendor: vendor);
        var gate = new CountingGate();

        var (report, declared) = await ProbeAsync(site, gate);

        Assert.Null(report.Ended);
        Assert.All(report.Found, found => Assert.Equal((CapabilityEvidence.Probed, declared[found.Capability].Level), (found.Evidence, found.Level)));
        Assert.All([Capability.ReadSession, Capability.ListGroups, Capability.ReadGroup, Capability.ReadInvite], c => Assert.Contains(report.Found, f => f.Capability == c));
        Assert.Equal(declared.Can(Capability.ListSubgroups), report.Found.Any(f => f.Capability == Capability.ListSubgroups));
        Assert.Equal(declared.Can(Capability.ListMembershipRequests), report.Found.Any(f => f.Capability == Capability.ListMembershipRequests));
        Assert.DoesNotContain("write", gate.Passed);
        Assert.Empty(site.World.Journal());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_way_that_was_only_concluded_and_is_not_there_is_an_ability_less()
    {
        await using var site = await ContractWorld.StartAsync(vendor: Vendor.Wadial, prepare: host => host.Wadial.HasProseRoutes = false);

        var (report, declared) = await ProbeAsync(site);

        Assert.True(declared.Can(Capability.ListSuggestions));
        var refused = Assert.Single(report.Found, f => f.Capability == Capability.ListSuggestions);
        Assert.Equal((CapabilityLevel.Unsupported, CapabilityEvidence.Probed), (refused.Level, refused.Evidence));
        Assert.StartsWith("refused this when it was tried (", refused.Reason, StringComparison.Ordinal);
        Assert.False(declared.Narrow(report.Found).Can(Capability.ListSuggestions));
        Assert.True(declared.Narrow(report.Found).Can(Capability.LinkGroup));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_there_is_nothing_to_try_on_is_not_told()
    {
        await using var site = await ContractWorld.StartAsync();

        var (report, _) = await ProbeAsync(site, subjects: new ProbeSubjects(Group: null, AdminGroup: null, Community: null));

        Assert.Equal([Capability.ReadSession, Capability.ListGroups], report.Found.Select(f => f.Capability));
        Assert.Contains(Capability.ListSubgroups, report.NotTold);
        Assert.Contains(Capability.ReadInvite, report.NotTold);
        Assert.DoesNotContain(Capability.ListSuggestions, report.NotTold);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_about_the_whole_number_ends_it_and_takes_no_ability_away()
    {
        await using var site = await ContractWorld.StartAsync();
        site.World.SetSession(site.Desk.Phone, SessionState.LoggedOut);
        Assert.Equal(GatewayFailureKind.SignedOut, (await ProbeAsync(site)).Report.Ended?.Kind);

        site.World.SetSession(site.Desk.Phone, SessionState.Connected);
        site.Host.Faults.Of(site.Desk).Always(FaultKind.ServerError, RouteKind.Subgroups);
        var (report, _) = await ProbeAsync(site);

        Assert.All(report.Found, f => Assert.True(f.Usable));
    }

    private static async Task<(ProbeReport Report, CapabilitySet Declared)> ProbeAsync(ContractWorld site, CountingGate? gate = null, ProbeSubjects? subjects = null)
    {
        using var gateways = new TestGateways();
        var kind = site.Desk.Vendor switch
        {
            Vendor.Wadial => GatewayKind.Wadial,
            Vendor.Whapi => GatewayKind.Whapi,
            Vendor.Wawp => GatewayKind.Wawp,
            _ => GatewayKind.RyzeApi,
        };
        var credentials = gateways.Catalog[kind].Credentials.ToDictionary(f => f.Key, f => f.IsSecret ? site.Desk.Token : site.Desk.Handle);
        var gateway = gateways.Connect(new GatewaySettings(kind, site.Host.AddressOf(site.Desk.Vendor), credentials), gate);
        var known = new ProbeSubjects(GroupId.Parse(site.Yard), GroupId.Parse(site.Door), CommunityId.Parse(site.Community));
        return (await new CapabilityProbe(TimeProvider.System).RunAsync(gateway, subjects ?? known, Ending), gateway.Capabilities);
    }
}
