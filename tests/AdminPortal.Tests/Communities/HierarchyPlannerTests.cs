using AdminPortal.Data;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static AdminPortal.Tests.Communities.EstateScene;

namespace AdminPortal.Tests.Communities;

public sealed class HierarchyPlannerTests
{
    [Theory, DatabaseData]
    public async Task Linking_brings_in_those_who_are_in_no_group_of_the_community_yet(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann", "ben"])).Group("Chess", ["ben", "cid", "dan"]).SaveAsync();

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"));

        var step = Assert.Single(plan.Sendable);
        Assert.Equal((StepKind.Link, Verdict.Fine, (int?)null, scene.DeskNumber), (step.Kind, step.Verdict, step.DependsOn, step.ConnectionId!.Value));
        Assert.Equal(new PeopleCount(2, 2), plan.Enter);
        Assert.Equal(PeopleCount.None, plan.Leave);
        Assert.Equal("2 people enter Announcements.", plan.EffectSentence);
    }

    [Theory, DatabaseData]
    public async Task Unlinking_takes_out_those_who_are_in_no_other_group_and_no_admin_of_the_community(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann", "ben", "boss"]), ("Anglers", ["ben", "cid"]))
            .Member("Harbor", "boss", MemberRole.SuperAdmin)
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Crew", "Harbor", null));

        Assert.Equal(StepKind.Unlink, Assert.Single(plan.Sendable).Kind);
        Assert.Equal(new PeopleCount(1, 1), plan.Leave);
        Assert.Equal("1 person leaves Announcements.", plan.EffectSentence);
    }

    [Theory, DatabaseData]
    public async Task A_move_is_an_unlink_and_a_link_that_waits_for_it(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann"]), ("Anglers", ["cid"]))
            .Community("Town", ("Choir", ["ann", "eve"]))
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Anglers", "Harbor", "Town"));

        Assert.Equal([StepKind.Unlink, StepKind.Link], plan.Sendable.Select(s => s.Kind));
        Assert.Equal([null, 1], plan.Sendable.Select(s => s.DependsOn));
        Assert.Equal("1 person enters Announcements, 1 person leaves it.", plan.EffectSentence);
        Assert.True(plan.Duration > TimeSpan.Zero);
    }

    [Theory, DatabaseData]
    public async Task People_are_counted_once_however_many_of_their_groups_enter(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann"]))
            .Group("Chess", ["cid", "dan"]).Group("Go", ["dan", "eve"])
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"), Change("Go", null, "Harbor"));

        Assert.Equal(new PeopleCount(3, 3), plan.Enter);
    }

    [Theory, DatabaseData]
    public async Task The_operator_sees_who_takes_a_step_and_may_prefer_another(TestDatabase database)
    {
        using var scene = new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["cid"]).Group("Go", ["dan"]);
        var night = scene.AddNumber("Night");
        await scene.SaveAsync();
        await scene.ChangeAsync(db =>
        {
            db.GroupConnections.AddRange(new[] { "Harbor", "Chess" }.Select(g => new GroupConnection { GroupId = EstateScene.Id(g), ConnectionId = night, Role = MemberRole.Admin, Readable = true }));
            return db.SaveChangesAsync();
        });
        StagedChange[] changes = [Change("Chess", null, "Harbor"), Change("Go", null, "Harbor")];

        var plan = await scene.PlanAsync(changes);
        var other = await scene.Planner.PlanAsync(changes, CancellationToken.None, night);

        Assert.Equal(["Desk", "Night"], plan.Choices.Select(c => c.Name));
        Assert.Equal(["Desk", "Desk"], plan.Steps.Select(s => s.ConnectionName));
        // Where the preferred number cannot, the other goes on taking the step.
        Assert.Equal(["Night", "Desk"], other.Steps.Select(s => s.ConnectionName));
        Assert.NotEqual(plan.Fingerprint, other.Fingerprint);
        var applied = await scene.Desk.ApplyAsync(EstateScene.Operator, changes, other.Fingerprint, Guid.NewGuid(), startAt: null, CancellationToken.None, night);
        await using var db = database.Open();
        Assert.Equal([night, scene.DeskNumber], db.OperationItems.Where(i => i.OperationId == applied.Value!.OperationId).OrderBy(i => i.Sequence).Select(i => i.ConnectionId).ToList());
    }

    [Theory, DatabaseData]
    public async Task Unread_members_make_the_count_a_range(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann"]))
            .Group("Chess", ["cid"]).Group("Go", [], readMembers: false, shape: g => g.MemberCount = 40)
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"), Change("Go", null, "Harbor"));

        Assert.Equal(new PeopleCount(1, 41), plan.Enter);
        Assert.Equal(Verdict.Warning, plan.Sendable.Single(s => s.Change.GroupName == "Go").Verdict);
    }

    [Theory, DatabaseData]
    public async Task A_hidden_announcement_list_and_an_unread_group_make_it_at_most(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", ["ann"]))
            .Group("Dark", [], community: "Harbor", readMembers: false, shape: g => g.MemberCount = 9)
            .Group("Chess", ["cid", "ann"])
            .SaveAsync();
        await scene.ChangeAsync(db => db.Groups.Where(g => g.Kind == GroupKind.Announcement).ExecuteUpdateAsync(s => s.SetProperty(g => g.MembersHidden, true)));

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"));

        Assert.Equal(new PeopleCount(0, 1), plan.Enter);
        Assert.Equal("At most 1 people enter Announcements.", plan.EffectSentence, ignoreCase: true);
    }

    [Theory, DatabaseData]
    public async Task Announcement_groups_and_communities_never_move(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", [])).Community("Town", ("Choir", [])).SaveAsync();

        var plan = await scene.PlanAsync(Change("Harbor news", "Harbor", "Town"), Change("Harbor", null, "Town"));

        Assert.Empty(plan.Sendable);
        Assert.Equal(2, plan.BlockedChanges);
        Assert.Equal("Nothing of it can be applied.", plan.EffectSentence);
    }

    [Theory, DatabaseData]
    public async Task The_last_group_stays(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();

        var plan = await scene.PlanAsync(Change("Crew", "Harbor", null));

        var check = Assert.Single(Assert.Single(plan.Steps).Checks, c => c.Verdict == Verdict.Blocked);
        Assert.Contains("at least one", check.Text, StringComparison.Ordinal);
        Assert.Contains("Link another group", check.WhoCanFix, StringComparison.Ordinal);
        Assert.Empty(plan.Effects);
    }

    [Theory, DatabaseData]
    public async Task What_makes_room_goes_first(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { Subgroups = 2 })
            .Community("Harbor", ("Crew", ["ann"]), ("Anglers", ["cid"]))
            .Group("Chess", ["dan"])
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"), Change("Anglers", "Harbor", null));

        Assert.Equal([StepKind.Unlink, StepKind.Link], plan.Sendable.Select(s => s.Kind));
        Assert.Equal(0, plan.BlockedChanges);
    }

    [Theory, DatabaseData]
    public async Task A_group_can_replace_the_last_one(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();

        var plan = await scene.PlanAsync(Change("Crew", "Harbor", null), Change("Chess", null, "Harbor"));

        Assert.Equal([StepKind.Link, StepKind.Unlink], plan.Sendable.Select(s => s.Kind));
    }

    [Theory, DatabaseData]
    public async Task What_does_not_fit_is_blocked_and_the_rest_goes(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { Subgroups = 2 })
            .Community("Harbor", ("Crew", ["ann"]))
            .Group("Chess", ["dan"]).Group("Go", ["eve"])
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"), Change("Go", null, "Harbor"));

        Assert.Equal("Chess", Assert.Single(plan.Sendable).Change.GroupName);
        var blocked = plan.Steps.Single(s => s.Verdict == Verdict.Blocked);
        Assert.Contains("full: 2 of 2", blocked.Checks[^1].Text, StringComparison.Ordinal);
        Assert.Equal(new PeopleCount(1, 1), plan.Enter);
    }

    [Theory, DatabaseData]
    public async Task A_blocked_half_keeps_the_other_half_back(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { Subgroups = 2 })
            .Community("Harbor", ("Crew", ["ann"]), ("Anglers", ["cid"]))
            .Community("Town", ("Choir", []), ("Band", []))
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Crew", "Harbor", "Town"));

        Assert.Equal(2, plan.Steps.Count);
        Assert.Empty(plan.Sendable);
        Assert.Equal(PeopleCount.None, plan.Leave);
    }

    [Theory, DatabaseData]
    public async Task Too_many_people_block_from_the_last_change_back(TestDatabase database)
    {
        using var scene = await new EstateScene(database, limits: new GroupLimitOptions { CommunityMembersWarn = 2, CommunityMembersStop = 3 })
            .Community("Harbor", ("Crew", ["ann", "ben"]))
            .Group("Chess", ["dan"]).Group("Go", ["eve"])
            .SaveAsync();

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"), Change("Go", null, "Harbor"));

        Assert.Equal("Chess", Assert.Single(plan.Sendable).Change.GroupName);
        Assert.Equal(Verdict.Warning, plan.Sendable[0].Verdict);
        Assert.Contains("4 people", plan.Steps.Single(s => s.Verdict == Verdict.Blocked).Checks[^1].Text, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task A_group_that_others_linked_meanwhile_is_blocked(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", [])).Community("Town", ("Choir", [])).SaveAsync();

        var plan = await scene.PlanAsync(Change("Choir", null, "Harbor"), Change("Crew", "Town", null), Change("Nowhere", null, "Harbor"));

        Assert.Empty(plan.Sendable);
        Assert.Contains("linked to Town already", plan.Steps[0].Checks[0].Text, StringComparison.Ordinal);
        Assert.Contains("linked to Harbor already", plan.Steps[1].Checks[0].Text, StringComparison.Ordinal);
        Assert.Contains("not there any more", plan.Steps[2].Checks[0].Text, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task A_group_under_way_waits(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", [])).Group("Chess", ["dan"]).SaveAsync();
        await scene.Operations.SubmitAsync(
            Operator,
            new OperationDraft(OperationKind.ApplyPlan, "Link", "x", Interactive: true, [new ItemDraft(ItemKind.LinkGroup, scene.DeskNumber, "Chess") { GroupId = Id("Chess"), CommunityId = Id("Harbor") }]),
            CancellationToken.None);

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"));

        Assert.Contains("being moved already", Assert.Single(plan.Steps).Checks[0].Text, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Names_who_can_make_our_number_admin(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", [])).Group("Chess", ["dan"], role: MemberRole.Member).SaveAsync();

        var check = (await scene.PlanAsync(Change("Chess", null, "Harbor"))).Steps[0].Checks[0];

        Assert.Equal(new PlanCheck(Verdict.Blocked, "Desk is no admin of Chess.", "An admin of Chess can make Desk admin there."), check);
    }

    [Theory, DatabaseData]
    public async Task A_group_without_any_of_our_numbers_is_blocked(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", [])).Group("Chess", ["dan"], ours: false).SaveAsync();

        Assert.Equal("None of our numbers is in Chess.", (await scene.PlanAsync(Change("Chess", null, "Harbor"))).Steps[0].Checks[0].Text);
    }

    [Theory, DatabaseData]
    public async Task One_number_must_be_in_both(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        var field = scene.AddNumber("Field");
        await scene.Community("Harbor", ("Crew", [])).Group("Chess", ["dan"], ours: false).InGroup(field, "Chess", MemberRole.Admin).SaveAsync();

        Assert.StartsWith("No single number of ours", (await scene.PlanAsync(Change("Chess", null, "Harbor"))).Steps[0].Checks[0].Text, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task A_missing_capability_blocks_with_the_gateways_own_reason(TestDatabase database)
    {
        using var scene = await new EstateScene(database, TestVendor.Without(Capability.LinkGroup, "cannot link groups")).Community("Harbor", ("Crew", [])).Group("Chess", ["dan"]).SaveAsync();

        Assert.Equal("Desk cannot link groups.", (await scene.PlanAsync(Change("Chess", null, "Harbor"))).Steps[0].Checks[0].Text);
    }

    [Theory, DatabaseData]
    public async Task A_number_that_is_down_blocks_unless_another_can(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        await scene.Community("Harbor", ("Crew", [])).Group("Chess", ["dan"]).SaveAsync();
        await scene.ChangeAsync(db => db.Connections.ExecuteUpdateAsync(s => s.SetProperty(c => c.Session, SessionState.SignedOut)));

        var down = await scene.PlanAsync(Change("Chess", null, "Harbor"));
        var field = scene.AddNumber("Field");
        await scene.InGroup(field, "Chess", MemberRole.Admin).InGroup(field, "Harbor", MemberRole.Admin).SaveAsync();
        var up = await scene.PlanAsync(Change("Chess", null, "Harbor"));

        Assert.Equal("Desk is signed out; pair it again.", down.Steps[0].Checks[0].Text);
        Assert.Equal("Field", Assert.Single(up.Sendable).ConnectionName);
    }

    [Theory, DatabaseData]
    public async Task An_unread_role_and_a_doubtful_or_old_read_only_warn(TestDatabase database)
    {
        using var scene = await new EstateScene(database)
            .Community("Harbor", ("Crew", []))
            .Group("Chess", ["dan"], role: null)
            .Group("Go", ["eve"])
            .SaveAsync();
        await scene.ChangeAsync(db => db.GroupReadings.Where(r => r.GroupId == Id("Go")).ExecuteUpdateAsync(s => s.SetProperty(r => r.Suspicion, "half are gone")));
        scene.Time.Advance(HierarchyPlanner.OldAfter + TimeSpan.FromHours(25));

        var plan = await scene.PlanAsync(Change("Chess", null, "Harbor"), Change("Go", null, "Harbor"));

        Assert.Equal(2, plan.Sendable.Count);
        Assert.All(plan.Sendable, s => Assert.Equal(Verdict.Warning, s.Verdict));
        Assert.Contains(plan.Sendable[0].Checks, c => c.Text.Contains("2 d ago", StringComparison.Ordinal));
        Assert.Contains(plan.Sendable[0].Checks, c => c.Text.Contains("whether Desk is admin", StringComparison.Ordinal));
        Assert.Contains(plan.Sendable[1].Checks, c => c.Text.Contains("half are gone", StringComparison.Ordinal));
    }

    [Theory, DatabaseData]
    public async Task Counts_who_will_be_in_a_new_community(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Group("Chess", ["cid", "dan"]).Group("Go", ["dan", "eve"]).SaveAsync();

        Assert.Equal(new PeopleCount(3, 3), await scene.Planner.PeopleOfAsync([Id("Chess"), Id("Go")], CancellationToken.None));
    }
}
