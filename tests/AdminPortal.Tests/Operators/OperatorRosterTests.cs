using AdminPortal.Features.Operators;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operators;

public sealed class OperatorRosterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Changing_a_role_signs_out_is_recorded_and_told(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var bob = await scene.AddAsync(OperatorRole.Viewer, "bob@example.org");
        var stamp = (await scene.ReadAsync(bob.OperatorId)).SecurityStamp;
        List<Change> told = [];
        using var listening = scene.Feed.Subscribe(told.Add);

        Assert.True((await scene.Roster.ChangeRoleAsync(administrator, bob.OperatorId, OperatorRole.Operator, Ct)).Succeeded);

        var changed = await scene.ReadAsync(bob.OperatorId);
        Assert.Equal(OperatorRole.Operator, changed.Role);
        Assert.NotEqual(stamp, changed.SecurityStamp);
        Assert.Equal(["operator.role-changed"], await scene.TrailAsync());
        Assert.Equal([new Change(ChangeTopic.Operators, bob.OperatorId.ToString())], told);
    }

    [Theory, DatabaseData]
    public async Task Nothing_to_change_writes_nothing(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var bob = await scene.AddAsync(OperatorRole.Viewer, "bob@example.org");

        Assert.True((await scene.Roster.ChangeRoleAsync(administrator, bob.OperatorId, OperatorRole.Viewer, Ct)).Succeeded);
        Assert.True((await scene.Roster.EnableAsync(administrator, bob.OperatorId, Ct)).Succeeded);

        Assert.Empty(await scene.TrailAsync());
    }

    [Theory, DatabaseData]
    public async Task Disabled_operators_cannot_sign_in_until_enabled(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var bob = await scene.AddAsync(OperatorRole.Viewer, "bob@example.org");

        Assert.True((await scene.Roster.DisableAsync(administrator, bob.OperatorId, Ct)).Succeeded);
        Assert.False((await scene.Credentials.CheckAsync("bob@example.org", OperatorScene.Password, Ct)).Succeeded);
        Assert.True((await scene.Roster.EnableAsync(administrator, bob.OperatorId, Ct)).Succeeded);
        Assert.True((await scene.Credentials.CheckAsync("bob@example.org", OperatorScene.Password, Ct)).Succeeded);
    }

    [Theory, DatabaseData]
    public async Task Last_administrator_stays_one(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var disabled = await scene.AddAsync(OperatorRole.Administrator, "bob@example.org");
        await scene.Roster.DisableAsync(ann, disabled.OperatorId, Ct);
        var before = await scene.TrailAsync();

        Assert.IsType<LastAdministrator>((await scene.Roster.ChangeRoleAsync(ann, ann.OperatorId, OperatorRole.Viewer, Ct)).Failure);
        Assert.IsType<NotYourself>((await scene.Roster.DisableAsync(ann, ann.OperatorId, Ct)).Failure);

        Assert.Equal(OperatorRole.Administrator, (await scene.ReadAsync(ann.OperatorId)).Role);
        Assert.Equal(before, await scene.TrailAsync());
    }

    [Theory, DatabaseData]
    public async Task Two_administrators_cannot_remove_each_other_at_the_same_moment(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var bob = await scene.AddAsync(OperatorRole.Administrator, "bob@example.org");

        await Task.WhenAll(
            Task.Run(() => scene.Roster.DisableAsync(ann, bob.OperatorId, Ct)),
            Task.Run(() => scene.Roster.DisableAsync(bob, ann.OperatorId, Ct)));

        await using var db = database.Open();
        Assert.Equal(1, await db.Users.CountAsync(o => o.DisabledAt == null, Ct));
    }

    [Theory, DatabaseData]
    public async Task Who_is_not_there_is_said(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Administrator);

        Assert.IsType<NotThere>((await scene.Roster.DisableAsync(ann, Guid.NewGuid(), Ct)).Failure);
        Assert.IsType<NotThere>((await scene.Desk.RevokeAsync(ann, Guid.NewGuid(), Ct)).Failure);
        Assert.IsType<InvalidInput>((await scene.Roster.ChangeRoleAsync(ann, ann.OperatorId, (OperatorRole)99, Ct)).Failure);
    }

    [Theory, DatabaseData]
    public async Task Own_password_needs_the_current_one_and_wrong_guesses_lock(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Viewer, "ann@example.org");
        var stamp = (await scene.ReadAsync(ann.OperatorId)).SecurityStamp;

        Assert.Equal("password", (await scene.Own.ChangePasswordAsync(ann, OperatorScene.Password, "short", Ct)).Failure!.Field);
        Assert.True((await scene.Own.ChangePasswordAsync(ann, OperatorScene.Password, "green cow over candle", Ct)).Succeeded);
        Assert.NotEqual(stamp, (await scene.ReadAsync(ann.OperatorId)).SecurityStamp);
        for (var i = 0; i < CredentialCheck.TriesBeforeLockout; i++)
        {
            Assert.Equal("current", (await scene.Own.ChangePasswordAsync(ann, "wrong", "green cow over candle", Ct)).Failure!.Field);
        }

        Assert.False((await scene.Own.ChangePasswordAsync(ann, "green cow over candle", "red fish beside table", Ct)).Succeeded);
    }

    [Theory, DatabaseData]
    public async Task List_shows_everybody_and_open_links(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var open = (await scene.Desk.InviteAsync(ann, OperatorRole.Viewer, "  Bob\u202E ", Ct)).Value!;
        var revoked = (await scene.Desk.InviteAsync(ann, OperatorRole.Viewer, null, Ct)).Value!;
        await scene.Desk.RevokeAsync(ann, revoked.Id, Ct);
        scene.Time.Advance(OneTimeLinks.Lifetime);

        var view = (await scene.Roster.ListAsync(ann, Ct)).Value!;

        Assert.Equal("ann@example.org", Assert.Single(view.Operators).Email);
        var row = Assert.Single(view.Invitations);
        Assert.Equal((open.Id, "Bob", true), (row.Id, row.For, row.Expired));
    }
}
