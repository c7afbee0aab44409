using AdminPortal.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>
/// The product as it starts in production, with a data folder of its own and the sandbox off. Settings of the machine
/// do not reach it.
/// </summary>
/// <remarks>As a class fixture it keeps SQLite in its folder; <see cref="On"/> puts it on the database of a test.</remarks>
public class PortalHost : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder = Directory.CreateTempSubdirectory("adminportal-host").FullName;

    public PortalHost()
    {
        Set("Data:Directory", _folder);
        Set("Database:Provider", nameof(DatabaseProvider.Sqlite));
        Set("Sandbox:Enabled", "false");
        Set("Logging:LogLevel:Default", "Warning");
        // The in-process server cannot bound a request's size and says so every time.
        Set("Logging:LogLevel:Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware", "Error");
    }

    /// <summary>The folder that holds what survives a restart.</summary>
    public string DataDirectory => _folder;

    public static PortalHost On(TestDatabase database)
    {
        var host = new PortalHost();
        host.Use(database);
        return host;
    }

    /// <summary>Puts it on the database of a test, before the first client or service is asked for.</summary>
    protected void Use(TestDatabase database)
    {
        Set("Database:Provider", database.Provider.ToString());
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            Set("Data:Directory", database.Folder);
        }
        else
        {
            Set("Database:ConnectionString", database.ConnectionString);
        }
    }

    /// <summary>Before the first client or service is asked for.</summary>
    public PortalHost Set(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseStaticWebAssets();
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureAppConfiguration((_, configuration) =>
        {
            foreach (var source in configuration.Sources.OfType<EnvironmentVariablesConfigurationSource>().ToList())
            {
                configuration.Sources.Remove(source);
            }
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        DeleteFolder();
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DeleteFolder();
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
