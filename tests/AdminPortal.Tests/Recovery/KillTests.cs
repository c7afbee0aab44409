using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Recovery;

/// <summary>
/// The console is killed again and again while it works on all four gateways at once; the world must not notice. With
/// <c>ADMINPORTAL_SOAK=1</c> it is killed a hundred times, in four rounds with four jobs of 500 items each, else ten times over
/// one job of 200.
/// </summary>
public sealed class KillTests
{
    private static readonly WorldEventKind[] s_effects = [WorldEventKind.MemberAdded, WorldEventKind.MemberRemoved, WorldEventKind.Promoted];

    private sealed record Scale(int Kills, int ItemsPerNumber, bool OneOperation, int MostEffects, TimeSpan Patience);

    private static Scale OfThisRun { get; } = Soak.IsOn
        ? new Scale(25, 500, OneOperation: false, MostEffects: 60, TimeSpan.FromMinutes(15))
        : new Scale(10, 50, OneOperation: true, MostEffects: 14, TimeSpan.FromMinutes(4));

    public static TheoryData<int> Seeds => Soak.IsOn ? [1, 2, 3, 4] : [20251120];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_again_and_again_it_does_everything_exactly_once(int seed)
    {
        var started = TimeProvider.System.GetTimestamp();
        var scale = OfThisRun;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(scale.Patience);
        var builder = new WorldBuilder(seed: 3);
        var desks = Enum.GetValues<Vendor>().Select(vendor => new Desk(builder, vendor, scale.ItemsPerNumber)).ToList();
        await using var far = await SimulatorHost.StartAsync(
            new SimulatorOptions { World = builder.World, RequestsPerMinute = null, RequestLogCapacity = 200_000 }, timeout.Token);
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await SubmitAsync(database, far, desks, scale);

        var random = new Random(seed);
        using (var watch = builder.World.Watch())
        {
            for (var kill = 1; kill <= scale.Kills; kill++)
            {
                await using var portal = PortalProcess.Start(database.Folder, Settings);
                await EffectsAsync(watch, random.Next(4, scale.MostEffects), timeout.Token);

                // Somewhere in the calls, after their answers, while reading back, or in between.
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 60)), TimeProvider.System, timeout.Token);
                Assert.False(portal.HasExited, "The console ended by itself.");
                await portal.KillAsync(timeout.Token);
                TestContext.Current.SendDiagnosticMessage($"kill {kill} after {TimeProvider.System.GetElapsedTime(started)}");
            }
        }

        var between = await ReadAsync(database, timeout.Token);
        Assert.All(between, o => Assert.False(o.IsFinished, "It was over before the last kill: the test proves less than it says."));
        await using (PortalProcess.Start(database.Folder, Settings))
        {
            await FinishedAsync(database, timeout.Token);
        }

        AssertExactlyOnce(await ReadAsync(database, timeout.Token), builder.World, desks);
        var items = desks.Sum(d => d.Targets.Count);
        var sentAgain = far.Requests.All.Count(r => r.Route is RouteKind.Add or RouteKind.Remove or RouteKind.Promote) - items;
        TestContext.Current.SendDiagnosticMessage($"{items} items, {sentAgain} sent again, done after {TimeProvider.System.GetElapsedTime(started)}");

        // A kill may cost the item under way of each number, never more; what never left has no request to count.
        Assert.InRange(sentAgain, 0, scale.Kills * desks.Count);
    }

    private static void AssertExactlyOnce(IReadOnlyList<Operation> operations, WhatsAppWorld world, IReadOnlyList<Desk> desks)
    {
        var phones = desks.Select(d => d.Number.Phone).ToHashSet(StringComparer.Ordinal);
        var effects = world.Journal()
            .Where(e => s_effects.Contains(e.Kind) && e.Actor is { } actor && phones.Contains(actor))
            .GroupBy(e => (e.Kind, e.GroupId!, e.Person!))
            .ToDictionary(e => e.Key, e => e.Count());
        var wanted = desks.SelectMany(d => d.Targets).Select(t => (EffectOf(t.Kind), t.Group, t.Person.Phone)).ToList();
        Assert.All(wanted, w => Assert.Equal(1, effects.GetValueOrDefault(w)));
        Assert.Equal(wanted.Count, effects.Count);
        Assert.All(operations.SelectMany(o => o.Items), i => Assert.True(i.State == ItemState.Confirmed, $"{i.Kind} {i.Label} in {i.GroupId}: {i.State} {i.Detail}"));
        Assert.All(operations, o => Assert.Equal(OperationState.Completed, o.State));
    }

    private static IReadOnlyList<(string Key, string Value)> Settings { get; } = [.. RunnerWorld.QuickPace, ("Logging:LogLevel:Default", "Warning")];

    private static WorldEventKind EffectOf(ItemKind kind) => kind switch
    {
        ItemKind.AddParticipant => WorldEventKind.MemberAdded,
        ItemKind.RemoveParticipant => WorldEventKind.MemberRemoved,
        _ => WorldEventKind.Promoted,
    };

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

    private static async Task SubmitAsync(TestDatabase database, SimulatorHost far, IReadOnlyList<Desk> desks, Scale scale)
    {
        await using var db = database.Open();
        var targets = new List<(Guid Connection, Target Target)>();
        await using (var host = PortalHost.On(database))
        {
            // The process finds the same keys in the same folder.
            var secrets = host.Services.GetRequiredService<SecretProtector>();
            foreach (var desk in desks)
            {
                var connection = FarNumbers.ConnectionOf(far, desk.Number, secrets, desk.Number.Vendor.ToString());
                db.Connections.Add(connection);
                targets.AddRange(desk.Targets.Select(t => (connection.Id, t)));
            }
        }

        foreach (var job in scale.OneOperation ? targets.GroupBy(_ => Guid.Empty) : targets.GroupBy(t => t.Connection))
        {
            var operation = new Operation
            {
                Kind = OperationKind.ChangeGroup,
                Title = $"{job.Count()} changes",
                IntentKey = $"kill-test-{job.Key}",
                Interactive = false,
                SubmittedById = Guid.NewGuid(),
                SubmittedBy = "Olga",
                SubmittedAt = TimeProvider.System.GetUtcNow(),
            };
            operation.Items.AddRange(job.Select((t, index) => new OperationItem
            {
                Sequence = index + 1,
                Kind = t.Target.Kind,
                ConnectionId = t.Connection,
                GroupId = t.Target.Group,
                Participant = t.Target.Person.PhoneJid,
                Label = t.Target.Person.Name,
            }));
            db.Operations.Add(operation);
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task FinishedAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while ((await ReadAsync(database, cancellationToken)).Any(o => !o.IsFinished))
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException tooLate)
        {
            var operations = await ReadAsync(database, CancellationToken.None);
            var open = operations.SelectMany(o => o.Items).Where(i => !i.IsSettled).Select(i => $"{i.Sequence} {i.Kind}: {i.State} {i.Detail}").Take(10);
            throw new TimeoutException(
                $"{string.Join(", ", operations.Select(o => $"{o.State} ({o.AttentionReason})"))}\n{string.Join('\n', open)}", tooLate);
        }
    }

    private static async Task<IReadOnlyList<Operation>> ReadAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Operations.AsNoTracking().Include(o => o.Items.OrderBy(i => i.Sequence)).ToListAsync(cancellationToken);
    }

    private sealed record Target(ItemKind Kind, string Group, Person Person);

    /// <summary>One number with groups of its own, in which there is something to do.</summary>
    private sealed class Desk
    {
        public Desk(WorldBuilder builder, Vendor vendor, int items)
        {
            Number = builder.AddNumber($"Desk {vendor}", vendor: vendor);
            var (adds, others) = (items * 7 / 20, items * 3 / 20);
            var newcomers = builder.AddPeople(items - (2 * others), $"{vendor} newcomer");
            var leavers = builder.AddPeople(others, $"{vendor} leaver");
            var risers = builder.AddPeople(others, $"{vendor} riser");
            var yard = builder.AddGroup($"{vendor} yard", owner: Number.Phone);
            var dock = builder.AddGroup($"{vendor} dock", owner: Number.Phone);
            var crew = builder.AddGroup($"{vendor} crew", members: leavers.Concat(risers).Select(p => p.Phone), owner: Number.Phone);
            Targets =
            [
                .. newcomers.Take(adds).Select(p => new Target(ItemKind.AddParticipant, yard, p)),
                .. leavers.Select(p => new Target(ItemKind.RemoveParticipant, crew, p)),
                .. newcomers.Skip(adds).Select(p => new Target(ItemKind.AddParticipant, dock, p)),
                .. risers.Select(p => new Target(ItemKind.PromoteParticipant, crew, p)),
            ];
        }

        public WorldNumber Number { get; }

        public IReadOnlyList<Target> Targets { get; }
    }
}
