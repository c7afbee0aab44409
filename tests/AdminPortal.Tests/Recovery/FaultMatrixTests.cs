using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Http;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;

namespace AdminPortal.Tests.Recovery;

/// <summary>
/// Every fault of a request, met by every kind of item, on all four gateways: the outcome shown is what the world shows, nothing
/// happens twice, the others go on, and what endangers the number stops it. With <c>ADMINPORTAL_SOAK=1</c> all of it, else a
/// seeded tenth of the pairs of fault and kind, each on one gateway. A class per gateway, so that they run side by side.
/// </summary>
public abstract class FaultMatrixTests
{
    private const int Seed = 463;

    private static readonly Actor s_anna = new(Guid.Parse("0198a000-0000-7000-8000-000000000009"), "Anna", OperatorRole.Administrator);

    /// <summary>After these nobody can read what happened: a person is asked.</summary>
    private static readonly ItemKind[] s_undecidable =
    [
        ItemKind.SendText, ItemKind.SendGroupText, ItemKind.SendInviteCard, ItemKind.SendInviteLink, ItemKind.ResetInvite, ItemKind.Join,
        ItemKind.CreateCommunity, ItemKind.CreateGroup, ItemKind.CreateSubgroup,
    ];

    private static readonly FaultKind[] s_stopping = [FaultKind.SignedOut, FaultKind.LogoutAfterCall, FaultKind.BanAfterCall, FaultKind.ReachOutLocked];

    private static IEnumerable<FaultKind> Faults => Enum.GetValues<FaultKind>()
        .Except([FaultKind.LoseDelivery, FaultKind.RepeatDelivery, FaultKind.ReorderDelivery]);

    protected static TheoryData<ItemKind, FaultKind> CasesOf(Vendor vendor)
    {
        var pairs = Enum.GetValues<ItemKind>().SelectMany(kind => Faults.Select(fault => (kind, fault))).ToArray();
        if (Soak.IsOn)
        {
            return [.. pairs];
        }

        var vendors = Enum.GetValues<Vendor>();
        new Random(Seed).Shuffle(pairs);
        return [.. pairs.Take((pairs.Length + 9) / 10).Where((_, at) => vendors[at % vendors.Length] == vendor)];
    }

    protected static async Task ProveAsync(ItemKind kind, FaultKind fault, Vendor vendor)
    {
        var town = new FaultTown();
        await using var world = await RunnerWorld.StartAsync(
            vendor, town.Furnish, database: null, ("Sync:TickEvery", "00:00:01"), ("Sync:RequestsEvery", "00:00:01"), ("Sync:SessionEvery", "00:10:00"));
        await town.SeenAsync(world);
        var item = await town.ItemAsync(world, kind);
        if (await IsBeyondAsync(world, item))
        {
            await AssertSaidAtOnceAsync(world, item);
            return;
        }

        var since = world.World.LastSequence;
        world.Faults.RateLimitReset = TimeSpan.FromMilliseconds(500);

        // Half of them meet it with their first call, half after one that went well.
        var place = ((int)kind + (int)fault) % 2;
        Arrange(world.Faults, fault, FaultTown.RouteOf(kind), before: kind == ItemKind.AddParticipant ? place : 0);
        var adds = world.Adds(town.Quay, town.Newcomers);

        var id = await world.SubmitAsync(OperationKind.ChangeGroup, [.. adds.Take(place), item, .. adds.Skip(place)]);
        var (operation, stops) = await SettledAsync(world, id, place, fault);

        foreach (var settled in operation.Items)
        {
            var effects = FaultTown.EffectsOf(world, settled.Kind, settled.Participant, since);
            var truth = $"{settled.Kind} {settled.Label} is {settled.State} ({settled.Detail}) and happened {effects} times.";
            Assert.True(effects <= 1, truth);
            switch (settled.State)
            {
                case ItemState.Confirmed:
                    Assert.True(effects == 1, truth);
                    break;
                case ItemState.Unknown:
                    Assert.True(settled.Sequence == place + 1 && s_undecidable.Contains(kind), truth);
                    break;
                default:
                    Assert.True(effects == 0, truth);
                    break;
            }
        }

        // Whatever befell it, the others were done, except one that met the lost session itself.
        Assert.True(operation.Items.Where((_, at) => at != place).Count(i => i.State == ItemState.Confirmed) >= (s_stopping.Contains(fault) ? 2 : 3));

        if (s_stopping.Contains(fault))
        {
            Assert.All(stops, reason => Assert.False(string.IsNullOrWhiteSpace(reason)));
            Assert.NotEmpty(stops);
        }

        Assert.Empty(world.Far.Requests.Errors);
        Assert.Empty(world.Far.Requests.Unmatched);
    }

    /// <summary>The gateway cannot do it at all.</summary>
    private static async Task<bool> IsBeyondAsync(RunnerWorld world, ItemDraft item)
    {
        var gateway = await world.Get<GatewaySwitchboard>().ConnectAsync(world.ConnectionId, OpenRequestGate.Instance, TestContext.Current.CancellationToken);
        return ItemNeeds.Of(item.Kind, item.Payload).Any(c => !gateway!.Capabilities.Can(c));
    }

    private static async Task AssertSaidAtOnceAsync(RunnerWorld world, ItemDraft item)
    {
        var ticket = await world.TrySubmitAsync(OperationKind.ChangeGroup, [item]);
        Assert.False(ticket.Succeeded);
        Assert.DoesNotContain(world.Far.Requests.All, r => r.Route == FaultTown.RouteOf(item.Kind));
    }

    private static void Arrange(FaultPlan faults, FaultKind fault, RouteKind route, int before) => _ = fault switch
    {
        FaultKind.PartialParticipantList => faults.Next(fault, 2, RouteKind.GroupDetail),
        FaultKind.RejectCommunity => faults.Next(fault, 1, RouteKind.CreateCommunity),
        FaultKind.SilentlyDropAdds when route != RouteKind.Add => faults.Next(fault, 1, RouteKind.CreateGroup),
        _ => faults.NextAfter(before, fault, 1, route),
    };

    /// <summary>Over, or waiting for a person to say what happened. A number that was stopped is connected again and let go on.</summary>
    /// <returns>The operation, and why the number was stopped, each time it was.</returns>
    private static async Task<(Operation Operation, IReadOnlyList<string?> Stops)> SettledAsync(RunnerWorld world, Guid id, int place, FaultKind fault)
    {
        List<string?> stops = [];
        while (true)
        {
            var operation = await world.UntilAsync(id, o => o.IsFinished || IsStopped(o) || IsForAPerson(o, place));
            if (!IsStopped(operation))
            {
                return (operation, stops);
            }

            AssertWithinOneFurtherCall(world, fault);
            stops.Add((await world.NumberAsync()).StoppedReason);
            world.World.SetSession(world.Desk.Phone, SessionState.Connected);
            var resumed = await world.WithAsync((ConnectionRegistry registry) =>
                registry.ResumeAsync(s_anna, world.ConnectionId, "Paired again.", TestContext.Current.CancellationToken));
            Assert.True(resumed.Succeeded, resumed.Failure?.Message);
            await world.UntilAsync(id, o => o.IsFinished || o.AttentionReason != operation.AttentionReason);
        }
    }

    private static bool IsStopped(Operation operation) =>
        operation.State == OperationState.NeedsAttention && operation.AttentionReason?.Contains("was stopped", StringComparison.Ordinal) == true;

    private static bool IsForAPerson(Operation operation, int place) =>
        operation.State == OperationState.NeedsAttention && operation.Items.All(i => i.IsSettled || (i.Sequence == place + 1 && i.State == ItemState.Unknown));

    private static void AssertWithinOneFurtherCall(RunnerWorld world, FaultKind fault)
    {
        var calls = world.Far.Requests.All.Where(r => r.Method != "GET" && r.Route != RouteKind.Webhooks).ToList();
        var met = calls.FindIndex(r => r.Faults.Contains(fault));
        Assert.True(met >= 0, $"The number was stopped before it met {fault}.");
        Assert.True(calls.Count - met - 1 <= 1, $"Sent {calls.Count - met - 1} further changes after {fault}.");
    }
}

public sealed class RyzeApiFaultMatrixTests : FaultMatrixTests
{
    public static TheoryData<ItemKind, FaultKind> Cases => CasesOf(Vendor.RyzeApi);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_outcome_shown_is_what_the_world_shows(ItemKind kind, FaultKind fault) => ProveAsync(kind, fault, Vendor.RyzeApi);
}

public sealed class WhapiFaultMatrixTests : FaultMatrixTests
{
    public static TheoryData<ItemKind, FaultKind> Cases => CasesOf(Vendor.Whapi);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_outcome_shown_is_what_the_world_shows(ItemKind kind, FaultKind fault) => ProveAsync(kind, fault, Vendor.Whapi);
}

public sealed class WadialFaultMatrixTests : FaultMatrixTests
{
    public static TheoryData<ItemKind, FaultKind> Cases => CasesOf(Vendor.Wadial);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_outcome_shown_is_what_the_world_shows(ItemKind kind, FaultKind fault) => ProveAsync(kind, fault, Vendor.Wadial);
}

public sealed class WawpFaultMatrixTests : FaultMatrixTests
{
    public static TheoryData<ItemKind, FaultKind> Cases => CasesOf(Vendor.Wawp);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_outcome_shown_is_what_the_world_shows(ItemKind kind, FaultKind fault) => ProveAsync(kind, fault, Vendor.Wawp);
}
