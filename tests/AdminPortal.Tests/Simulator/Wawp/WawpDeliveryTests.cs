using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wawp;

public sealed class WawpDeliveryTests : IAsyncLifetime
{
    private static readonly string[] Events = ["group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants", "session.status"];

    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;
    private WebhookListener _listener = null!;

    public WawpDeliveryTests()
    {
        _desk = _builder.AddNumber("Desk", phone: "15550009999", vendor: Vendor.Wawp);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Rota-7", settings: new GroupSettings(ApprovalRequired: true));
    }

    public async ValueTask InitializeAsync() => _listener = await WebhookListener.StartAsync();

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    [Fact]
    public async Task Members_profile_and_session_are_reported_to_the_address_with_its_secret()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        await HookAsync(server);

        server.World.Join(_person.Phone, server.World.FindGroup(_group)!.InviteCode);
        server.World.Approve(_desk.Phone, _group, [_person.Phone]);
        server.World.Promote(_desk.Phone, _group, [_person.Phone]);
        server.World.Remove(_desk.Phone, _group, [_person.Phone]);
        server.World.Rename(_desk.Phone, _group, "Night");
        server.World.SetSession(_desk.Phone, SessionState.LoggedOut);
        var received = await _listener.NextAsync(5);

        // Of the request itself nothing is told.
        Assert.Equal(
            ["group.v2.join", "group.v2.participants", "group.v2.leave", "group.v2.update", "session.status"],
            received.Select(Name));
        Assert.All(received, item => Assert.Equal("/hooks?secret=s3cret", item.Path));
        var join = received[0].Body;
        Assert.Equal(
            (_group, _person.Phone + "@c.us"),
            (Text(join["payload"]!, "chatId"), join["payload"]!["participants"]![0]!.GetValue<string>()));
        Assert.Equal(("WEBJS", "15550009999@c.us"), (Text(join, "engine"), Text(join["me"]!, "id")));
        Assert.Equal("promote", Text(received[1].Body["payload"]!, "action"));
        Assert.Equal("Night", Text(received[3].Body["payload"]!, "subject"));
        Assert.Equal("SCAN_QR_CODE", Text(received[4].Body["payload"]!, "status"));
        Assert.Equal(5, received.Select(item => Text(item.Body, "id")).Distinct().Count());
    }

    [Fact]
    public async Task Lists_can_come_by_index_and_announcement_members_are_lids()
    {
        var (community, announcement) = _builder.AddCommunity("Harbour");
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.IndexesLists = true;
        await HookAsync(server);

        server.World.Add(_desk.Phone, community, [_person.Phone]);
        var payload = (await _listener.NextAsync()).Body["payload"]!;

        Assert.Equal((announcement, _person.LidJid), (Text(payload, "chatId"), Text(payload["participants"]!, "0")));
    }

    [Fact]
    public async Task Events_can_have_upstreams_form()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.SendsUpstreamEvents = true;
        server.Host.Wawp.SendsFlatStatus = true;
        await HookAsync(server);

        server.World.Add(_desk.Phone, _group, [_person.Phone]);
        server.World.Leave(_desk.Phone, _group);
        server.World.SetSession(_desk.Phone, SessionState.Disconnected);
        var received = await _listener.NextAsync(4);

        Assert.Equal(["group.v2.participants", "group.v2.leave", "group.v2.participants"], received.Take(3).Select(Name));
        var joined = received[0].Body["payload"]!;
        Assert.Equal(
            (_group, "join", "participant"),
            (Text(joined["group"]!, "id"), Text(joined, "type"), Text(joined["participants"]![0]!, "role")));
        Assert.Equal("left", Text(received[2].Body["payload"]!["participants"]![0]!, "role"));
        Assert.Equal((_desk.Handle, "STOPPED"), (Text(received[3].Body, "instance_id"), Text(received[3].Body, "status")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deliveries_can_be_signed_and_repeated(bool sha256)
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.SigningKey = "k3y";
        server.Host.Wawp.SignsWithSha256 = sha256;
        await HookAsync(server);
        server.Host.Faults.Of(_desk).Next(FaultKind.RepeatDelivery);

        server.World.Rename(_desk.Phone, _group, "Night");
        var received = await _listener.NextAsync(2);

        var (key, body) = (Encoding.UTF8.GetBytes("k3y"), Encoding.UTF8.GetBytes(received[0].Text));
        var expected = sha256 ? HMACSHA256.HashData(key, body) : HMACSHA512.HashData(key, body);
        Assert.Equal(Convert.ToHexStringLower(expected), received[0].Headers["X-Webhook-Hmac"]);
        Assert.Equal(Text(received[0].Body, "id"), Text(received[1].Body, "id"));
    }

    [Fact]
    public async Task Setting_overwrites_the_list_takes_0_and_1_and_needs_a_plan()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        await HookAsync(server);

        var inactive = await SetAsync(server, new { url = "https://ops.example/wa", events = Events, is_active = 0 });
        var read = await server.GetAsync("session/webhook");
        var unknown = await SetAsync(server, new { url = "https://ops.example/wa", events = new[] { "group.participants.update" } });
        server.Host.Wawp.HasPlan = false;
        var free = await SetAsync(server, new { url = "https://ops.example/wa", events = Events, is_active = true });

        Assert.Equal("0", inactive.Text("webhooks.0.is_active"));
        Assert.Equal("https://ops.example/wa", Assert.Single(read["webhooks"]!.AsArray())!["url"]!.GetValue<string>());
        Assert.NotNull(read["systemConfig"]);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Equal((HttpStatusCode.Forbidden, "subscription_required"), (free.Status, free.Text("code")));
    }

    private Task<DialectAnswer> HookAsync(DialectServer server) =>
        SetAsync(server, new { url = _listener.Address + "/hooks?secret=s3cret", events = Events, is_active = true });

    private static Task<DialectAnswer> SetAsync(DialectServer server, object webhook) =>
        server.PostAsync("session/webhook", new { webhooks = new[] { webhook } });

    private static string Name(ReceivedEvent received) => Text(received.Body, "event");

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();
}
