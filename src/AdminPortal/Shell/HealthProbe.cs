namespace AdminPortal.Shell;

/// <summary>
/// <c>AdminPortal --health</c> asks the console that runs on this machine how it is, for a container image that has
/// neither curl nor wget. Exit code 0 means healthy.
/// </summary>
internal static class HealthProbe
{
    public const string Switch = "--health";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(string[] args) => args.Contains(Switch, StringComparer.Ordinal);

    /// <summary>Prints one sentence when the console is not healthy.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter complaints)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddCommandLine([.. args.Where(a => a != Switch)])
            .Build();
        var address = AddressOf(configuration["urls"], configuration["http_ports"]);

        try
        {
            using var client = new HttpClient { Timeout = s_patience };
            using var response = await client.GetAsync(new Uri(address, "/health"));
            if (response.IsSuccessStatusCode)
            {
                return 0;
            }

            await complaints.WriteLineAsync($"{address} answered {(int)response.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await complaints.WriteLineAsync($"{address} did not answer: {failure.Message}");
        }

        return 1;
    }

    /// <summary>Where to reach a server that listens on these urls or ports, from the same machine.</summary>
    internal static Uri AddressOf(string? urls, string? ports)
    {
        var url = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        if (url is not null)
        {
            // A server binds to every interface with hosts that no client can connect to, and two of them are no URI.
            var bound = BindingAddress.Parse(url);
            var host = bound.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : bound.Host;
            return new UriBuilder(bound.Scheme, host, bound.Port).Uri;
        }

        var port = ports?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        return new Uri($"http://127.0.0.1:{port ?? "5000"}");
    }
}
