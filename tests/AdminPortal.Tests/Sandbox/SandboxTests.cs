using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Sandbox;
using AdminPortal.Security;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Sandbox;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Sandbox;

/// <summary>What a newcomer starts with, and finds again.</summary>
public sealed class SandboxTests
{
    private static readonly Actor s_admin = new(Guid.NewGuid(), "Ada", OperatorRole.Administrator);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_number_of_each_gateway_stands_at_the_first_start_and_is_the_same_at_the_next(TestDatabase database)
    {
        using var folder = new Folder();
        string address;
        Dictionary<Guid, string> first;
        await using (var host = Start(database, folder))
        {
            await UntilAsync(host, db => db.Connections.CountAsync(c => c.ListedAt != null, Ending), 4);
            address = host.Services.GetRequiredService<SandboxControl>().Read()!.Address.ToString();
            first = await NumbersAsync(host);
            Assert.Equal(4, (await host.Services.GetRequiredService<ConnectionDirectory>().ListAsync(Ending)).Select(c => c.Kind).Distinct().Count());
            var registry = host.Services.GetRequiredService<ConnectionRegistry>();
            Assert.True((await registry.RemoveAsync(s_admin, first.Keys.First(), Ending)).Succeeded);
        }

        // The port went to somebody else meanwhile: the numbers that were kept follow to another one.
        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, new Uri(address).Port);
        squatter.Start();
        await using var again = Start(database, folder);
        var kept = await NumbersAsync(again);
        Assert.Equal(first.Keys.Skip(1), kept.Keys);
        Assert.NotEqual(address, again.Services.GetRequiredService<SandboxControl>().Read()!.Address.ToString());
        await using var db = await again.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Ending);
        Assert.All(await db.Connections.Where(c => c.RemovedAt == null).ToListAsync(Ending), c => Assert.StartsWith(
            again.Services.GetRequiredService<SandboxControl>().Read()!.Address.ToString(), c.BaseAddress, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sandbox_of_two_numbers_goes_on_as_it_was_and_gets_one_of_each_gateway_by_a_reset()
    {
        using var folder = new Folder();
        var builder = new WorldBuilder();
        builder.AddNumber("Front desk", "front-desk", "15550100001");
        builder.AddNumber("Night shift", "night-shift", "4915110900001");
        builder.AddGroup("Before");
        await SandboxFile.SaveAsync(builder.World, Path.Combine(folder.Name, "sandbox.json"), Ending);

        await using var host = Start(folder);
        var control = host.Services.GetRequiredService<SandboxControl>();
        var directory = host.Services.GetRequiredService<ConnectionDirectory>();
        Assert.True(control.Read()!.IsFromBefore);
        Assert.All(await directory.ListAsync(Ending), c => Assert.Equal(GatewayKind.RyzeApi, c.Kind));
        var before = await NumbersAsync(host);
        Assert.Equal(["Front desk", "Night shift"], before.Values);

        Assert.True((await control.ResetAsync(s_admin, Ending)).Succeeded);

        Assert.False(control.Read()!.IsFromBefore);
        var after = await directory.ListAsync(Ending);
        Assert.Equal(4, after.Select(c => c.Kind).Distinct().Count());
        Assert.Equal(control.Read()!.Numbers.Select(n => n.ConnectionId).Order(), after.Select(c => c.Id).Order());
        Assert.Contains(before.Keys.First(), after.Select(c => c.Id));
        Assert.DoesNotContain(before.Keys.Last(), after.Select(c => c.Id));
    }

    [Fact]
    public async Task The_world_outlives_a_restart_and_a_broken_file_does_not_stop_the_console()
    {
        using var folder = new Folder();
        await using (var host = Start(folder))
        {
            var runtime = host.Services.GetRequiredService<SandboxRuntime>();
            runtime.Host!.World.Rename(runtime.Host.World.Numbers[0].Phone, OwnGroup(runtime), "Renamed by hand");
        }

        await using (var host = Start(folder))
        {
            Assert.Contains(host.Services.GetRequiredService<SandboxRuntime>().Host!.World.AllGroups(), g => g.Name == "Renamed by hand");
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Name, "sandbox.json"), "{ not a world", Ending);
        await using var mended = Start(folder);
        Assert.NotNull(mended.Services.GetRequiredService<SandboxControl>().Read());
        Assert.True(File.Exists(Path.Combine(folder.Name, "sandbox.json.unreadable")));
    }

    [Fact]
    public async Task Speed_faults_and_sessions_are_switched_by_who_may_and_a_reset_undoes_them()
    {
        using var folder = new Folder();
        await using var host = Start(folder);
        var control = host.Services.GetRequiredService<SandboxControl>();
        var runtime = host.Services.GetRequiredService<SandboxRuntime>();
        var phone = control.Read()!.Numbers[0].Phone;
        var viewer = s_admin with { Role = OperatorRole.Operator };
        Assert.IsType<NotAllowed>((await control.SetSpeedAsync(viewer, 1, Ending)).Failure);
        Assert.IsType<NotAllowed>((await control.ResetAsync(viewer, Ending)).Failure);

        Assert.IsType<InvalidInput>((await control.SetSpeedAsync(s_admin, -1, Ending)).Failure);
        await control.SetSpeedAsync(s_admin, 0, Ending);
        await control.SetFaultAsync(s_admin, phone, FaultKind.ServerError, FaultChance.Always, Ending);
        await control.SetSignedInAsync(s_admin, phone, signedIn: false, Ending);
        runtime.Host!.World.SetSession(runtime.Host.World.Numbers[1].Phone, SessionState.Connected);
        var status = control.Read()!;
        Assert.Equal((0, false, FaultChance.Always), (status.EventsPerMinute, status.Numbers[0].SignedIn, status.Numbers[0].Faults[FaultKind.ServerError]));

        Assert.True((await control.ResetAsync(s_admin, Ending)).Succeeded);

        var fresh = control.Read()!;
        Assert.True(fresh.Numbers[0].SignedIn);
        Assert.Empty(fresh.Numbers[0].Faults);
        Assert.Equal(60, fresh.Waiting);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Ending);
        Assert.Contains("sandbox.reset", await db.AuditEntries.Select(a => a.Action).ToListAsync(Ending));
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_sandbox()
    {
        await using var host = new PortalHost();
        var control = host.Services.GetRequiredService<SandboxControl>();

        Assert.False(control.IsOn);
        Assert.IsType<SandboxIsOff>((await control.ResetAsync(s_admin, Ending)).Failure);
        Assert.Empty(await NumbersAsync(host));
    }

    private static PortalHost Start(Folder folder) => Set(new PortalHost(), folder);

    private static PortalHost Start(TestDatabase database, Folder folder) => Set(
        PortalHost.On(database),
        // SQLite's file lies in its own folder, and the sandbox beside it.
        database.Provider == DatabaseProvider.Sqlite ? null : folder);

    private static PortalHost Set(PortalHost host, Folder? folder)
    {
        host.Set("Sandbox:Enabled", "true").Set("Sandbox:EventsPerMinute", "0");
        return folder is null ? host : host.Set("Data:Directory", folder.Name);
    }

    private static string OwnGroup(SandboxRuntime runtime) =>
        runtime.Host!.World.Groups(runtime.Host.World.Numbers[0].Phone).Value.First(g => g.IsOwnAdmin).Id;

    private static async Task<Dictionary<Guid, string>> NumbersAsync(PortalHost host) =>
        (await host.Services.GetRequiredService<ConnectionDirectory>().ListAsync(Ending)).ToDictionary(c => c.Id, c => c.Name);

    private static async Task UntilAsync(PortalHost host, Func<PortalDbContext, Task<int>> count, int wanted)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        timeout.CancelAfter(s_patience);
        using var changed = new SemaphoreSlim(0);
        using var subscription = host.Services.GetRequiredService<ChangeFeed>().Subscribe(_ => changed.Release());
        while (true)
        {
            await using var db = await host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Ending);
            if (await count(db) >= wanted)
            {
                return;
            }

            await changed.WaitAsync(timeout.Token);
        }
    }

    private sealed class Folder : IDisposable
    {
        public string Name { get; } = Directory.CreateTempSubdirectory("adminportal-sandbox").FullName;

        public void Dispose() => Directory.Delete(Name, recursive: true);
    }
}
