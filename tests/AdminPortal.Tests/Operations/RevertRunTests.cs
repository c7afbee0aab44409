using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>Reverts through the whole host, against a gateway over HTTP.</summary>
public sealed class RevertRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_wrong_removal_is_undone_in_the_world_and_the_operation_can_be_reverted_itself(TestDatabase database)
    {
        var group = "";
        IReadOnlyList<Person> people = [];
        await using var world = await RunnerWorld.StartAsync(b => group = b.AddGroup("Yard", people = b.AddPeople(4)), database);
        await world.UntilAsync(db => db.Memberships.AnyAsync(m => m.GroupId == group && m.GoneAt == null, Token));
        var removal = await world.SubmitAsync(
            OperationKind.RemoveParticipants, [.. people.Take(3).Select(p => world.Item(ItemKind.RemoveParticipant, group, p))]);
        await world.FinishedAsync(removal);
        world.World.ChangePerson(people[1].Phone, p => p with { Privacy = PrivacyWall.Closed });

        var plan = await PlanAsync(world, removal);
        var reverted = await world.FinishedAsync(await SubmitAsync(world, removal, plan));

        Assert.Equal(3, plan.Items.Count);
        Assert.Equal(OperationState.CompletedWithFailures, reverted.State);
        Assert.Equal(RefusalReason.PrivacyBlocked, reverted.Items.Single(i => i.State == ItemState.Refused).Reason);
        Assert.Equal([true, false, true, true], people.Select(p => world.World.IsMember(group, p.Phone)));

        // What privacy forbade is known now, and who is back is left alone.
        var again = await PlanAsync(world, removal);
        Assert.Empty(again.Items);
        Assert.Contains(again.LeftOut, l => l.Why.StartsWith("Privacy settings", StringComparison.Ordinal));

        var backAgain = await PlanAsync(world, reverted.Id);
        Assert.Equal([ItemKind.RemoveParticipant, ItemKind.RemoveParticipant], backAgain.Items.Select(i => i.Draft.Kind));
    }

    [Fact]
    public async Task A_move_between_communities_and_a_name_go_back()
    {
        string from = "", to = "", crew = "";
        await using var world = await RunnerWorld.StartAsync(b =>
        {
            (from, _) = b.AddCommunity("Harbour");
            (to, _) = b.AddCommunity("Old Town");
            crew = b.AddGroup("Crew", b.AddPeople(2), from);
            b.AddGroup("Dock", b.AddPeople(2), from);
            b.AddGroup("Parking", b.AddPeople(2), to);
        });
        await world.UntilAsync(db => db.Groups.AnyAsync(g => g.Id == crew && g.CommunityId == from, Token));
        await world.UntilAsync(async db => await db.Groups.CountAsync(g => g.CommunityId == to, Token) == 2);
        var change = await world.SubmitAsync(OperationKind.ApplyPlan,
        [
            world.Item(ItemKind.UpdateProfile, crew, payload: ItemPayload.Write(new ProfilePayload(Name: "Crew North"))),
            world.Item(ItemKind.UnlinkGroup, crew, community: from),
            world.Item(ItemKind.LinkGroup, crew, community: to, dependsOn: 2),
        ]);
        Assert.Equal(OperationState.Completed, (await world.FinishedAsync(change)).State);

        var plan = await PlanAsync(world, change);
        var reverted = await world.FinishedAsync(await SubmitAsync(world, change, plan));

        Assert.True(reverted.State == OperationState.Completed, string.Join("; ", reverted.Items.Select(i => $"{i.Kind} {i.State} {i.Detail}")));
        var back = world.World.FindGroup(crew)!;
        Assert.Equal(("Crew", from), (back.Name, back.CommunityId));
    }

    private static async Task<OperationPlan> PlanAsync(RunnerWorld world, Guid id)
    {
        var planned = await world.WithAsync((OperationRevert revert) => revert.PlanAsync(RunnerWorld.Operator, id, Token));
        Assert.True(planned.Succeeded, planned.Failure?.Message);
        return planned.Value;
    }

    private static async Task<Guid> SubmitAsync(RunnerWorld world, Guid id, OperationPlan plan)
    {
        var ticket = await world.WithAsync((OperationRevert revert) =>
            revert.SubmitAsync(RunnerWorld.Operator, id, plan.Fingerprint, Guid.NewGuid(), startAt: null, Token));
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value.OperationId;
    }
}
