using System.Globalization;
using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

/// <summary>Tokens, limits, sessions, webhooks, messages: everything around groups.</summary>
public sealed class RyzeAccessTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly WorldNumber _other;

    public RyzeAccessTests()
    {
        _desk = _builder.AddNumber("Desk", phone: "15550001000");
        _other = _builder.AddNumber("Night shift");
    }

    [Fact]
    public async Task Tells_apart_a_missing_a_wrong_and_a_foreign_token()
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        var missing = await server.GetAsync("group/list/desk", token: "");
        var wrong = await server.GetAsync("group/list/desk", token: "nonsense");
        var foreign = await server.GetAsync("group/list/desk", token: _other.Token);
        var account = await server.GetAsync("group/list/desk", token: server.World.AccountToken);
        var unknown = await server.GetAsync("group/list/nobody");

        Assert.Equal((HttpStatusCode.Unauthorized, "Missing token in header"), (missing.Status, missing.Error));
        Assert.Equal((HttpStatusCode.Unauthorized, "Invalid token"), (wrong.Status, wrong.Error));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.StartsWith("Instance token does not ma", foreign.Error, StringComparison.Ordinal);
        Assert.True(account.Success);
        Assert.Equal((HttpStatusCode.NotFound, "Instance not found"), (unknown.Status, unknown.Error));
    }

    [Fact]
    public async Task Takes_a_bearer_token_too()
    {
        await using var server = await RyzeServer.StartAsync(_builder);
        using var client = new HttpClient { BaseAddress = server.Host.RyzeApiAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _desk.Token);

        using var response = await client.GetAsync("api/group/list/desk", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Limits_calls_per_token_and_says_so_in_every_answer()
    {
        await using var server = await RyzeServer.StartAsync(_builder, requestsPerMinute: 2);

        var first = await server.GetAsync("group/list/desk");
        var second = await server.GetAsync("group/list/desk");
        var third = await server.GetAsync("group/list/desk");
        var elsewhere = await server.GetAsync("group/list/night-shift", _other.Token);
        server.Host.RateLimit.PerMinute = null;
        var unlimited = await server.GetAsync("group/list/desk");

        Assert.Equal(["1", "0", "0"], new[] { first, second, third }.Select(answer => answer.Headers["X-RateLimit-Remaining"]));
        Assert.Equal("2", first.Headers["X-RateLimit-Limit"]);
        Assert.InRange(
            long.Parse(first.Headers["X-RateLimit-Reset"], CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), 50, 61);
        Assert.Equal((HttpStatusCode.TooManyRequests, "Rate limit exceeded. Try again later."), (third.Status, third.Error));
        Assert.True(elsewhere.Success);
        Assert.True(unlimited.Success);
    }

    [Fact]
    public async Task A_signed_out_number_is_400_for_groups_and_503_for_messages()
    {
        await using var server = await RyzeServer.StartAsync(_builder);
        server.World.SetSession(_desk.Phone, SessionState.LoggedOut);

        var groups = await server.GetAsync("group/list/desk");
        var message = await server.PostAsync("message/text/desk", new { number = _other.Phone, message = "Hello" });
        var state = await server.GetAsync("instance/list");

        Assert.Equal((HttpStatusCode.BadRequest, "Instance is not connected to WhatsApp"), (groups.Status, groups.Error));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, message.Status);
        Assert.Equal("loggedout", state.Body["instances"]![0]!["connection"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lists_its_own_instance_or_those_of_the_account()
    {
        await using var server = await RyzeServer.StartAsync(_builder);
        var account = server.World.AccountToken;

        var own = await server.GetAsync("instance/list?instanceName=night-shift");
        var all = await server.GetAsync("instance/list", account);
        var some = await server.GetAsync("instance/list?instanceName=night-shift,nobody", account);
        var none = await server.GetAsync("instance/list?instanceName=nobody", account);

        var instance = Assert.Single(own.Body["instances"]!.AsArray())!;
        Assert.Equal("desk", instance["name"]!.GetValue<string>());
        Assert.Equal("15550001000@s.whatsapp.net", instance["connection"]!["numberJid"]!.GetValue<string>());
        Assert.Equal(2, all.Body["instances"]!.AsArray().Count);
        Assert.Single(some.Body["instances"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
    }

    [Fact]
    public async Task Keeps_webhooks_by_label_three_enabled_at_most()
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        foreach (var label in new[] { "one", "two", "three" })
        {
            Assert.True((await HookAsync(server, label, enabled: true)).Success);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await HookAsync(server, "four", enabled: true)).Status);
        Assert.True((await HookAsync(server, "one", enabled: false)).Success);
        Assert.True((await HookAsync(server, "four", enabled: true)).Success);

        var one = (await server.GetAsync("events/getWebhook/desk?label=one")).Body["webhook"]!;
        Assert.Equal("", one["url"]!.GetValue<string>());
        var all = (await server.GetAsync("events/getWebhook/desk")).Body["webhooks"]!.AsArray();
        Assert.Equal(4, all.Count);
        Assert.Equal(6, all[^1]!["events"]!.AsArray().Count);
    }

    [Fact]
    public async Task Sends_text_to_a_number_a_lid_or_a_group()
    {
        var person = _builder.AddPerson();
        var group = _builder.AddGroup("Harbour Crew");
        await using var server = await RyzeServer.StartAsync(_builder);

        var sent = await server.PostAsync("message/text/desk", new { number = person.Phone, message = "Hello" });
        await server.PostAsync("message/text/desk", new { number = person.LidJid, message = "Hello" });
        await server.PostAsync("message/text/desk", new { number = group, message = "Hello" });
        var unknown = await server.PostAsync("message/text/desk", new { number = "15559999999", message = "Hello" });
        var wrongKey = await server.PostAsync("message/text/desk", new { number = person.Phone, text = "Hello" });

        Assert.Equal(("sent", "Message sent successfully"), (sent.Body["status"]!.GetValue<string>(), sent.Message));
        Assert.Equal(server.World.Messages[0].Id, sent.Body["data"]!["messageId"]!.GetValue<string>());
        Assert.Equal([person.PhoneJid, person.PhoneJid, group], server.World.Messages.Select(message => message.ChatJid));
        Assert.StartsWith("Numbe", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, wrongKey.Status);
    }

    [Fact]
    public async Task Finds_people_by_number_and_by_lid()
    {
        var person = _builder.AddPerson("Elif Kaya");
        await using var server = await RyzeServer.StartAsync(_builder);

        var profile = await server.GetAsync($"profile/getAccount/desk?number={person.LidJid}");
        var contact = await server.GetAsync($"chat/contacts/desk?number={person.Phone}");

        Assert.Equal(person.PhoneJid, profile.Body["data"]!["jid"]!.GetValue<string>());
        Assert.Equal(person.LidJid, contact.Body["contact"]!["lid"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_routes_and_methods_are_404_and_remembered()
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        var invented = await server.PostAsync("group/promote/desk", new { });
        var wrongMethod = await server.PostAsync("group/update/desk", new { });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (invented.Status, wrongMethod.Status));
        Assert.Equal(
            ["/ryzeapi/api/group/promote/desk", "/ryzeapi/api/group/update/desk"],
            server.Host.Requests.Unmatched.Select(request => request.Path));
    }

    [Fact]
    public async Task A_body_that_is_no_object_is_refused()
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        Assert.Equal("Invalid request body", (await server.PostAsync("group/create/desk", new[] { 1 })).Error);
    }

    [Fact]
    public async Task Two_hosts_serve_two_worlds_in_one_process()
    {
        var otherWorld = new WorldBuilder(seed: 2);
        otherWorld.AddNumber("Desk");
        otherWorld.AddGroup("Only here");
        await using var first = await RyzeServer.StartAsync(_builder);
        await using var second = await RyzeServer.StartAsync(otherWorld);

        Assert.Empty((await first.GetAsync("group/list/desk")).Body["groups"]!.AsArray());
        Assert.Single((await second.GetAsync("group/list/desk")).Body["groups"]!.AsArray());
        Assert.Equal(RouteKind.ListGroups, Assert.Single(second.Host.Requests.All).Route);
    }

    private static Task<RyzeServer.Answer> HookAsync(RyzeServer server, string label, bool enabled) =>
        server.PostAsync("events/webhook/desk", new { label, enabled, url = "https://ops.example/" + label });
}
