using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Wawp;
using AdminPortal.Simulator.World;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Gateways.Wawp;

public class WawpContractTests : GatewayContract
{
    protected override GatewayKind Kind => GatewayKind.Wawp;

    protected override bool TellsOfBlocks => false;

    /// <summary>Removing, promoting and demoting answer for everybody together.</summary>
    protected override bool TellsWhatWasSo => false;

    /// <summary>What a breach answers is not documented.</summary>
    protected override bool TellsWhenALimitEnds => false;

    protected override Uri AddressOf(SimulatorHost host) => host.WawpAddress;

    protected override IReadOnlyDictionary<string, string> CredentialsOf(WorldNumber number) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = number.Handle, ["token"] = number.Token };

    protected override void Prepare(SimulatorHost host) => host.Wawp.SettingsFrom = WawpSettingSource.Query;

    [Fact(Timeout = 60_000)]
    public async Task Neither_credential_is_in_any_exchange_or_log_line()
    {
        foreach (var call in ContractCall.All.Values)
        {
            await call.Act(Gateway, Site);
        }

        string[] secrets = [Site.Desk.Token, Site.Desk.Handle];
        Assert.NotEmpty(Gate.Observed);
        Assert.All(secrets, secret => Assert.DoesNotContain(
            Gate.Observed, e => $"{e.Request}{e.RequestBody}{e.ResponseBody}".Contains(secret, StringComparison.Ordinal)));
        Assert.All(Gate.Observed, e => Assert.Contains("instance_id=***&access_token=***", e.Request, StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("a-wrong-token", null, "token")]
    [InlineData(null, "AB12CD34EF56", "instance")]
    public async Task A_wrong_credential_is_found_at_its_field(string? token, string? instance, string field)
    {
        using var gateways = new TestGateways();
        var settings = new GatewaySettings(Kind, AddressOf(Site.Host), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["instance"] = instance ?? Site.Desk.Handle,
            ["token"] = token ?? Site.Desk.Token,
        });

        var finding = Assert.Single((await gateways.Tester.TestAsync(settings, Gate, Cancel)).Findings);

        Assert.Equal((field, FindingSeverity.Error), (finding.Field, finding.Severity));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("STOPPED", AdminPortal.Gateways.Model.SessionState.Disconnected)]
    [InlineData("STARTING", AdminPortal.Gateways.Model.SessionState.Connecting)]
    [InlineData("SCAN_QR_CODE", AdminPortal.Gateways.Model.SessionState.SignedOut)]
    [InlineData("FAILED", AdminPortal.Gateways.Model.SessionState.Disconnected)]
    [InlineData("PASSKEY_REQUIRED", AdminPortal.Gateways.Model.SessionState.Unknown)]
    public async Task Only_a_working_session_is_connected(string status, AdminPortal.Gateways.Model.SessionState state)
    {
        Site.Host.Wawp.SessionStatus = status;

        Assert.Equal(state, Value(await Gateway.GetSessionAsync(Cancel)).State);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_of_communities_and_requests_leaves_us()
    {
        Assert.Equal(GatewayFailureKind.NotSupported, Failure(await Gateway.LinkAsync(Community(Site.Community), [Group(Site.Yard)], Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.NotSupported, Failure(await Gateway.ListRequestsAsync(Group(Site.Door), Cancel)).Kind);
        var failure = Failure(await Gateway.CreateGroupAsync(new NewGroup("Crew", null, [], new GroupSettings(ApprovalRequired: true)), Cancel));

        Assert.Equal("Wawp cannot change whether new members need approval.", failure.Message);
        Assert.Empty(Site.Host.Requests.All);
    }
}

/// <summary>The same with the shapes of another engine.</summary>
public sealed class WawpOtherEngineContractTests : WawpContractTests
{
    protected override void Prepare(SimulatorHost host)
    {
        host.Wawp.AddResults = WawpAddResults.List;
        host.Wawp.Codes = WawpCodeShape.InviteCodeInSnakeCase;
        host.Wawp.Errors = WawpErrorShape.Nested;
        host.Wawp.SettingsFrom = WawpSettingSource.Body;
        host.Wawp.CreatesPlain = true;
        host.Wawp.ListsGroupsById = true;
        host.Wawp.NestsIds = true;
        host.Wawp.IndexesLists = true;
        host.Wawp.WrapsResults = true;
    }
}

/// <summary>Errors in a line of text that is no JSON, refusals in a text under 200, codes as links.</summary>
public sealed class WawpPlainTextContractTests : WawpContractTests
{
    protected override void Prepare(SimulatorHost host)
    {
        host.Wawp.AddResults = WawpAddResults.TextOnRefusal;
        host.Wawp.Codes = WawpCodeShape.Link;
        host.Wawp.Errors = WawpErrorShape.PlainText;
    }
}
