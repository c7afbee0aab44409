using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using GatewaySession = AdminPortal.Gateways.Model.SessionState;

namespace AdminPortal.Tests.Recovery;

/// <summary>The console is killed again and again while it works; the world must not notice.</summary>
public sealed class KillTests
{
    private const int Kills = 10;
    private const int Seed = 20251120;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly WorldEventKind[] s_effects = [WorldEventKind.MemberAdded, WorldEventKind.MemberRemoved, WorldEventKind.Promoted];

    [Fact]
    public async Task Killed_ten_times_over_two_hundred_items_it_does_everything_exactly_once()
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        var builder = new WorldBuilder(seed: 3);
        var desk = builder.AddNumber("Desk", handle: "ops-1", phone: "4915110002000", token: "token-of-the-instance-ops-1");
        var (yard, dock) = (builder.AddGroup("Yard"), builder.AddGroup("Dock"));
        var newcomers = builder.AddPeople(140, "Newcomer");
        var leavers = builder.AddPeople(30, "Leaver");
        var risers = builder.AddPeople(30, "Riser");
        var crew = builder.AddGroup("Crew", [.. leavers, .. risers]);
        await using var far = await SimulatorHost.StartAsync(
            new SimulatorOptions { World = builder.World, RequestsPerMinute = null }, timeout.Token);
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var operationId = await SubmitAsync(database, far, desk,
        [
            .. newcomers.Take(70).Select(p => (ItemKind.AddParticipant, yard, p)),
            .. leavers.Select(p => (ItemKind.RemoveParticipant, crew, p)),
            .. newcomers.Skip(70).Select(p => (ItemKind.AddParticipant, dock, p)),
            .. risers.Select(p => (ItemKind.PromoteParticipant, crew, p)),
        ]);

        var random = new Random(Seed);
        using (var watch = builder.World.Watch())
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                await using var portal = PortalProcess.Start(database.Folder, Settings);
                await EffectsAsync(watch, random.Next(5, 18), timeout.Token);

                // Somewhere in the call, after its answer, while reading back, or in between.
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 60)), TimeProvider.System, timeout.Token);
                Assert.False(portal.HasExited, "The console ended by itself.");
                await portal.KillAsync(timeout.Token);
                TestContext.Current.SendDiagnosticMessage($"kill {kill} after {TimeProvider.System.GetElapsedTime(started)}");
            }
        }

        Assert.False((await ReadAsync(database, operationId, timeout.Token)).IsFinished, "It was over before the last kill: the test proves less than it says.");
        await using (PortalProcess.Start(database.Folder, Settings))
        {
            await FinishedAsync(database, operationId, timeout.Token);
        }

        var operation = await ReadAsync(database, operationId, timeout.Token);
        var effects = builder.World.Journal().Where(e => s_effects.Contains(e.Kind) && e.Actor == desk.Phone).ToList();
        Assert.All(effects.GroupBy(e => (e.Kind, e.GroupId, e.Person)), e => Assert.Single(e));
        Assert.All(operation.Items, i => Assert.Equal(Happened(i, effects) ? ItemState.Confirmed : ItemState.NotApplied, i.State));

        // A kill may cost the item under way, never more.
        Assert.InRange(operation.Items.Count(i => i.State == ItemState.NotApplied), 0, Kills);
        Assert.InRange(Writes(far), operation.Items.Count - Kills, operation.Items.Count);
    }

    private static IReadOnlyList<(string Key, string Value)> Settings { get; } = [.. RunnerWorld.QuickPace, ("Logging:LogLevel:Default", "Warning")];

    private static int Writes(SimulatorHost far) =>
        far.Requests.Count(RouteKind.Add) + far.Requests.Count(RouteKind.Remove) + far.Requests.Count(RouteKind.Promote);

    private static bool Happened(OperationItem item, List<WorldEvent> effects) => effects.Exists(e =>
        e.GroupId == item.GroupId && item.Participant!.StartsWith(e.Person!, StringComparison.Ordinal) && e.Kind == item.Kind switch
        {
            ItemKind.AddParticipant => WorldEventKind.MemberAdded,
            ItemKind.RemoveParticipant => WorldEventKind.MemberRemoved,
            _ => WorldEventKind.Promoted,
        });

    private static async Task EffectsAsync(WorldWatch watch, int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var seen = await watch.Events.ReadAsync(cancellationToken);
            if (s_effects.Contains(seen.Kind))
            {
                count--;
            }
        }

        // What was seen after the last count belongs to the next life.
        while (watch.Events.TryRead(out _))
        {
        }
    }

    private static async Task<Guid> SubmitAsync(TestDatabase database, SimulatorHost far, WorldNumber desk, IReadOnlyList<(ItemKind Kind, string Group, Person Person)> targets)
    {
        string credentials;
        await using (var host = PortalHost.On(database))
        {
            // The process finds the same keys in the same folder.
            credentials = host.Services.GetRequiredService<SecretProtector>()
                .Protect(new Dictionary<string, string> { ["instance"] = desk.Handle, ["token"] = desk.Token });
        }

        await using var db = database.Open();
        var connection = new Connection
        {
            Name = "Desk",
            Kind = GatewayKind.RyzeApi,
            BaseAddress = far.RyzeApiAddress.ToString(),
            ProtectedCredentials = credentials,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Session = GatewaySession.Connected,
        };
        var operation = new Operation
        {
            Kind = OperationKind.ChangeGroup,
            Title = "Two hundred changes",
            IntentKey = "kill-test",
            Interactive = false,
            SubmittedById = Guid.NewGuid(),
            SubmittedBy = "Olga",
            SubmittedAt = TimeProvider.System.GetUtcNow(),
        };
        operation.Items.AddRange(targets.Select((t, index) => new OperationItem
        {
            Sequence = index + 1,
            Kind = t.Kind,
            ConnectionId = connection.Id,
            GroupId = t.Group,
            Participant = t.Person.PhoneJid,
            Label = t.Person.Name,
        }));
        db.Connections.Add(connection);
        db.Operations.Add(operation);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return operation.Id;
    }

    private static async Task FinishedAsync(TestDatabase database, Guid operationId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (!(await ReadAsync(database, operationId, cancellationToken)).IsFinished)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException tooLate)
        {
            var operation = await ReadAsync(database, operationId, CancellationToken.None);
            var open = operation.Items.Where(i => !i.IsSettled).Select(i => $"{i.Sequence} {i.Kind}: {i.State} {i.Detail}").Take(10);
            throw new TimeoutException(
                $"Stays {operation.State} ({operation.AttentionReason}), {operation.Items.Count(i => i.IsSettled)} settled.\n{string.Join('\n', open)}", tooLate);
        }
    }

    private static async Task<Operation> ReadAsync(TestDatabase database, Guid operationId, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Operations.AsNoTracking().Include(o => o.Items.OrderBy(i => i.Sequence)).SingleAsync(o => o.Id == operationId, cancellationToken);
    }
}
