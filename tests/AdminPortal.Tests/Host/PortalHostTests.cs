using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Host;

public sealed class PortalHostTests
{
    [Theory, DatabaseData]
    public async Task Host_stands_on_the_database_of_the_test_and_hears_nothing_of_the_machine(TestDatabase database)
    {
        await using var host = PortalHost.On(database);

        var configuration = host.Services.GetRequiredService<IConfiguration>();

        Assert.Equal(database.Provider.ToString(), configuration["Database:Provider"]);
        Assert.Equal("false", configuration["Sandbox:Enabled"]);
        Assert.Null(configuration["PATH"]);
    }
}
