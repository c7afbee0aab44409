using System.Diagnostics;
using AdminPortal.Tests.Architecture;

namespace AdminPortal.Tests.Recovery;

/// <summary>The console as a process of its own, to be killed without warning.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process _process;

    private PortalProcess(Process process) => _process = process;

    /// <param name="dataDirectory">Where its SQLite file and keys lie.</param>
    public static PortalProcess Start(string dataDirectory, IEnumerable<(string Key, string Value)> settings)
    {
        // The output of the console's own project, not the copy beside the tests: that one lacks its files.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var output = Path.Combine(RepositoryRoot.Path, "src", "AdminPortal", "bin", configuration, "net10.0");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = output, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(output, "AdminPortal.dll"), "--urls", "http://127.0.0.1:0", "--Data:Directory", dataDirectory])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in settings)
        {
            start.ArgumentList.Add("--" + key);
            start.ArgumentList.Add(value);
        }

        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The console did not start.");

        // Unread pipes fill up and would halt it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new PortalProcess(process);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>SIGKILL: nothing in it gets to run any more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGSTOP: it stands still with all it holds, like a suspended machine, until <see cref="Thaw"/>.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
