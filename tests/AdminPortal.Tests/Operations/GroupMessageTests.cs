using AdminPortal.Features.Operations;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Operations;

/// <summary>Texts to groups behind every gateway: out once, or a person is asked; never twice.</summary>
public sealed class GroupMessageTests
{
    private const string Words = "Doors open at *nine*\n<b>bring</b> a coat";

    public static TheoryData<Vendor> Vendors => [.. Enum.GetValues<Vendor>()];

    public static TheoryData<Vendor, FaultKind> Losses => new MatrixTheoryData<Vendor, FaultKind>(
        Enum.GetValues<Vendor>(), [FaultKind.DropAfterEffect, FaultKind.DropBeforeEffect, FaultKind.MalformedJson]);

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_text_goes_to_every_group_once(Vendor vendor)
    {
        List<string> groups = [];
        await using var world = await RunnerWorld.StartAsync(vendor, b => groups = Groups(b));

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.Announce, Items(world, groups)));

        Assert.Equal(OperationState.Completed, operation.State);
        Assert.Equal(groups.Order(), world.World.Messages.Where(m => m.Text == Words).Select(m => m.ChatJid).Order());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_lost_answer_never_sends_twice(Vendor vendor, FaultKind fault)
    {
        List<string> groups = [];
        await using var world = await RunnerWorld.StartAsync(vendor, b => groups = Groups(b));
        world.Faults.Next(fault, 1, RouteKind.SendText);

        var id = await world.SubmitAsync(OperationKind.Announce, Items(world, groups[..1]));
        var operation = await world.ReachedAsync(id, OperationState.Completed, OperationState.NeedsAttention);

        if (vendor == Vendor.Wadial)
        {
            // It knows the key: asking again tells what became of it.
            Assert.Equal((OperationState.Completed, ItemState.Confirmed), (operation.State, operation.Items[0].State));
            Assert.Single(world.World.Messages);
        }
        else
        {
            Assert.Equal((OperationState.NeedsAttention, ItemState.Unknown), (operation.State, operation.Items[0].State));
            Assert.Equal(1, world.Far.Requests.Count(RouteKind.SendText));
            Assert.True(world.World.Messages.Count <= 1);

            var decided = await world.WithAsync((OperationControl control) => control.DecideAsync(RunnerWorld.Operator, operation.Items[0].Id, world.World.Messages.Count == 1, TestContext.Current.CancellationToken));
            Assert.True(decided.Succeeded, decided.Failure?.Message);
            await world.FinishedAsync(id);
            Assert.Equal(1, world.Far.Requests.Count(RouteKind.SendText));
        }
    }

    [Fact]
    public async Task A_gateway_that_knows_the_key_but_stays_silent_leaves_the_outcome_to_a_person()
    {
        List<string> groups = [];
        await using var world = await RunnerWorld.StartAsync(Vendor.Wadial, b => groups = Groups(b));
        world.Faults.Next(FaultKind.DropAfterEffect, 4, RouteKind.SendText);

        var operation = await world.ReachedAsync(await world.SubmitAsync(OperationKind.Announce, Items(world, groups[..1])), OperationState.NeedsAttention);

        Assert.Equal(ItemState.Unknown, operation.Items[0].State);
        Assert.Single(world.World.Messages);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_group_that_is_not_ours_is_refused_and_stops_nothing(Vendor vendor)
    {
        List<string> groups = [];
        var foreign = "";
        await using var world = await RunnerWorld.StartAsync(vendor, b =>
        {
            groups = Groups(b);
            foreign = b.AddGroup("Foreign", owner: b.AddPerson("Owner").Phone);
        });

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.Announce, Items(world, [foreign, .. groups])));

        Assert.Equal(OperationState.CompletedWithFailures, operation.State);
        Assert.Equal([ItemState.Refused, ItemState.Confirmed, ItemState.Confirmed], operation.Items.Select(i => i.State));
    }

    private static List<string> Groups(WorldBuilder builder) => [builder.AddCommunity("Harbour").AnnouncementId, builder.AddGroup("Yard", builder.AddPeople(2))];

    private static List<ItemDraft> Items(RunnerWorld world, IEnumerable<string> groups) =>
        [.. groups.Select(g => world.Item(ItemKind.SendGroupText, g, payload: ItemPayload.Write(new TextPayload(Words))))];
}
