using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Operations;

/// <summary>Only what a read showed proves a change; what it does not show is the gateway's word, or nobody's.</summary>
public sealed class ItemTruthTests
{
    private static readonly GroupDetail s_shown = new() { Id = GroupId.Parse(OperationScene.Group), Name = "Harbor Crew" };

    private static readonly ProfilePayload s_picture = new(Picture: [1, 2, 3], PictureType: "image/png");

    [Theory]
    [InlineData(ItemState.Unknown, Finding.Never)]
    [InlineData(ItemState.Accepted, Finding.Yes)]
    internal async Task A_picture_is_not_proved_by_the_rest(ItemState state, Finding expected)
    {
        var item = Item(ItemKind.UpdateProfile, state, ItemPayload.Write(s_picture));
        var judgement = await JudgeAsync(item, s_shown);

        Assert.Equal(expected, judgement.Finding);
        Assert.Contains("reading does not show the picture", judgement.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_still_there_was_not_removed()
    {
        var item = Item(ItemKind.UpdateProfile, ItemState.Unknown, ItemPayload.Write(new ProfilePayload(RemovePicture: true)));

        Assert.Equal(Finding.No, (await JudgeAsync(item, s_shown with { Picture = new Uri("https://pictures.example/1.jpg") })).Finding);
        Assert.Equal(Finding.Never, (await JudgeAsync(item, s_shown)).Finding);
    }

    [Theory]
    [InlineData(ItemState.Unknown, Finding.Never)]
    [InlineData(ItemState.Accepted, Finding.Yes)]
    internal async Task A_setting_that_this_read_does_not_show_is_not_proved_by_an_older_one(ItemState state, Finding expected)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var scene = await OperationScene.CreateAsync(database);
        await using (var db = database.Open())
        {
            // As an earlier read, before the change, showed it.
            db.Groups.Single().OnlyAdminsSend = true;
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var item = Item(ItemKind.UpdateSettings, state, ItemPayload.Write(new SettingsPayload(new GroupSettings(OnlyAdminsSend: true))));

        Assert.Equal(expected, (await JudgeAsync(database, item, s_shown)).Finding);
        Assert.Equal(Finding.Yes, (await JudgeAsync(database, item, s_shown with { Settings = new GroupSettings(OnlyAdminsSend: true) })).Finding);
        Assert.Equal(Finding.No, (await JudgeAsync(database, item, s_shown with { Settings = new GroupSettings(OnlyAdminsSend: false) })).Finding);
    }

    [Fact]
    public async Task A_new_link_is_compared_with_the_one_that_this_read_shows()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await OperationScene.CreateAsync(database);
        await using (var db = database.Open())
        {
            db.Groups.Single().InviteCode = "OldOldOldOldOldOldOld1";
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var item = Item(ItemKind.ResetInvite, ItemState.Accepted, payload: null, invitation: "NewNewNewNewNewNewNew1");

        Assert.True(InviteCode.TryParse("OldOldOldOldOldOldOld1", out var old));
        Assert.Equal(Finding.Yes, (await JudgeAsync(database, item, s_shown)).Finding);
        Assert.Equal(Finding.No, (await JudgeAsync(database, item, s_shown with { Invite = old })).Finding);
    }

    private static OperationItem Item(ItemKind kind, ItemState state, string? payload, string? invitation = null) => new()
    {
        Sequence = 1,
        Kind = kind,
        ConnectionId = Guid.NewGuid(),
        GroupId = OperationScene.Group,
        Label = "Harbor Crew",
        Payload = payload,
        State = state,
        Invitation = invitation,
    };

    private static async Task<Judgement> JudgeAsync(OperationItem item, GroupDetail shown)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await OperationScene.CreateAsync(database);
        return await JudgeAsync(database, item, shown);
    }

    private static async Task<Judgement> JudgeAsync(TestDatabase database, OperationItem item, GroupDetail shown) =>
        (await new ItemTruth(database.Contexts).JudgeAsync(OperationScene.Group, [item], shown, membersRead: true, TestContext.Current.CancellationToken))[item.Id];
}
