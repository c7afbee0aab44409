using System.Net;
using AdminPortal.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Host;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(null, null, "http://127.0.0.1:5000/")]
    [InlineData(null, "8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:80", "8080", "http://127.0.0.1/")]
    [InlineData("http://+:5080;http://other:1", null, "http://127.0.0.1:5080/")]
    [InlineData("http://0.0.0.0:5080", null, "http://127.0.0.1:5080/")]
    [InlineData("http://[::]:5080", null, "http://127.0.0.1:5080/")]
    [InlineData("http://localhost:5080", null, "http://localhost:5080/")]
    public void Asks_where_the_server_can_be_reached(string? urls, string? ports, string expected) =>
        Assert.Equal(expected, HealthProbe.AddressOf(urls, ports).ToString());

    [Theory]
    [InlineData(HttpStatusCode.OK, 0)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 1)]
    public async Task Exit_code_follows_the_answer(HttpStatusCode answer, int expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.MapGet("/health", () => TypedResults.StatusCode((int)answer));
        await server.StartAsync(TestContext.Current.CancellationToken);
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        var code = await HealthProbe.RunAsync([HealthProbe.Switch, "--urls", address], TextWriter.Null);

        Assert.Equal(expected, code);
    }

    [Fact]
    public async Task Nobody_listening_is_one_sentence_and_exit_code_1()
    {
        await using var complaints = new StringWriter();

        // Port 9 (discard) is never a console.
        var code = await HealthProbe.RunAsync([HealthProbe.Switch, "--urls", "http://127.0.0.1:9"], complaints);

        Assert.Equal(1, code);
        Assert.Contains("did not answer", complaints.ToString(), StringComparison.Ordinal);
    }
}
