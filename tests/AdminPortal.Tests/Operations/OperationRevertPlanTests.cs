using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Operations;

/// <summary>Who reverts, what stands in the way of it, and when it is too late.</summary>
public sealed class OperationRevertPlanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task The_operator_may_choose_the_number_that_reverts_and_what_it_cannot_stays_with_the_other(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var night = await scene.Groups.AddNumberAsync("Night", "4915110000002");
        await scene.Groups.PutAsync(night, MemberRole.Admin);
        var (ann, dan) = (await scene.Groups.AddMemberAsync("Ann"), await scene.Groups.AddMemberAsync("Dan", MemberRole.Admin));
        var done = await scene.DoneAsync([scene.Draft(ItemKind.RemoveParticipant, ann), scene.Draft(ItemKind.PromoteParticipant, dan)]);
        await scene.GoneAsync(ann);
        await scene.ReadAsync(db => db.ConnectionCapabilities.Add(new ConnectionCapability
        {
            ConnectionId = night, Capability = Capability.DemoteParticipants, Level = CapabilityLevel.Unsupported, Reason = "has no roles", ProbedAt = scene.Groups.Time.GetUtcNow(),
        }));
        await scene.ReadAsync(db => db.OperationItems.Single(i => i.Label == "Dan").Former = """{"member":true,"role":0}""");

        var usual = await scene.PlanAsync(done);
        var chosen = (await scene.Revert.PlanAsync(GroupScene.Operator, done, Token, night)).Value!;
        var stale = await scene.Revert.SubmitAsync(GroupScene.Operator, done, usual.Fingerprint, Guid.NewGuid(), startAt: null, Token, night);
        var ticket = await scene.Revert.SubmitAsync(GroupScene.Operator, done, chosen.Fingerprint, Guid.NewGuid(), startAt: null, Token, night);

        Assert.Equal([("Demote Dan", "Desk"), ("Add Ann", "Desk")], usual.Items.Select(i => (i.Text, i.By)));
        Assert.Equal(["Desk", "Night"], usual.Choices.Select(c => c.Name));
        Assert.Equal([("Demote Dan", "Desk"), ("Add Ann", "Night")], chosen.Items.Select(i => (i.Text, i.By)));
        Assert.IsType<PlanHasChanged>(stale.Failure);
        Assert.Equal([scene.Number, night], (await scene.Groups.OperationAsync(ticket.Value!.OperationId)).Items.OrderBy(i => i.Sequence).Select(i => i.ConnectionId));
    }

    [Theory, DatabaseData]
    public async Task Where_no_number_can_revert_the_sentence_says_who_could(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        await scene.Groups.AddNumberAsync("Field", "4915110000002");
        var ann = await scene.Groups.AddMemberAsync("Ann");
        var done = await scene.DoneAsync([scene.Draft(ItemKind.AddParticipant, ann)], i => i.Former = """{"member":false}""");
        await scene.ReadAsync(db => db.ConnectionCapabilities.Add(new ConnectionCapability
        {
            ConnectionId = scene.Number, Capability = Capability.RemoveParticipants, Level = CapabilityLevel.Unsupported, Reason = "removes nobody", ProbedAt = scene.Groups.Time.GetUtcNow(),
        }));
        await scene.ReadAsync(db => db.Memberships.Single(m => m.PersonId == ann.Id).Role = MemberRole.Member);
        await scene.ReadAsync(db => db.OperationItems.Single(i => i.Label == "Ann").SentAt = DateTimeOffset.UnixEpoch);

        var plan = await scene.PlanAsync(done);

        Assert.Empty(plan.Choices);
        Assert.Equal("Desk removes nobody. Field could, once it is an admin of Harbor Crew.", Assert.Single(plan.LeftOut).Why);
    }

    [Theory, DatabaseData]
    public async Task A_gateway_that_cannot_a_group_that_is_gone_and_a_full_one_are_named(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database, TestVendor.Without(Capability.PromoteParticipants, "has no roles"), g => g.MemberCount = 1022);
        var (ann, bob, cleo) = (await scene.Groups.AddMemberAsync("Ann"), await scene.Groups.AddMemberAsync("Bob"), await scene.Groups.AddMemberAsync("Cleo"));
        var dan = await scene.Groups.AddMemberAsync("Dan", MemberRole.Admin);
        var removed = await scene.DoneAsync([.. new[] { ann, bob, cleo }.Select(p => scene.Draft(ItemKind.RemoveParticipant, p))]);
        var demoted = await scene.DoneAsync([scene.Draft(ItemKind.DemoteParticipant, dan)]);
        await scene.GoneAsync(ann);
        await scene.GoneAsync(bob);
        await scene.GoneAsync(cleo);
        await scene.RoleAsync(dan, MemberRole.Member);

        var full = await scene.PlanAsync(removed);
        var unable = await scene.PlanAsync(demoted);
        await scene.ReadAsync(db => db.Groups.Single(g => g.Id == GroupScene.Harbor).GoneAt = scene.Groups.Time.GetUtcNow());
        var gone = await scene.PlanAsync(removed);

        Assert.Equal((2, "Harbor Crew is full."), (full.Items.Count, Assert.Single(full.LeftOut).Why));
        Assert.Equal("Desk has no roles.", Assert.Single(unable.LeftOut).Why);
        Assert.Equal((0, 3), (gone.Items.Count, gone.LeftOut.Count));
        Assert.Single(gone.LeftOutByReason);
    }

    [Theory, DatabaseData]
    public async Task Nothing_is_assumed_of_a_group_whose_members_nobody_has_read(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database, shape: g => g.MembersHidden = true);
        var ann = await scene.Groups.AddPersonAsync("Ann");
        var id = await scene.DoneAsync([scene.Draft(ItemKind.AddParticipant, ann)]);

        var plan = await scene.PlanAsync(id);

        Assert.Empty(plan.Items);
        Assert.StartsWith("The members of the group are not known", Assert.Single(plan.LeftOut).Why, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Is_submitted_once_as_an_operation_that_follows_the_first(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var ann = await scene.Groups.AddMemberAsync("Ann");
        var id = await scene.DoneAsync([scene.Draft(ItemKind.RemoveParticipant, ann)]);
        await scene.GoneAsync(ann);
        var plan = await scene.PlanAsync(id);
        var intent = Guid.NewGuid();

        var outdated = await scene.Revert.SubmitAsync(GroupScene.Operator, id, "another plan", intent, startAt: null, Token);
        var refused = await scene.Revert.SubmitAsync(GroupScene.Moderator, id, plan.Fingerprint, intent, startAt: null, Token);
        var first = await scene.Revert.SubmitAsync(GroupScene.Operator, id, plan.Fingerprint, intent, startAt: null, Token);
        var second = await scene.Revert.SubmitAsync(GroupScene.Operator, id, plan.Fingerprint, intent, startAt: null, Token);
        var again = await scene.PlanAsync(id);

        Assert.IsType<PlanHasChanged>(outdated.Failure);
        Assert.IsType<NotAllowed>(refused.Failure);
        Assert.Equal(first.Value!.OperationId, second.Value!.OperationId);
        var operation = await scene.Groups.OperationAsync(first.Value.OperationId);
        Assert.Equal((OperationKind.Revert, "Revert: The first one", (Guid?)id), (operation.Kind, operation.Title, operation.FollowsOperationId));
        Assert.Equal("Is being added already.", Assert.Single(again.LeftOut).Why);
    }

    [Theory, DatabaseData]
    public async Task An_operation_under_way_is_not_reverted(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var ann = await scene.Groups.AddMemberAsync("Ann");
        var ticket = await scene.Groups.Operations.SubmitAsync(
            GroupScene.Operator, new OperationDraft(OperationKind.RemoveParticipants, "Open", "open", false, [scene.Draft(ItemKind.RemoveParticipant, ann)]), Token);

        var plan = await scene.Revert.PlanAsync(GroupScene.Operator, ticket.Value!.OperationId, Token);

        Assert.IsType<OperationNotInState>(plan.Failure);
    }

    [Theory, DatabaseData]
    public async Task What_has_changed_between_planning_and_sending_is_not_sent(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var ann = await scene.Groups.AddMemberAsync("Ann");
        var id = await scene.DoneAsync([scene.Draft(ItemKind.RemoveParticipant, ann)]);
        await scene.GoneAsync(ann);
        var plan = await scene.PlanAsync(id);
        var revert = await scene.Revert.SubmitAsync(GroupScene.Operator, id, plan.Fingerprint, Guid.NewGuid(), startAt: null, Token);
        var item = Assert.Single((await scene.Groups.OperationAsync(revert.Value!.OperationId)).Items);
        var check = new StaleItemCheck(database.Contexts);

        var before = await check.ObjectionAsync(item.Id, Token);
        await scene.ReadAsync(db => db.Memberships.Single(m => m.PersonId == ann.Id).GoneAt = null);
        var after = await check.ObjectionAsync(item.Id, Token);

        Assert.Null(before);
        Assert.Equal("Not sent: it has changed since this was planned, by somebody else.", after);
    }
}
