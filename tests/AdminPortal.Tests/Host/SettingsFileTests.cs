using AdminPortal.Shell;
using Microsoft.AspNetCore.Builder;

namespace AdminPortal.Tests.Host;

public sealed class SettingsFileTests
{
    [Fact]
    public void File_wins_over_defaults_and_arguments_win_over_the_file()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("adminportal").FullName, "settings.json");
        File.WriteAllText(path, """{ "AllowedHosts": "console.example", "Sandbox": { "Enabled": true } }""");
        string[] args = ["--Settings", path, "--Sandbox:Enabled=false"];
        var builder = WebApplication.CreateBuilder(args);

        builder.AddSettingsFile(args);

        Assert.Equal("console.example", builder.Configuration["AllowedHosts"]);
        Assert.Equal("false", builder.Configuration["Sandbox:Enabled"]);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Named_file_that_is_missing_stops_the_start()
    {
        string[] args = ["--Settings", "/nowhere/settings.json"];
        var builder = WebApplication.CreateBuilder(args);

        Assert.Throws<FileNotFoundException>(() => builder.AddSettingsFile(args));
    }
}
