using System.Text;
using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Webhooks;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Simulator;

namespace AdminPortal.Tests.Gateways;

public abstract partial class GatewayContract
{
    private const string HookSecret = "secret-of-the-deliveries";

    [Theory(Timeout = 60_000)]
    [InlineData("join", Capability.GroupEvents)]
    [InlineData("rename", Capability.GroupEvents)]
    [InlineData("request", Capability.RequestEvents)]
    public async Task Tells_by_itself_what_it_declares_and_nothing_else(string what, Capability capability)
    {
        await using var listener = await WebhookListener.StartAsync();
        World.SetWebhooks(
            Site.Desk.Phone, [VendorDialects.Of(Vendor).Subscribe(new Uri(listener.Address + "/hooks/1"), HookSecret) with { Events = [] }]);

        var group = what switch
        {
            "join" => Happened(Site.Yard, World.Join(Site.Newcomer.Phone, Site.YardCode).Refusal),
            "rename" => Happened(Site.Yard, World.Rename(Site.Hands[3].Phone, Site.Yard, "Yard, new").Refusal),
            _ => Happened(Site.Door, World.Join(Site.Newcomer.Phone, World.FindGroup(Site.Door)!.InviteCode).Refusal),
        };

        // Every vendor tells of its session, and in order: what was not told before that is never told.
        World.SetSession(Site.Desk.Phone, SessionState.LoggedOut);
        var hints = await HintsUntilSessionAsync(listener);

        WebhookHint expected = capability == Capability.RequestEvents ? new WebhookHint.Requests(Group(group)) : new WebhookHint.Group(Group(group));
        Assert.Equal(Gateway.Capabilities.Can(capability), hints.Contains(expected));
    }

    private static string Happened(string group, Refusal? refusal)
    {
        Assert.Null(refusal);
        return group;
    }

    private async Task<List<WebhookHint>> HintsUntilSessionAsync(WebhookListener listener)
    {
        var dialect = _gateways.Catalog[Kind].Webhooks;
        List<WebhookHint> hints = [];
        while (!hints.OfType<WebhookHint.Session>().Any())
        {
            var delivery = await listener.NextAsync();
            using var body = JsonDocument.Parse(Encoding.UTF8.GetBytes(delivery.Text));
            hints.AddRange(dialect.Read(body.RootElement, CredentialsOf(Site.Desk)).Hints);
        }

        return hints;
    }
}
