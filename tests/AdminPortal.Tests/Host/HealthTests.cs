using System.Net;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Host;

public sealed class HealthTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Answers_200_when_the_host_is_up()
    {
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/health", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
