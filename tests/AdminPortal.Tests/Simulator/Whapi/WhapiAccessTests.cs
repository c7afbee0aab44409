using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

/// <summary>Tokens, the edge, health, errors, messages, contacts: everything around groups.</summary>
public sealed class WhapiAccessTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;

    public WhapiAccessTests() => _desk = _builder.AddNumber("Desk", phone: "15550001111", vendor: Vendor.Whapi);

    [Fact]
    public async Task Whoever_sends_no_user_agent_is_turned_away_at_the_edge()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var answer = await server.SendAsync("GET", "groups", shape: request => request.Headers.UserAgent.Clear());

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.StartsWith("Error 1010", answer.Text("title"), StringComparison.Ordinal);
        Assert.Null(answer["error"]);
    }

    [Fact]
    public async Task A_wrong_token_is_404_a_missing_one_401_and_one_in_the_query_works()
    {
        var ryze = _builder.AddNumber("Elsewhere");
        await using var server = await WhapiServer.StartAsync(_builder);

        var wrong = await server.SendAsync("GET", "groups", shape: request => request.Headers.Authorization = new("Bearer", "nonsense"));
        var foreign = await server.SendAsync("GET", "groups", shape: request => request.Headers.Authorization = new("Bearer", ryze.Token));
        var missing = await server.SendAsync("GET", "groups", shape: request => request.Headers.Authorization = null);
        var query = await server.SendAsync("GET", "groups?token=" + _desk.Token, shape: request => request.Headers.Authorization = null);

        Assert.Equal((HttpStatusCode.NotFound, "404"), (wrong.Status, wrong.Text("error.code")));
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, missing.Status);
        Assert.Equal(HttpStatusCode.OK, query.Status);
    }

    [Fact]
    public async Task Health_starts_a_stopped_channel_unless_told_otherwise()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        var running = await server.GetAsync("health?wakeup=false");
        server.World.SetSession(_desk.Phone, SessionState.Disconnected);
        var read = await server.GetAsync("health?wakeup=false");
        Assert.Equal(SessionState.Disconnected, server.World.FindNumber(_desk.Phone)!.Session);
        var woken = await server.GetAsync("health");

        Assert.Equal(
            ("AUTH", _desk.Handle, "15550001111"),
            (running.Text("status.text"), running.Text("channel_id"), running.Text("user.id")));
        Assert.Equal("NOT_INIT", read.Text("status.text"));
        Assert.Equal("LAUNCH", woken.Text("status.text"));
        Assert.Equal("AUTH", (await server.GetAsync("health?wakeup=false")).Text("status.text"));
    }

    [Fact]
    public async Task A_channel_without_whatsapp_is_401_and_one_that_is_not_ready_503()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        server.World.SetSession(_desk.Phone, SessionState.Disconnected);
        var stopped = await server.GetAsync("groups");
        server.World.SetSession(_desk.Phone, SessionState.LoggedOut);
        var loggedOut = await server.GetAsync("groups");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Unauthorized), (stopped.Status, loggedOut.Status));
        Assert.Equal("QR", (await server.GetAsync("health?wakeup=false")).Text("status.text"));
        Assert.Equal("OK", (await server.GetAsync("users/login")).Text("status"));
        Assert.Equal("image/png", (await server.GetAsync("users/login/image")).MediaType);
        Assert.NotNull((await server.GetAsync("users/login/15550001111"))["code"]);
        Assert.Equal(HttpStatusCode.Conflict, (await server.PostAsync("users/logout")).Status);
    }

    [Fact]
    public async Task Logs_out_and_tells_its_profile()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal("Desk", (await server.GetAsync("users/profile")).Text("name"));
        Assert.Equal(HttpStatusCode.Conflict, (await server.GetAsync("users/login")).Status);
        Assert.Equal("true", (await server.PostAsync("users/logout")).Text("success"));
        Assert.Equal(SessionState.LoggedOut, server.World.FindNumber(_desk.Phone)!.Session);
    }

    [Fact]
    public async Task A_429_is_bare_and_has_no_retry_after_one_from_whatsapp_has_the_envelope()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        server.Host.Faults.Of(_desk).Next(FaultKind.RateLimited).NextAfter(1, FaultKind.RateLimitedByWhatsApp).NextAfter(2, FaultKind.ServerError);

        var bare = await server.GetAsync("groups");
        var wrapped = await server.GetAsync("groups");
        var broken = await server.GetAsync("groups");

        Assert.Equal((HttpStatusCode.TooManyRequests, "Too many requests"), (bare.Status, bare.Text("message")));
        Assert.False(bare.Headers.ContainsKey("Retry-After"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "429"), (wrapped.Status, wrapped.Text("error.code")));
        Assert.Equal((HttpStatusCode.InternalServerError, "500"), (broken.Status, broken.Text("error.code")));
    }

    [Fact]
    public async Task Errors_can_lack_their_envelope_and_a_trial_its_messages()
    {
        await using var server = await WhapiServer.StartAsync(_builder);
        Assert.Equal(HttpStatusCode.NoContent, (await server.GetAsync("limits")).Status);
        server.Host.Whapi.TrialMessages = 1;
        server.Host.Whapi.AnswersErrorsBare = true;
        var person = _builder.AddPerson();

        Assert.Equal("1", (await server.GetAsync("limits")).Text("messages"));
        await server.PostAsync("messages/text", new { to = person.Phone, body = "One" });
        var beyond = await server.PostAsync("messages/text", new { to = person.Phone, body = "Two" });

        Assert.Equal(HttpStatusCode.PaymentRequired, beyond.Status);
        Assert.Equal((null, "Trial version limit exceeded"), (beyond["error"], beyond.Text("message")));
    }

    [Fact]
    public async Task Text_goes_to_digits_and_groups_and_nowhere_for_a_raw_lid()
    {
        var person = _builder.AddPerson();
        var group = _builder.AddGroup("Harbour");
        await using var server = await WhapiServer.StartAsync(_builder);

        var sent = await server.PostAsync("messages/text", new { to = person.Phone, body = "Hello", no_link_preview = false });
        var toGroup = await server.PostAsync("messages/text", new { to = group, body = "Hello" });
        var lid = await server.PostAsync("messages/text", new { to = person.LidJid, body = "Hello" });
        var wrongForm = await server.PostAsync("messages/text", new { to = person.Phone + "@c.us", body = "Hello" });

        Assert.Equal(("true", person.PhoneJid), (sent.Text("sent"), sent.Text("message.chat_id")));
        Assert.Equal("true", toGroup.Text("sent"));
        Assert.Equal((HttpStatusCode.OK, "false"), (lid.Status, lid.Text("sent")));
        Assert.Equal(HttpStatusCode.BadRequest, wrongForm.Status);
        Assert.Equal(2, server.World.Messages.Count);
    }

    [Fact]
    public async Task Contacts_are_checked_and_their_lids_told_one_way_only()
    {
        var person = _builder.AddPerson();
        var nobody = _builder.AddPerson(shape: other => other with { IsOnWhatsApp = false });
        await using var server = await WhapiServer.StartAsync(_builder);

        var check = await server.PostAsync("contacts", new { contacts = new[] { person.Phone, nobody.Phone } });
        var lids = await server.GetAsync($"contacts/lids?ContactIDList={person.Phone},{nobody.Phone}");

        Assert.Equal(("valid", person.Phone), (check.Text("contacts.0.status"), check.Text("contacts.0.wa_id")));
        Assert.Equal("invalid", check.Text("contacts.1.status"));
        Assert.Equal(person.LidJid, lids.Text(person.Phone + ".lid"));
        Assert.Null(lids[nobody.Phone]);
        Assert.Equal(person.LidJid, (await server.GetAsync("contacts/lids/" + person.Phone)).Text("lid"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("contacts/lids/" + person.LidJid)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("HEAD", "contacts/" + person.Phone)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync("HEAD", "contacts/" + nobody.Phone)).Status);
    }

    [Fact]
    public async Task Unknown_routes_are_remembered()
    {
        await using var server = await WhapiServer.StartAsync(_builder);

        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("groups/invented/thing")).Status);
        Assert.Equal("/whapi/groups/invented/thing", Assert.Single(server.Host.Requests.Unmatched).Path);
    }
}
