using System.Collections.Concurrent;
using System.Net.Http.Json;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator.Whapi;

public sealed class WhapiContractSchemaTests
{
    private const string Group = "120363000000000021@g.us";

    [Theory]
    [InlineData("GET", "/groups?count=500&offset=0", "")]
    [InlineData("GET", "/health?wakeup=false", "")]
    [InlineData("POST", "/groups", """{"subject":"A","participants":["15550002222"]}""")]
    [InlineData("PATCH", "/groups/" + Group, """{"setting":"approve_participants","policy":"admins"}""")]
    [InlineData("DELETE", "/groups/120363000000000021%40g.us/participants", """{"participants":["15550002222"]}""")]
    [InlineData("POST", "/groups/" + Group + "/applications", """{"application":"15550004444@s.whatsapp.net"}""")]
    [InlineData("PUT", "/groups/" + Group + "/icon", "")]
    [InlineData("DELETE", "/communities/" + Group + "/link", "")]
    [InlineData("PUT", "/communities/" + Group + "/" + Group, "")]
    [InlineData("POST", "/messages/text", """{"to":"15550003333","body":"Join here","no_link_preview":false}""")]
    public void Takes_what_is_documented(string method, string path, string body) => Assert.Empty(WhapiContractSchema.Problems(method, path, body));

    [Theory]
    [InlineData("POST", "/groups/" + Group, "", "no such operation")]
    [InlineData("DELETE", "/communities/" + Group + "/", "", "a slash at the end")]
    [InlineData("DELETE", "/communities/" + Group + "/undefined", "", "'undefined' is no {GroupID}")]
    [InlineData("PUT", "/communities/" + Group + "/" + Group, "{}", "takes no body")]
    [InlineData("GET", "/groups?count=501", "", "'count' is no number from 1 to 500")]
    [InlineData("GET", "/groups?page=2", "", "unknown parameter 'page'")]
    [InlineData("POST", "/groups", """{"subject":"A","participants":[]}""", "'participants' is no list with something in it")]
    [InlineData("POST", "/groups", """{"name":"A","participants":["15550002222"]}""", "unknown field 'name'")]
    [InlineData("POST", "/communities", """{"subject":"A"}""", "'description' is missing")]
    [InlineData("PUT", "/groups/" + Group, "{}", "says nothing")]
    [InlineData("PATCH", "/groups/" + Group, """{"setting":"approve_participants","policy":true}""", "'policy' is none of")]
    [InlineData("POST", "/groups/" + Group + "/applications", """{"application":["15550004444@s.whatsapp.net"]}""", "'application' is no text")]
    [InlineData("POST", "/groups/" + Group + "/applications", """{"application":"15550004444"}""", "'application' has the wrong form")]
    [InlineData("DELETE", "/groups/" + Group + "/participants", "", "the body is no JSON")]
    [InlineData("POST", "/messages/text", """{"to":"15550003333@c.us","body":"A"}""", "'to' has the wrong form")]
    public void Says_what_is_wrong(string method, string path, string body, string problem) =>
        Assert.Contains(
            WhapiContractSchema.Problems(method, path, body),
            found => found.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public async Task Checks_the_headers_of_a_request_that_is_yet_to_be_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://gate.whapi.example/communities")
        {
            Content = JsonContent.Create(new { subject = "A", description = "" }),
        };

        Assert.Equal(
            ["no bearer token", "no User-Agent"],
            await WhapiContractSchema.ProblemsAsync(request, TestContext.Current.CancellationToken));
        request.Headers.Authorization = new("Bearer", "token");
        request.Headers.TryAddWithoutValidation("User-Agent", WhapiServer.UserAgent);
        Assert.Empty(await WhapiContractSchema.ProblemsAsync(request, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sees_what_reaches_the_simulator()
    {
        var builder = new WorldBuilder();
        var desk = builder.AddNumber("Desk", vendor: Vendor.Whapi);
        var seen = new ConcurrentQueue<SeenRequest>();
        var host = await SimulatorHost.StartAsync(
            new SimulatorOptions { World = builder.World, OnRequest = seen.Enqueue }, TestContext.Current.CancellationToken);
        await using var server = new DialectServer(host, host.WhapiAddress, request =>
        {
            request.Headers.Authorization = new("Bearer", desk.Token);
            request.Headers.TryAddWithoutValidation("User-Agent", WhapiServer.UserAgent);
        });

        await server.PostAsync("communities", new { subject = "A", description = "" });
        await server.PostAsync("communities", new { subject = "A" });

        Assert.Equal([0, 1], seen.Select(request => WhapiContractSchema.Problems(request).Count));
    }
}
