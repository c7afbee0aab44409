using System.Text.Json.Nodes;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

public sealed class WhapiDeliveryTests : IAsyncLifetime
{
    private static readonly object[] AllEvents =
    [
        new { type = "groups", method = "post" }, new { type = "groups", method = "put" }, new { type = "groups", method = "patch" },
        new { type = "channel", method = "post" },
    ];

    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;
    private WebhookListener _listener = null!;

    public WhapiDeliveryTests()
    {
        _desk = _builder.AddNumber("Desk", vendor: Vendor.Whapi);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Harbour", settings: new GroupSettings(ApprovalRequired: true));
    }

    public async ValueTask InitializeAsync() => _listener = await WebhookListener.StartAsync();

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    [Fact]
    public async Task Settings_are_answered_as_before_and_after_and_read_back()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var changed = await HookAsync(server);
        var read = await server.GetAsync("settings");
        var reset = await server.DeleteAsync("settings");

        Assert.Empty(changed["before_update"]!["webhooks"]!.AsArray());
        Assert.Equal(["webhooks"], changed.Texts("changes"));
        Assert.Equal("s3cret", read.Text("webhooks.0.headers.X-Hook-Key"));
        Assert.Equal(("groups", "post"), (read.Text("webhooks.0.events.0.type"), read.Text("webhooks.0.events.0.method")));
        Assert.Empty(reset["webhooks"]!.AsArray());
    }

    [Fact]
    public async Task Join_requests_are_reported_and_an_approval_shows_as_add()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        await HookAsync(server);

        var code = server.World.FindGroup(_group)!.InviteCode;
        server.World.Join(_person.Phone, code);
        server.World.WithdrawRequest(_person.Phone, _group);
        server.World.Join(_person.Phone, code);
        server.World.Approve(_desk.Phone, _group, [_person.Phone]);
        var received = await _listener.NextAsync(4);

        Assert.All(received, item => Assert.Equal(("/hooks", "s3cret"), (item.Path, item.Headers["X-Hook-Key"])));
        Assert.Equal(
            ["request", "revoke_request", "request", "add"],
            received.Select(item => item.Body["groups_participants"]![0]!["action"]!.GetValue<string>()));
        Assert.Equal(_person.Phone, received[0].Body["groups_participants"]![0]!["participants"]![0]!.GetValue<string>());
        Assert.Equal(
            ("groups", "put", _desk.Handle),
            (Text(received[0].Body["event"]!, "type"), Text(received[0].Body["event"]!, "event"), Text(received[0].Body, "channel_id")));
    }

    [Fact]
    public async Task A_change_comes_with_before_and_after_and_a_new_group_reduced()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        await HookAsync(server);

        server.World.Rename(_desk.Phone, _group, "Pier");
        var renamed = await _listener.NextAsync();
        server.World.ChangeSettings(_desk.Phone, _group, new SettingsChange(AdminsOnlySend: true));
        var changed = await _listener.NextAsync();
        server.World.CreateGroup(_desk.Phone, "Crew", []);
        var created = await _listener.NextAsync();

        var update = renamed.Body["groups_updates"]![0]!;
        Assert.Equal(
            ("Harbour", "Pier"),
            (update["before_update"]!["name"]!.GetValue<string>(), update["after_update"]!["name"]!.GetValue<string>()));
        Assert.Equal("name", Assert.Single(update["changes"]!.AsArray())!.GetValue<string>());
        Assert.Equal(
            "announcements",
            Assert.Single(changed.Body["groups_updates"]![0]!["changes"]!.AsArray())!.GetValue<string>());
        Assert.Equal(
            ("Crew", null),
            (created.Body["groups"]![0]!["name"]!.GetValue<string>(), created.Body["groups"]![0]!["participants"]));
    }

    [Fact]
    public async Task The_verb_can_follow_the_event_and_only_wanted_events_come()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        await HookAsync(server, "method", new { type = "channel", method = "post" }, new { type = "groups", method = "patch" });

        server.World.Add(_desk.Phone, _group, [_person.Phone]);
        server.World.Rename(_desk.Phone, _group, "Pier");
        server.World.SetSession(_desk.Phone, SessionState.LoggedOut);
        var received = await _listener.NextAsync(2);

        Assert.Equal(["PATCH", "POST"], received.Select(item => item.Method));
        Assert.Equal("QR", received[1].Body["health"]!["status"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Deliveries_can_be_repeated_word_for_word()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        await HookAsync(server);
        server.Host.Faults.Of(_desk).Next(FaultKind.RepeatDelivery);

        server.World.Rename(_desk.Phone, _group, "Pier");
        var received = await _listener.NextAsync(2);

        Assert.Equal(received[0].Text, received[1].Text);
    }

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();

    private async Task<DialectAnswer> HookAsync(DialectServer server, string mode = "body", params object[] events) => await server.PatchAsync("settings", new
    {
        webhooks = new[]
        {
            new
            {
                url = _listener.Address + "/hooks", mode, events = events.Length == 0 ? AllEvents : events,
                headers = new Dictionary<string, string> { ["X-Hook-Key"] = "s3cret" },
            },
        },
    });
}
