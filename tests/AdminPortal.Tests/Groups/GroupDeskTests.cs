using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Groups;

public sealed class GroupDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Renaming_becomes_one_operation_with_one_item(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();

        var result = await scene.Desk.RenameAsync(GroupScene.Operator, GroupScene.Harbor, "  Harbor   North ", Guid.NewGuid(), Token);

        var operation = await scene.OperationAsync(result.Value!.OperationId);
        Assert.Equal("Rename Harbor Crew to Harbor North", operation.Title);
        Assert.Equal(GroupScene.Harbor, operation.GroupId);
        Assert.True(operation.Interactive);
        var item = Assert.Single(operation.Items);
        Assert.Equal((ItemKind.UpdateProfile, number), (item.Kind, item.ConnectionId));
        Assert.Equal("Harbor North", ItemPayload.Read<ProfilePayload>(item.Payload).Name);
        var sheet = (await scene.Directory.GetAsync(GroupScene.Harbor, Token)).Value!;
        Assert.Equal("Harbor Crew", sheet.Name);
        Assert.Equal(operation.Id, Assert.Single(sheet.Pending).OperationId);
    }

    [Theory, DatabaseData]
    public async Task The_same_intent_twice_is_one_operation(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var intent = Guid.NewGuid();

        var submits = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            scene.Desk.RenameAsync(GroupScene.Operator, GroupScene.Harbor, "Harbor North", intent, Token)));

        Assert.Single(submits.Select(s => s.Value!.OperationId).Distinct());
        Assert.Equal(1, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData(OperatorRole.Viewer), DatabaseData(OperatorRole.Moderator)]
    public async Task Who_may_not_manage_groups_changes_nothing(TestDatabase database, OperatorRole role)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var actor = new Actor(Guid.NewGuid(), "Vera", role);
        var setting = GroupSetting.All[0];

        PortalFailure?[] failures =
        [
            (await scene.Desk.RenameAsync(actor, GroupScene.Harbor, "North", Guid.NewGuid(), Token)).Failure,
            (await scene.Desk.DescribeAsync(actor, GroupScene.Harbor, "x", Guid.NewGuid(), Token)).Failure,
            (await scene.Desk.ChangePictureAsync(actor, GroupScene.Harbor, null, Guid.NewGuid(), Token)).Failure,
            (await scene.Desk.SetAsync(actor, GroupScene.Harbor, setting, setting.Choices[0], Guid.NewGuid(), Token)).Failure,
            (await scene.Desk.ResetInviteAsync(actor, GroupScene.Harbor, Guid.NewGuid(), Token)).Failure,
            (await scene.Desk.LeaveAsync(actor, GroupScene.Harbor, number, Guid.NewGuid(), Token)).Failure,
        ];

        Assert.All(failures, f => Assert.Equal(new NotAllowed(Permissions.ManageGroups), f));
        Assert.Equal(0, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData]
    public async Task A_group_deleted_meanwhile_gets_a_sentence(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync(shape: g => g.GoneAt = scene.Time.GetUtcNow());

        var result = await scene.Desk.ResetInviteAsync(GroupScene.Operator, GroupScene.Harbor, Guid.NewGuid(), Token);

        Assert.Equal(new GroupGone("Harbor Crew"), result.Failure);
        Assert.IsType<NotThere>((await scene.Desk.ResetInviteAsync(GroupScene.Operator, "1203@g.us", Guid.NewGuid(), Token)).Failure);
    }

    [Theory, DatabaseData]
    public async Task The_first_thing_that_is_missing_is_told(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.AddGroupAsync();

        Assert.Equal("None of our numbers is in Harbor Crew.", await RefusalAsync());

        var member = await scene.AddNumberAsync("Desk");
        await scene.PutAsync(member, MemberRole.Member);
        Assert.Equal("Desk must be an admin of Harbor Crew for this.", await RefusalAsync());

        var gone = await scene.AddNumberAsync("Night", session: SessionState.SignedOut);
        await scene.PutAsync(gone, MemberRole.Admin);
        Assert.Equal("Night is signed out; pair it again.", await RefusalAsync());

        var stopped = await scene.AddNumberAsync("Late", stopped: "the session ended after an add");
        await scene.PutAsync(stopped, MemberRole.SuperAdmin);
        Assert.Equal("Late was stopped: the session ended after an add. Night is signed out; pair it again.", await RefusalAsync());

        var ready = await scene.AddNumberAsync("Ready");
        await scene.PutAsync(ready, MemberRole.Admin);
        Assert.Null(await RefusalAsync());

        async Task<string?> RefusalAsync() =>
            (await scene.Desk.ResetInviteAsync(GroupScene.Operator, GroupScene.Harbor, Guid.NewGuid(), Token)).Failure?.Message;
    }

    [Theory, DatabaseData]
    public async Task What_the_gateway_cannot_do_is_refused_in_its_words(TestDatabase database)
    {
        var scene = new GroupScene(database, TestVendor.Without(Capability.SetDisappearingMessages, "cannot set a lifetime of messages"));
        await scene.SetAsync();
        var setting = GroupSetting.All.Single(s => s.Key == "disappearing");

        var result = await scene.Desk.SetAsync(GroupScene.Operator, GroupScene.Harbor, setting, setting.Choices[1], Guid.NewGuid(), Token);

        Assert.Equal("Desk cannot set a lifetime of messages.", result.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task What_was_found_on_a_number_narrows_what_its_gateway_declares(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        await scene.AddAsync(new AdminPortal.Features.Connections.ConnectionCapability
        {
            ConnectionId = number,
            Capability = Capability.ResetInvite,
            Level = CapabilityLevel.Unsupported,
            Reason = "has a plan without invite links",
            ProbedAt = scene.Time.GetUtcNow(),
        });

        var result = await scene.Desk.ResetInviteAsync(GroupScene.Operator, GroupScene.Harbor, Guid.NewGuid(), Token);

        Assert.Equal("Desk has a plan without invite links.", result.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task A_member_may_edit_unless_the_group_is_locked(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync(MemberRole.Member, g => g.OnlyAdminsEdit = false);

        Assert.True((await scene.Desk.RenameAsync(GroupScene.Operator, GroupScene.Harbor, "North", Guid.NewGuid(), Token)).Succeeded);
        Assert.IsType<NoNumberCanAct>((await scene.Desk.ResetInviteAsync(GroupScene.Operator, GroupScene.Harbor, Guid.NewGuid(), Token)).Failure);
    }

    [Theory, DatabaseData]
    public async Task Settings_that_are_so_already_or_fixed_are_not_sent(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync(shape: g => (g.OnlyAdminsSend, g.Kind) = (true, GroupKind.Announcement));
        var setting = GroupSetting.All[0];

        Assert.IsType<FixedByWhatsApp>((await scene.Desk.SetAsync(GroupScene.Operator, GroupScene.Harbor, setting, setting.Choices[0], Guid.NewGuid(), Token)).Failure);
        Assert.IsType<NothingToChange>((await scene.Desk.RenameAsync(GroupScene.Operator, GroupScene.Harbor, "Harbor Crew ", Guid.NewGuid(), Token)).Failure);
        Assert.Equal(0, await scene.CountOperationsAsync());
    }

    [Theory, DatabaseData]
    public async Task Settings_pictures_and_leaving_carry_what_they_need(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var number = await scene.SetAsync();
        var approval = GroupSetting.All.Single(s => s.Key == "approval");

        var set = await ItemOf(scene.Desk.SetAsync(GroupScene.Operator, GroupScene.Harbor, approval, approval.Choices[0], Guid.NewGuid(), Token));
        var picture = await ItemOf(scene.Desk.ChangePictureAsync(GroupScene.Operator, GroupScene.Harbor, [0xFF, 0xD8, 0xFF, 0xE0], Guid.NewGuid(), Token));
        var leave = await ItemOf(scene.Desk.LeaveAsync(GroupScene.Operator, GroupScene.Harbor, number, Guid.NewGuid(), Token));

        Assert.Equal(new GroupSettings(ApprovalRequired: true), ItemPayload.Read<SettingsPayload>(set.Payload).Settings);
        Assert.Equal("image/jpeg", ItemPayload.Read<ProfilePayload>(picture.Payload).PictureType);
        Assert.Equal((ItemKind.Leave, number), (leave.Kind, leave.ConnectionId));

        async Task<OperationItem> ItemOf(Task<Result<OperationTicket>> submit) => (await scene.OperationAsync((await submit).Value!.OperationId)).Items.Single();
    }
}
