using System.Net;
using System.Security.Cryptography;
using System.Text;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wadial;

public sealed class WadialDeliveryTests : IAsyncLifetime
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly WorldNumber _sibling;
    private readonly Person _person;
    private readonly string _group;
    private WebhookListener _listener = null!;

    public WadialDeliveryTests()
    {
        _desk = _builder.AddNumber("Ops line", vendor: Vendor.Wadial);
        _sibling = _builder.AddNumber("Second line", token: _desk.Token, vendor: Vendor.Wadial);
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Crew");
    }

    public async ValueTask InitializeAsync() => _listener = await WebhookListener.StartAsync();

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    [Fact]
    public async Task Sessions_and_messages_are_signed_and_groups_never_reported()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        var secret = await HookAsync(server);

        server.World.Add(_desk.Phone, _group, [_person.Phone]);
        server.World.Rename(_desk.Phone, _group, "Pier");
        server.World.SendText(_desk.Phone, _person.Phone, "Hello");
        server.World.SetSession(_desk.Phone, SessionState.Disconnected);
        var received = await _listener.NextAsync(2);

        Assert.Equal(["message.sent", "connection.state"], received.Select(item => item.Headers["wadial-event-type"]));
        var state = received[1];
        Assert.Equal(
            (_desk.Handle, "connection.state"),
            (state.Body["sessionId"]!.GetValue<string>(), state.Body["type"]!.GetValue<string>()));
        Assert.Equal(state.Headers["wadial-event-id"], state.Body["id"]!.GetValue<string>());
        Assert.Equal("disconnected", state.Body["data"]!["connectionState"]!.GetValue<string>());
        var parts = state.Headers["wadial-signature"].Split(',');
        var signed = Encoding.UTF8.GetBytes($"{parts[0][2..]}.{state.Text}");
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        Assert.Equal("v1=" + Convert.ToHexStringLower(expected), parts[1]);
    }

    [Fact]
    public async Task A_webhook_is_the_accounts_and_a_repeat_has_the_same_id()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        await HookAsync(server);
        server.Host.Faults.Of(_sibling).Next(FaultKind.RepeatDelivery);

        server.World.SetSession(_sibling.Phone, SessionState.Disconnected);
        var received = await _listener.NextAsync(2);

        Assert.Equal(_sibling.Handle, received[0].Body["sessionId"]!.GetValue<string>());
        Assert.Equal(received[0].Headers["wadial-event-id"], received[1].Headers["wadial-event-id"]);
    }

    [Fact]
    public async Task A_failed_delivery_is_not_repeated_and_unknown_events_are_refused()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        await HookAsync(server);
        _listener.FailNext(1);

        server.World.SetSession(_desk.Phone, SessionState.Disconnected);
        server.World.SetSession(_desk.Phone, SessionState.Connected);

        Assert.Equal("connected", (await _listener.NextAsync()).Body["data"]!["connectionState"]!.GetValue<string>());
        var wrong = await server.PostAsync(WadialServer.Account + "webhooks", new { url = _listener.Address, events = new[] { "group.updated" } });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
    }

    private async Task<string> HookAsync(DialectServer server)
    {
        var created = await server.PostAsync(
            WadialServer.Account + "webhooks", new { url = _listener.Address + "/hooks", events = new[] { "connection.state", "message.sent" } });
        return created.Text("data.secret")!;
    }
}
