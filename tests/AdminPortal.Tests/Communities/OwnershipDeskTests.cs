using AdminPortal.Features.Communities;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Communities;

/// <summary>What only a creator can do, and joining by link.</summary>
public sealed class OwnershipDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Only_the_creators_number_deactivates_a_community(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var desk = Desk(scene);
        var number = await scene.SetAsync(MemberRole.Admin, g => g.Kind = GroupKind.CommunityParent);
        Assert.Equal("Desk is not the creator of Harbor Crew.", (await desk.DeactivateAsync(GroupScene.Operator, GroupScene.Harbor, Guid.NewGuid(), Token)).Failure?.Message);
        Assert.IsType<NotAllowed>((await desk.DeactivateAsync(GroupScene.Moderator, GroupScene.Harbor, Guid.NewGuid(), Token)).Failure);

        await scene.AddGroupAsync("Old Town", "120363077009999999@g.us", g => g.Kind = GroupKind.CommunityParent);
        await scene.PutAsync(number, MemberRole.SuperAdmin, "120363077009999999@g.us");
        var intent = Guid.NewGuid();
        var first = await desk.DeactivateAsync(GroupScene.Operator, "120363077009999999@g.us", intent, Token);
        var second = await desk.DeactivateAsync(GroupScene.Operator, "120363077009999999@g.us", intent, Token);

        Assert.Equal((first.Value!.OperationId, true), (second.Value!.OperationId, second.Value.AlreadySubmitted));
        await using var db = database.Open();
        var item = await db.OperationItems.SingleAsync(Token);
        Assert.Equal((ItemKind.DeactivateCommunity, "120363077009999999@g.us", number), (item.Kind, item.CommunityId, item.ConnectionId));
    }

    [Theory, DatabaseData]
    public async Task A_community_goes_to_one_of_its_admins_and_to_nobody_else(TestDatabase database)
    {
        var scene = new GroupScene(database);
        var desk = Desk(scene);
        await scene.SetAsync(shape: g => g.Kind = GroupKind.CommunityParent);
        await scene.AddMemberAsync("Ann", MemberRole.Admin);
        await scene.AddMemberAsync("Ben");

        var heirs = await desk.HeirsAsync(GroupScene.Harbor, Token);
        Assert.Equal("Ann", Assert.Single(heirs).Name);
        Assert.Equal(OwnershipDesk.HeirField, (await desk.TransferAsync(GroupScene.Operator, GroupScene.Harbor, "4915110009999@s.whatsapp.net", Guid.NewGuid(), Token)).Failure?.Field);
        Assert.True((await desk.TransferAsync(GroupScene.Operator, GroupScene.Harbor, heirs[0].ListedId, Guid.NewGuid(), Token)).Succeeded);
        await using var db = database.Open();
        var item = await db.OperationItems.SingleAsync(Token);
        Assert.Equal((ItemKind.TransferOwnership, heirs[0].ListedId), (item.Kind, item.Participant));
    }

    [Theory, DatabaseData]
    public async Task What_the_gateway_cannot_is_said_before_anything_is_asked(TestDatabase database)
    {
        var scene = new GroupScene(database, TestVendor.Without(Capability.TransferOwnership, "cannot hand a community to a new owner"));
        await scene.SetAsync(shape: g => g.Kind = GroupKind.CommunityParent);

        var result = await Desk(scene).TransferAsync(GroupScene.Operator, GroupScene.Harbor, "x", Guid.NewGuid(), Token);

        Assert.Equal("Desk cannot hand a community to a new owner.", result.Failure?.Message);
    }

    [Theory, DatabaseData]
    public async Task A_number_joins_by_a_link_and_a_bad_link_is_found_at_its_field(TestDatabase database)
    {
        using var scene = await new EstateScene(database).SaveAsync();
        var switchboard = new GatewaySwitchboard(database.Contexts, scene.Catalog, new SecretProtector(new EphemeralDataProtectionProvider()));
        var desk = new JoinDesk(scene.Directory, switchboard, scene.Pacing, scene.Operations);

        Assert.Equal(JoinDesk.LinkField, (await desk.JoinAsync(EstateScene.Operator, scene.DeskNumber, "nonsense!", Guid.NewGuid(), Token)).Failure?.Field);
        Assert.IsType<NotAllowed>((await desk.JoinAsync(EstateScene.Viewer, scene.DeskNumber, "https://chat.whatsapp.com/AbCdEf123", Guid.NewGuid(), Token)).Failure);
        Assert.True((await desk.JoinAsync(EstateScene.Operator, scene.DeskNumber, " https://chat.whatsapp.com/AbCdEf123?x=1 ", Guid.NewGuid(), Token)).Succeeded);

        await using var db = database.Open();
        var item = await db.OperationItems.SingleAsync(Token);
        Assert.Equal((ItemKind.Join, "AbCdEf123"), (item.Kind, ItemPayload.Read<InvitePayload>(item.Payload).Code));
    }

    private static OwnershipDesk Desk(GroupScene scene) => new(scene.Database.Contexts, scene.Directory, scene.Operations);
}
