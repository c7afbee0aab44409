using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using static AdminPortal.Tests.Communities.EstateScene;

namespace AdminPortal.Tests.Communities;

public sealed class CommunityDeskTests
{
    [Theory, DatabaseData]
    public async Task Applies_a_plan_as_one_operation_in_its_order(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann"]), ("Anglers", ["cid"]))
            .Community("Town", ("Choir", ["eve"]))
            .Group("Chess", ["dan"])
            .SaveAsync();
        StagedChange[] changes = [Change("Chess", null, "Harbor"), Change("Anglers", "Harbor", "Town")];
        var plan = await scene.PlanAsync(changes);

        var result = await scene.Desk.ApplyAsync(Operator, changes, plan.Fingerprint, Guid.NewGuid(), startAt: null, CancellationToken.None);

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        Assert.Equal((OperationKind.ApplyPlan, "Link 1, move 1 groups"), (operation.Kind, operation.Title));
        Assert.Equal(
            [(ItemKind.LinkGroup, Id("Chess"), Id("Harbor"), null), (ItemKind.UnlinkGroup, Id("Anglers"), Id("Harbor"), null), (ItemKind.LinkGroup, Id("Anglers"), Id("Town"), (int?)2)],
            operation.Items.OrderBy(i => i.Sequence).Select(i => (i.Kind, i.GroupId!, i.CommunityId!, i.DependsOn)));
    }

    [Theory, DatabaseData]
    public async Task Leaves_blocked_changes_out(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { Subgroups = 2 })
            .Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).Group("Go", ["eve"]).SaveAsync();
        StagedChange[] changes = [Change("Chess", null, "Harbor"), Change("Go", null, "Harbor")];
        var plan = await scene.PlanAsync(changes);

        var result = await scene.Desk.ApplyAsync(Operator, changes, plan.Fingerprint, Guid.NewGuid(), startAt: null, CancellationToken.None);

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        Assert.Equal("Link Chess to Harbor", operation.Title);
        Assert.Single(operation.Items);
        Assert.Equal(Id("Chess"), operation.GroupId);
    }

    [Theory, DatabaseData]
    public async Task Refuses_what_is_not_what_was_reviewed(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();
        StagedChange[] changes = [Change("Chess", null, "Harbor")];
        var plan = await scene.PlanAsync(changes);
        await scene.Member("Chess", "late").SaveAsync();

        var result = await scene.Desk.ApplyAsync(Operator, changes, plan.Fingerprint, Guid.NewGuid(), startAt: null, CancellationToken.None);

        Assert.IsType<PlanOutdated>(result.Failure);
    }

    [Theory, DatabaseData]
    public async Task Refuses_viewers_wholly_blocked_drafts_and_starts_in_the_past(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();
        StagedChange[] good = [Change("Chess", null, "Harbor")];
        StagedChange[] blocked = [Change("Crew", "Harbor", null)];
        var plan = await scene.PlanAsync(good);

        Assert.IsType<NotAllowed>((await scene.Desk.ApplyAsync(Viewer, good, plan.Fingerprint, Guid.NewGuid(), startAt: null, CancellationToken.None)).Failure);
        Assert.IsType<NothingSendable>((await scene.Desk.ApplyAsync(Operator, blocked, "", Guid.NewGuid(), startAt: null, CancellationToken.None)).Failure);
        Assert.Equal("start", (await scene.Desk.ApplyAsync(Operator, good, plan.Fingerprint, Guid.NewGuid(), scene.Time.GetUtcNow(), CancellationToken.None)).Failure?.Field);
    }

    [Theory, DatabaseData]
    public async Task A_double_click_is_one_operation_and_a_start_is_kept(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();
        StagedChange[] changes = [Change("Chess", null, "Harbor")];
        var plan = await scene.PlanAsync(changes);
        var (intent, start) = (Guid.NewGuid(), scene.Time.GetUtcNow().AddHours(2));

        var first = await scene.Desk.ApplyAsync(Operator, changes, plan.Fingerprint, intent, start, CancellationToken.None);
        Assert.Equal(start, (await scene.OperationAsync(first.Value!.OperationId)).StartAt);

        // The first submit made the group busy, so the same plan is not sendable again; nothing is sent twice.
        var second = await scene.Desk.ApplyAsync(Operator, changes, plan.Fingerprint, intent, start, CancellationToken.None);
        Assert.IsType<NothingSendable>(second.Failure);
    }
}
