using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace AdminPortal.BrowserTests.Infrastructure;

/// <summary>
/// The console as it starts in production, on a real port, with a data folder of its own. Settings of the machine do
/// not reach it. A story that needs other settings derives from it.
/// </summary>
public class BrowserHost : WebApplicationFactory<Program>
{
    private readonly string _folder;

    public BrowserHost()
        : this(Directory.CreateTempSubdirectory("adminportal-browser").FullName)
    {
    }

    /// <param name="folder">What an earlier run left; it goes with the host.</param>
    protected BrowserHost(string folder)
    {
        _folder = folder;
        UseKestrel(0);
    }

    /// <summary>Starts the console when it is asked for the first time.</summary>
    public Uri Address
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress;
        }
    }

    /// <summary>The folder that holds what survives a restart.</summary>
    public string DataDirectory => _folder;

    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        // Static files are served from where the build found them, as nothing has been published.
        builder.UseStaticWebAssets();
        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("Database:Provider", "Sqlite");
        builder.UseSetting("Sandbox:Enabled", "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in Settings)
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
