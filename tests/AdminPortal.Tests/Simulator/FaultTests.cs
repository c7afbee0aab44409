using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

public sealed class FaultTests
{
    private readonly WorldBuilder _builder = new();
    private readonly WorldNumber _desk;
    private readonly Person _person;
    private readonly string _group;

    public FaultTests()
    {
        _desk = _builder.AddNumber("Desk");
        _person = _builder.AddPerson();
        _group = _builder.AddGroup("Harbour Crew");
    }

    [Fact]
    public async Task A_drop_before_the_effect_leaves_none()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.DropBeforeEffect, 1, RouteKind.Add));

        await Assert.ThrowsAsync<HttpRequestException>(() => AddAsync(server));

        Assert.Equal(0, server.World.Count(WorldEventKind.MemberAdded));
        Assert.Null(server.Host.Requests.All[^1].Status);
        Assert.True((await AddAsync(server)).Success);
    }

    [Fact]
    public async Task A_drop_after_the_effect_hides_it()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.DropAfterEffect, 1, RouteKind.Add));

        await Assert.ThrowsAsync<HttpRequestException>(() => AddAsync(server));

        Assert.Equal(1, server.World.Count(WorldEventKind.MemberAdded, _group, _person.Phone));
    }

    [Fact]
    public async Task A_drop_on_a_connection_in_use_reaches_the_caller_and_is_not_repeated_behind_its_back()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.DropAfterEffect, 2, RouteKind.Add, RouteKind.Leave));

        Assert.True((await server.GetAsync("group/list/desk")).Success);
        await Assert.ThrowsAsync<HttpRequestException>(() => AddAsync(server));
        Assert.True((await server.GetAsync("group/list/desk")).Success);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => server.SendAsync(HttpMethod.Delete, $"group/leave/desk?identifier={_group}", body: null));

        Assert.Equal(1, server.Host.Requests.Count(RouteKind.Add));
        Assert.Equal(1, server.Host.Requests.Count(RouteKind.Leave));
        Assert.Equal(1, server.World.Count(WorldEventKind.MemberLeft, _group));
    }

    [Fact]
    public async Task Malformed_JSON_comes_after_the_effect_and_cannot_be_read()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.MalformedJson));

        await Assert.ThrowsAnyAsync<JsonException>(() => AddAsync(server));

        Assert.True(server.World.IsMember(_group, _person.Phone));
    }

    [Fact]
    public async Task A_proxy_page_is_HTML_with_502()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.HtmlError));

        using var response = await server.SendRawAsync(HttpMethod.Get, "group/list/desk", body: null);

        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_500_speaks_the_vendors_words_and_does_nothing()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.ServerError));

        var answer = await AddAsync(server);

        Assert.Equal((HttpStatusCode.InternalServerError, "Failed to get instance"), (answer.Status, answer.Error));
        Assert.Equal(0, server.World.LastSequence);
    }

    [Fact]
    public async Task A_429_explains_itself_or_not()
    {
        await using var server = await StartAsync(plan =>
        {
            plan.RateLimitReset = TimeSpan.FromSeconds(20);
            plan.Next(FaultKind.RateLimited).NextAfter(1, FaultKind.RateLimitedByWhatsApp);
        });

        var explained = await AddAsync(server);
        var bare = await AddAsync(server);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (explained.Status, bare.Status));
        Assert.Equal("0", explained.Headers["X-RateLimit-Remaining"]);
        var reset = long.Parse(explained.Headers["X-RateLimit-Reset"], CultureInfo.InvariantCulture);
        Assert.InRange(reset - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), 15, 21);
        Assert.False(bare.Headers.ContainsKey("X-RateLimit-Reset"));
        Assert.Equal(0, server.World.LastSequence);
    }

    [Fact]
    public async Task Signed_out_is_one_call_and_a_logout_after_an_add_stays()
    {
        await using var server = await StartAsync(plan => plan.Next(FaultKind.SignedOut).NextAfter(1, FaultKind.LogoutAfterCall, 1, RouteKind.Add));

        Assert.Equal("Instance is not connected to WhatsApp", (await AddAsync(server)).Error);
        Assert.True((await AddAsync(server)).Success);
        Assert.Equal("Instance is not connected to WhatsApp", (await AddAsync(server)).Error);

        Assert.Equal(SessionState.LoggedOut, server.World.FindNumber(_desk.Phone)!.Session);
        Assert.True(server.World.IsMember(_group, _person.Phone));
    }

    [Fact]
    public async Task Silently_dropped_adds_are_reported_as_done()
    {
        await using var server = await StartAsync(plan => plan.Always(FaultKind.SilentlyDropAdds));

        var answer = await AddAsync(server);

        Assert.True(answer.Body["participants"]![0]!["success"]!.GetValue<bool>());
        Assert.False(server.World.IsMember(_group, _person.Phone));
    }

    [Fact]
    public async Task A_partial_list_says_more_than_it_shows()
    {
        _builder.AddMember(_group, _person.Phone);
        await using var server = await StartAsync(plan => plan.Next(FaultKind.PartialParticipantList, 1, RouteKind.GroupDetail));

        var detail = (await server.GetAsync($"group/info/desk?identifier={_group}")).Body["group"]!;

        Assert.Equal(2, detail["participantCount"]!.GetValue<int>());
        Assert.Empty(detail["participants"]!.AsArray());
    }

    [Fact]
    public void What_hits_deliveries_does_not_depend_on_the_requests_between_them()
    {
        static bool[] Draw(int requestsBetween)
        {
            var board = new FaultBoard(seed: 7);
            board.Everyone.Sometimes(FaultKind.LoseDelivery, 0.5).Sometimes(FaultKind.ServerError, 0.5);
            return [.. Enumerable.Range(0, 40).Select(_ =>
            {
                for (var request = 0; request < requestsBetween; request++)
                {
                    Assert.False(board.Draw("15550001000", RouteKind.Add).Has(FaultKind.LoseDelivery));
                }

                var drawn = board.DrawDelivery("15550001000");
                Assert.False(drawn.Has(FaultKind.ServerError));
                return drawn.Has(FaultKind.LoseDelivery);
            })];
        }

        var alone = Draw(requestsBetween: 0);

        Assert.Equal(alone, Draw(requestsBetween: 3));
        Assert.InRange(alone.Count(isLost => isLost), 10, 30);
    }

    [Fact]
    public async Task Latency_takes_its_time()
    {
        await using var server = await StartAsync(plan =>
        {
            plan.Latency = TimeSpan.FromMilliseconds(150);
            plan.Next(FaultKind.Latency);
        });
        var clock = Stopwatch.StartNew();

        Assert.True((await AddAsync(server)).Success);

        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(140));
    }

    [Fact]
    public async Task Faults_belong_to_one_number_unless_they_are_everyones()
    {
        var other = _builder.AddNumber("Night shift");
        await using var server = await StartAsync(plan => plan.Always(FaultKind.ServerError));

        Assert.False((await server.GetAsync("group/list/desk")).Success);
        Assert.True((await server.GetAsync("group/list/night-shift", other.Token)).Success);
        server.Host.Faults.Everyone.Next(FaultKind.ServerError);
        Assert.False((await server.GetAsync("group/list/night-shift", other.Token)).Success);
        server.Host.Faults.ClearAll();
        Assert.True((await server.GetAsync("group/list/desk")).Success);
    }

    [Fact]
    public async Task Chance_comes_from_the_seed()
    {
        Assert.Equal(await RollAsync(), await RollAsync());

        async Task<string> RollAsync()
        {
            await using var server = await StartAsync(plan => plan.Sometimes(FaultKind.ServerError, 0.5));
            var rolls = "";
            for (var call = 0; call < 20; call++)
            {
                rolls += (await server.GetAsync("group/list/desk")).Success ? "." : "x";
            }

            Assert.Contains('.', rolls);
            Assert.Contains('x', rolls);
            return rolls;
        }
    }

    private async Task<RyzeServer> StartAsync(Action<FaultPlan> script)
    {
        var server = await RyzeServer.StartAsync(_builder);
        script(server.Host.Faults.Of(_desk));
        return server;
    }

    private Task<RyzeServer.Answer> AddAsync(RyzeServer server) =>
        server.PostAsync("group/participants/desk", new { action = "add", identifier = _group, participants = new[] { _person.Phone } });
}
