using System.Net;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Wawp;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Wawp;

/// <summary>Credentials, sessions, errors, messages and contacts.</summary>
public sealed class WawpAccessTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;

    public WawpAccessTests() => _desk = _builder.AddNumber("Desk", phone: "15550009999", vendor: Vendor.Wawp);

    [Fact]
    public async Task Credentials_ride_in_query_header_or_body()
    {
        await using var server = await WawpServer.StartAsync(_builder);

        var query = await server.GetAsync("groups");
        var header = await BareAsync(server, "GET", "groups?instance_id=" + _desk.Handle, shape: request => request.Headers.Add("access-token", _desk.Token));
        var body = await BareAsync(server, "POST", "groups/refresh", new { instance_id = _desk.Handle, access_token = _desk.Token });
        var missing = await BareAsync(server, "GET", "groups");
        var wrongInstance = await BareAsync(server, "GET", $"groups?instance_id=AAAAAAAAAAAA&access_token={_desk.Token}");

        Assert.Equal(12, _desk.Handle.Length);
        Assert.All([query, header, body], answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "401", "Unauthorized"),
            (missing.Status, missing.Text("status"), missing.Text("error")));
        Assert.Equal("Invalid or Missing Access Token", missing.Text("message"));
        Assert.Equal(HttpStatusCode.BadRequest, wrongInstance.Status);
    }

    [Theory]
    [InlineData(SessionState.Connected, "WORKING")]
    [InlineData(SessionState.Connecting, "STARTING")]
    [InlineData(SessionState.Disconnected, "STOPPED")]
    [InlineData(SessionState.LoggedOut, "SCAN_QR_CODE")]
    public async Task A_session_has_one_of_many_states(SessionState session, string status)
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.World.SetSession(_desk.Phone, session);

        var info = await server.GetAsync("session/info");
        var groups = await server.GetAsync("groups");

        Assert.Equal((status, status), (info.Text("status"), (await server.PostAsync("session/info")).Text("status")));
        Assert.Equal(session is SessionState.LoggedOut, info["qr"] is not null);
        Assert.Equal(session is SessionState.Connected ? HttpStatusCode.OK : HttpStatusCode.InternalServerError, groups.Status);
    }

    [Fact]
    public async Task Sessions_start_stop_log_out_and_may_say_something_else()
    {
        await using var server = await WawpServer.StartAsync(_builder);

        Assert.Equal("15550009999@c.us", (await server.GetAsync("session/me")).Text("id"));
        Assert.Equal("STOPPED", (await server.PostAsync("session/stop")).Text("status"));
        Assert.Equal("STARTING", (await server.PostAsync("session/restart")).Text("status"));
        Assert.Equal("WORKING", (await server.GetAsync("session/info")).Text("status"));
        server.Host.Wawp.SessionStatus = "PASSKEY_REQUIRED";
        Assert.Equal("PASSKEY_REQUIRED", (await server.GetAsync("session/info")).Text("status"));
        server.Host.Wawp.SessionStatus = null;
        Assert.Equal("SCAN_QR_CODE", (await server.PostAsync("session/logout")).Text("status"));
        Assert.Equal("SCAN_QR_CODE", (await server.PostAsync("session/start")).Text("status"));
        Assert.Equal(HttpStatusCode.InternalServerError, (await server.GetAsync("session/me")).Status);
    }

    [Theory]
    [InlineData(WawpErrorShape.Envelope, "message", "code")]
    [InlineData(WawpErrorShape.WithCode, "message", "code")]
    [InlineData(WawpErrorShape.Nested, "error.message", "error.code")]
    [InlineData(WawpErrorShape.Legacy, "message", "code")]
    public async Task Errors_come_in_many_forms(WawpErrorShape shape, string message, string code)
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.Errors = shape;
        server.Host.Faults.Of(_desk).Next(FaultKind.ServerError);

        var answer = await server.GetAsync("groups");

        Assert.Equal(
            (HttpStatusCode.InternalServerError, "Unexpected Failure", "wawp_upstream_error"),
            (answer.Status, answer.Text(message), answer.Text(code)));
    }

    [Fact]
    public async Task Errors_may_be_no_JSON_and_a_429_is_bare()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.Errors = WawpErrorShape.PlainText;
        server.Host.Faults.Of(_desk).Next(FaultKind.RateLimited);

        var limited = await server.GetAsync("groups");

        Assert.Equal((HttpStatusCode.TooManyRequests, "text/plain"), (limited.Status, limited.MediaType));
        Assert.False(limited.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task Text_is_sent_by_message_and_200_may_still_mean_no()
    {
        var person = _builder.AddPerson(phone: "15550003333");
        await using var server = await WawpServer.StartAsync(_builder);

        var sent = await server.PostAsync("send/text", new { chatId = " +1555 0003333@c.us", message = "Hello" });
        var byGet = await server.GetAsync("send/text?chatId=15550003333&message=Hi");
        var nobody = await server.PostAsync("send/text", new { chatId = "15559999999@c.us", message = "Hello" });
        var wrongKey = await server.PostAsync("send/text", new { chatId = "15550003333@c.us", text = "Hello" });
        var tooLong = await server.PostAsync("send/text", new { chatId = "15550003333@c.us", message = new string('x', 4_097) });

        Assert.Equal($"true_15550003333@c.us_{server.World.Messages[0].Id}", sent.Text("id._serialized"));
        Assert.Equal(person.PhoneJid, server.World.Messages[1].ChatJid);
        Assert.Equal(HttpStatusCode.OK, byGet.Status);
        Assert.Equal((HttpStatusCode.OK, "false"), (nobody.Status, nobody.Text("success")));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (wrongKey.Status, tooLong.Status));
    }

    [Fact]
    public async Task A_lid_becomes_a_number_only_where_a_group_is_shared()
    {
        var known = _builder.AddPerson();
        var hidden = _builder.AddPerson(shape: person => person with { HidesPhone = true });
        var stranger = _builder.AddPerson();
        var owner = _builder.AddPerson();
        _builder.AddGroup("Crew", [known, hidden]);
        var community = _builder.AddCommunity("Harbour", owner.Phone).Id;
        _builder.AddGroup("Choir", community, members: [stranger.Phone], owner: owner.Phone);
        _builder.AddMember(community, _desk.Phone);
        await using var server = await WawpServer.StartAsync(_builder);

        Assert.Equal(known.Phone + "@c.us", (await server.GetAsync("lids/" + known.LidJid)).Text("pn"));
        Assert.Null((await server.GetAsync("lids/" + hidden.LidJid)).Text("pn"));
        Assert.Null((await server.GetAsync("lids/" + stranger.LidJid)).Text("pn"));
        Assert.Equal(stranger.LidJid, (await server.GetAsync("lids/pn/" + stranger.Phone)).Text("lid"));
        Assert.Equal("3", (await server.GetAsync("lids/count")).Text("count"));
        Assert.Equal(2, (await server.GetAsync("lids?limit=2&offset=1")).Json.AsArray().Count);
    }

    [Fact]
    public async Task Numbers_are_checked_without_zeros_or_punctuation()
    {
        var person = _builder.AddPerson();
        await using var server = await WawpServer.StartAsync(_builder);

        Assert.Equal(
            person.Phone + "@c.us",
            (await server.GetAsync("contacts/check-exists?phone=%2B" + person.Phone)).Text("chatId"));
        Assert.Equal("false", (await server.GetAsync("contacts/check-exists?phone=15559999999")).Text("numberExists"));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("contacts/check-exists?phone=0049151")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("contacts/check-exists?phone=1-555")).Status);
    }

    [Fact]
    public async Task Pacing_policies_tell_their_figures_and_some_need_a_plan()
    {
        await using var server = await WawpServer.StartAsync(_builder);
        server.Host.Wawp.HasPlan = false;

        var policies = await server.GetAsync("session/rate-limit");
        var paid = await server.PatchAsync("session/rate-limit", new { policy_slug = "relaxed" });
        var free = await server.PatchAsync("session/rate-limit", new { policy_slug = "strict" });

        Assert.Equal(["strict", "standard_policy"], policies.Texts("free_policies"));
        Assert.NotNull(policies.Text("policies.0.limits.group_req_per_minute"));
        Assert.Equal((HttpStatusCode.Forbidden, "subscription_required"), (paid.Status, paid.Text("code")));
        Assert.Equal("strict", free.Text("policy_slug"));
    }

    private static Task<DialectAnswer> BareAsync(
        DialectServer server, string method, string path, object? body = null, Action<HttpRequestMessage>? shape = null) =>
        server.SendAsync(method, path, body, request =>
        {
            request.RequestUri = new Uri(path, UriKind.Relative);
            shape?.Invoke(request);
        });
}
