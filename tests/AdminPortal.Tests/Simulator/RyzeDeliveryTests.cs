using System.Text.Json.Nodes;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

public sealed class RyzeDeliveryTests : IAsyncLifetime
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly string _group;
    private WebhookListener _listener = null!;

    public RyzeDeliveryTests()
    {
        _desk = _builder.AddNumber("Desk");
        _group = _builder.AddGroup("Harbour Crew");
    }

    public async ValueTask InitializeAsync() => _listener = await WebhookListener.StartAsync();

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    [Fact]
    public async Task Members_are_reported_by_lid_with_the_authorization_that_was_asked_for()
    {
        var person = _builder.AddPerson("Rui");
        await using var server = await StartAsync();

        server.World.Add(_desk.Phone, _group, [person.Phone]);
        var received = await _listener.NextAsync();
        var body = received.Body;

        Assert.Equal(("/hooks", "Bearer s3cret"), (received.Path, received.Headers["Authorization"]));
        Assert.Equal("group.flow", body["event"]!.GetValue<string>());
        var data = body["data"]!;
        Assert.Equal(("joined", _group, "Harbour Crew"), (Text(data, "type"), Text(data, "groupJid"), Text(data, "groupName")));
        Assert.Equal((person.LidJid, "Rui"), (Text(data["participants"]![0]!, "jid"), Text(data["participants"]![0]!, "name")));
        Assert.Equal((_desk.Handle, _desk.Token), (Text(body["instanceData"]!, "instance"), Text(body["instanceData"]!, "token")));
    }

    [Fact]
    public async Task Requests_are_not_reported_and_the_session_is()
    {
        var person = _builder.AddPerson();
        await using var server = await StartAsync(byEvents: true);
        server.World.ChangeSettings(_desk.Phone, _group, new SettingsChange(ApprovalRequired: true));
        server.World.Join(person.Phone, server.World.FindGroup(_group)!.InviteCode);
        server.World.SetSession(_desk.Phone, SessionState.LoggedOut);

        var settings = await _listener.NextAsync();
        var state = await _listener.NextAsync();

        Assert.Equal(("/hooks/group.flow", "announce"), (settings.Path, Text(settings.Body["data"]!, "type")));
        Assert.Equal(("/hooks/instance.state", "logged_out"), (state.Path, Text(state.Body["data"]!, "state")));
    }

    [Fact]
    public async Task A_refused_delivery_is_repeated_and_keeps_its_place()
    {
        var people = _builder.AddPeople(2);
        await using var server = await StartAsync();
        _listener.FailNext(1);

        server.World.Add(_desk.Phone, _group, [.. people.Select(person => person.Phone)]);
        var first = await _listener.NextAsync();
        var second = await _listener.NextAsync();

        Assert.Equal(people[0].LidJid, Text(first.Body["data"]!["participants"]![0]!, "jid"));
        Assert.Equal(people[1].LidJid, Text(second.Body["data"]!["participants"]![0]!, "jid"));
        Assert.Equal([(1, 500), (2, 200)], server.Host.Deliveries.All.Take(2).Select(delivery => (delivery.Attempt, delivery.Status ?? 0)));
    }

    [Fact]
    public async Task Deliveries_are_lost_repeated_and_reordered_on_request()
    {
        var people = _builder.AddPeople(6);
        await using var server = await StartAsync();
        var plan = server.Host.Faults.Of(_desk);
        plan.Next(FaultKind.LoseDelivery).NextAfter(1, FaultKind.RepeatDelivery).NextAfter(3, FaultKind.ReorderDelivery);

        server.World.Add(_desk.Phone, _group, [.. people.Take(5).Select(person => person.Phone)]);
        var received = await _listener.NextAsync(5);

        // The first is lost, the second comes twice, the fourth after the fifth.
        int[] expected = [1, 1, 2, 4, 3];
        Assert.Equal(expected.Select(index => people[index].LidJid), received.Select(item => Text(item.Body["data"]!["participants"]![0]!, "jid")));
        Assert.Equal(received[0].Text, received[1].Text);
        Assert.Equal(0, Assert.Single(server.Host.Deliveries.All, delivery => delivery.Faults.Contains(FaultKind.LoseDelivery)).Attempt);
    }

    [Fact]
    public async Task A_delivery_that_nothing_overtakes_comes_late_and_faults_of_requests_do_not_touch_deliveries()
    {
        var person = _builder.AddPerson();
        await using var server = await StartAsync();
        server.Host.Faults.Of(_desk).Next(FaultKind.ReorderDelivery).Always(FaultKind.ServerError);

        server.World.Add(_desk.Phone, _group, [person.Phone]);

        Assert.Equal(person.LidJid, Text((await _listener.NextAsync()).Body["data"]!["participants"]![0]!, "jid"));
    }

    private async Task<RyzeServer> StartAsync(bool byEvents = false)
    {
        var server = await RyzeServer.StartAsync(_builder);
        var configured = await server.PostAsync(
            "events/webhook/desk", new { enabled = true, url = _listener.Address + "/hooks", authorization = "Bearer s3cret", byEvents });
        Assert.True(configured.Success);
        return server;
    }

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();
}
