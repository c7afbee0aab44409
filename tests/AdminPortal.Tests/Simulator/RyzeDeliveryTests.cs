using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AdminPortal.Simulator.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Simulator;

public sealed class RyzeDeliveryTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<(string Path, string Authorization, JsonNode Body)> _received =
        Channel.CreateUnbounded<(string Path, string Authorization, JsonNode Body)>();

    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly string _group;
    private WebApplication _listener = null!;
    private int _failures;

    public RyzeDeliveryTests()
    {
        _desk = _builder.AddNumber("Desk");
        _group = _builder.AddGroup("Harbour Crew");
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _listener = builder.Build();
        _listener.Run(async context =>
        {
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            using var reader = new StreamReader(context.Request.Body);
            var body = JsonNode.Parse(await reader.ReadToEndAsync(context.RequestAborted))!;
            await _received.Writer.WriteAsync((context.Request.Path, context.Request.Headers.Authorization.ToString(), body));
        });
        await _listener.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    [Fact]
    public async Task Members_are_reported_by_lid_with_the_authorization_that_was_asked_for()
    {
        var person = _builder.AddPerson("Rui");
        await using var server = await StartAsync();

        server.World.Add(_desk.Phone, _group, [person.Phone]);
        var (path, authorization, body) = await NextAsync();

        Assert.Equal(("/hooks", "Bearer s3cret"), (path, authorization));
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

        var settings = await NextAsync();
        var state = await NextAsync();

        Assert.Equal(("/hooks/group.flow", "announce"), (settings.Path, Text(settings.Body["data"]!, "type")));
        Assert.Equal(("/hooks/instance.state", "logged_out"), (state.Path, Text(state.Body["data"]!, "state")));
    }

    [Fact]
    public async Task A_refused_delivery_is_repeated_and_keeps_its_place()
    {
        var people = _builder.AddPeople(2);
        await using var server = await StartAsync();
        Volatile.Write(ref _failures, 1);

        server.World.Add(_desk.Phone, _group, [.. people.Select(person => person.Phone)]);
        var first = await NextAsync();
        var second = await NextAsync();

        Assert.Equal(people[0].LidJid, Text(first.Body["data"]!["participants"]![0]!, "jid"));
        Assert.Equal(people[1].LidJid, Text(second.Body["data"]!["participants"]![0]!, "jid"));
        Assert.Equal([(1, 500), (2, 200)], server.Host.Deliveries.All.Take(2).Select(delivery => (delivery.Attempt, delivery.Status ?? 0)));
    }

    private async Task<RyzeServer> StartAsync(bool byEvents = false)
    {
        var server = await RyzeServer.StartAsync(_builder);
        var configured = await server.PostAsync(
            "events/webhook/desk", new { enabled = true, url = _listener.Urls.Single() + "/hooks", authorization = "Bearer s3cret", byEvents });
        Assert.True(configured.Success);
        return server;
    }

    private async Task<(string Path, string Authorization, JsonNode Body)> NextAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();
}
