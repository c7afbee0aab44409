using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Wadial;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wadial;

/// <summary>Keys, sessions, errors and messages.</summary>
public sealed class WadialAccessTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;

    public WadialAccessTests() => _desk = _builder.AddNumber("Ops line", vendor: Vendor.Wadial);

    [Fact]
    public void Ids_and_keys_have_the_vendors_form()
    {
        Assert.True(Guid.TryParseExact(_desk.Handle, "D", out _));
        Assert.StartsWith("wd_", _desk.Token, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _builder.AddNumber("Other", handle: "no-uuid", vendor: Vendor.Wadial));
    }

    [Fact]
    public async Task A_wrong_key_is_401_and_a_session_of_another_account_404()
    {
        var sibling = _builder.AddNumber("Second line", token: _desk.Token, vendor: Vendor.Wadial);
        var stranger = _builder.AddNumber("Stranger", vendor: Vendor.Wadial);
        await using var server = await WadialServer.StartAsync(_builder);

        var wrong = await server.SendAsync("GET", "groups", shape: request => request.Headers.Authorization = new("Bearer", "wd_wrong"));
        var foreign = await server.GetAsync($"../{stranger.Handle}/groups");
        var shared = await server.GetAsync($"../{sibling.Handle}/groups");
        var sessions = await server.GetAsync("../../sessions");

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (wrong.Status, wrong.Text("error.code")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (foreign.Status, shared.Status));
        Assert.Equal(
            [_desk.Handle, sibling.Handle],
            sessions["data"]!.AsArray().Select(item => item!["sessionId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Ready_is_paired_and_connected_whatever_the_status_says()
    {
        await using var server = await WadialServer.StartAsync(_builder);

        var ready = await server.GetAsync("");
        server.World.SetSession(_desk.Phone, SessionState.Disconnected);
        var restarted = await server.GetAsync("");
        server.Host.Wadial.KeepsStatusWhenOffline = false;
        var honest = await server.GetAsync("");

        Assert.Equal(
            ("connected", "true", "true"),
            (ready.Text("data.status"), ready.Text("data.paired"), ready.Text("data.connected")));
        Assert.Equal(
            ("connected", "true", "false"),
            (restarted.Text("data.status"), restarted.Text("data.paired"), restarted.Text("data.connected")));
        Assert.Equal(("disconnected", "disconnected"), (honest.Text("data.status"), honest.Text("data.connectionState")));
        Assert.Equal(
            (HttpStatusCode.Conflict, "session_not_connected"),
            ((await server.GetAsync("groups")).Status, (await server.GetAsync("groups")).Text("error.code")));
    }

    [Fact]
    public async Task Connects_in_the_background_and_pairs_only_what_is_unpaired()
    {
        await using var server = await WadialServer.StartAsync(_builder);

        Assert.Equal("false", (await server.PostAsync("disconnect")).Text("data.connected"));
        Assert.Equal("connecting", (await server.PostAsync("connect")).Text("data.connectionState"));
        Assert.Equal("true", (await server.GetAsync("")).Text("data.connected"));
        Assert.Equal(HttpStatusCode.Conflict, (await server.GetAsync("auth/qr")).Status);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await server.PostAsync("auth/pairing-code", new { phoneNumber = "15550001111" })).Status);
        Assert.Equal("false", (await server.PostAsync("logout")).Text("data.paired"));
        Assert.NotNull((await server.PostAsync("auth/pairing-code", new { phoneNumber = "15550001111" })).Text("data.code"));
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("auth/qr")).Status);
        Assert.Equal("false", (await server.PostAsync("connect")).Text("data.connected"));
    }

    [Theory]
    [InlineData(WadialErrorShape.Nested, "error.message")]
    [InlineData(WadialErrorShape.Message, "message")]
    [InlineData(WadialErrorShape.Text, "error")]
    [InlineData(WadialErrorShape.Flat, "message")]
    public async Task Errors_come_in_many_forms(WadialErrorShape shape, string path)
    {
        await using var server = await WadialServer.StartAsync(_builder);
        server.Host.Wadial.Errors = shape;

        var answer = await server.GetAsync("groups/120363000000000021%40g.us");

        Assert.Equal((HttpStatusCode.NotFound, "Not found"), (answer.Status, answer.Text(path)));
    }

    [Fact]
    public async Task Errors_may_be_no_JSON_and_an_expired_account_is_402()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        server.Host.Wadial.Errors = WadialErrorShape.PlainText;
        server.Host.Wadial.HasExpired = true;

        var expired = await server.GetAsync("groups");

        Assert.Equal(
            (HttpStatusCode.PaymentRequired, "text/plain", "Session capacity has expired"),
            (expired.Status, expired.MediaType, expired.Raw));
    }

    [Fact]
    public async Task Faults_speak_its_words()
    {
        await using var server = await WadialServer.StartAsync(_builder);
        server.Host.Faults.Of(_desk).Next(FaultKind.RateLimited).NextAfter(1, FaultKind.SignedOut).NextAfter(2, FaultKind.ServerError);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.GetAsync("groups")).Status);
        Assert.Equal("session_not_connected", (await server.GetAsync("groups")).Text("error.code"));
        Assert.Equal(HttpStatusCode.InternalServerError, (await server.GetAsync("groups")).Status);
    }

    [Fact]
    public async Task A_message_with_a_key_is_sent_once_and_other_content_under_it_is_409()
    {
        var person = _builder.AddPerson();
        await using var server = await WadialServer.StartAsync(_builder);

        var first = await SendAsync(server, person.Phone, "Join us", "invite:1");
        var again = await SendAsync(server, person.Phone, "Join us", "invite:1");
        var other = await SendAsync(server, person.Phone, "Something else", "invite:1");
        var free = await SendAsync(server, person.Phone, "Join us", key: null);

        Assert.Equal(
            ("sent", "text", person.Phone),
            (first.Text("data.status"), first.Text("data.contentType"), first.Text("data.to")));
        Assert.Equal(first.Text("data.messageId"), again.Text("data.messageId"));
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.NotEqual(first.Text("data.messageId"), free.Text("data.messageId"));
        Assert.Equal(2, server.World.Messages.Count);
        Assert.Equal(2, (await server.GetAsync("messages")).Json["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task Text_goes_to_digits_and_groups_not_to_lids_nor_to_nobody()
    {
        var person = _builder.AddPerson();
        var group = _builder.AddGroup("Crew");
        await using var server = await WadialServer.StartAsync(_builder);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, group, "Hello", null)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(server, person.LidJid, "Hello", null)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(server, "15559999999", "Hello", "key")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await server.PostAsync("messages", new { to = person.Phone, text = "Wrong place" })).Status);
        Assert.Single(server.World.Messages);
    }

    private static Task<DialectAnswer> SendAsync(DialectServer server, string to, string text, string? key) => server.SendAsync(
        "POST",
        "messages",
        new { to, content = new { type = "text", text } },
        request =>
        {
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }
        });
}
