using System.Diagnostics;
using AdminPortal.Account;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Host;

/// <summary>The start as somebody at a terminal sees it: a process of its own.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task First_start_prints_an_address_and_a_link_and_later_starts_the_address_only()
    {
        var folder = Directory.CreateTempSubdirectory("adminportal-start").FullName;

        var first = await ReadStartAsync(folder);
        var link = first[1][first[1].IndexOf("http", StringComparison.Ordinal)..];
        await using (var host = new PortalHost().Set("Data:Directory", folder))
        {
            var token = new Uri(link).Query["?token=".Length..];
            using var done = await new SignInForm(host).PostAsync(
                $"/setup?token={token}", "setup",
                ("Entered.Name", "Ann"), ("Entered.Email", "ann@example.org"), ("Entered.Password", SignedInOperators.Password));
            Assert.Equal("/", done.Headers.Location!.AbsolutePath);
        }

        var later = await ReadStartAsync(folder);

        Assert.Equal(2, first.Count);
        Assert.StartsWith("AdminPortal is at http://127.0.0.1:", first[0], StringComparison.Ordinal);
        Assert.Matches(@"^Make yourself its first administrator .*: http://127\.0\.0\.1:\d+/setup\?token=[\w-]{43}$", first[1]);
        Assert.StartsWith("AdminPortal is at http://127.0.0.1:", Assert.Single(later), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--Database:Provider=Postgres", "Database:ConnectionString")]
    [InlineData("--DataProtection:CertificatePath=/nowhere.pfx", "DataProtection:CertificatePath")]
    [InlineData("--SignIn:TriesPerMinute=0", "SignIn:TriesPerMinute")]
    [InlineData("--Database:Provider=Nonsense", "Database:Provider")]
    [InlineData("--SignIn:TriesPerMinute=many", "SignIn:TriesPerMinute")]
    public async Task Bad_configuration_is_a_sentence_and_an_exit_code(string argument, string key)
    {
        var folder = Directory.CreateTempSubdirectory("adminportal-start").FullName;
        using var process = Start(folder, argument);
        var complaint = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(StartProblem.ExitCode, process.ExitCode);
        Assert.Contains(key, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", complaint, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("http://[::]:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://0.0.0.0:5080", "http://127.0.0.1:5080/")]
    [InlineData("https://console.example:443", "https://console.example/")]
    public void Address_is_one_that_a_browser_can_open(string bound, string expected) =>
        Assert.Equal(expected, StartNotice.ReachableAddress(bound).ToString());

    /// <summary>All that a start prints on standard output until the console answers and is told to end.</summary>
    private static async Task<List<string>> ReadStartAsync(string folder)
    {
        using var process = Start(folder, "--Sandbox:Enabled=false");
        List<string> lines = [await ReadLineAsync(process) ?? throw new InvalidOperationException("The console ended at its start.")];
        using (var client = new HttpClient())
        {
            var address = new Uri(lines[0][lines[0].IndexOf("http", StringComparison.Ordinal)..]);
            using var health = await client.GetAsync(new Uri(address, "/health"), TestContext.Current.CancellationToken);
            Assert.True(health.IsSuccessStatusCode);
        }

        using var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        while (await ReadLineAsync(process) is { } line)
        {
            lines.Add(line);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    private static async Task<string?> ReadLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience, TestContext.Current.CancellationToken);

    private static Process Start(string folder, string argument)
    {
        var program = typeof(StartNotice).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", $"--Data:Directory={folder}", argument])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Where the settings file lies that is part of the product.
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return Process.Start(start)!;
    }
}
