using AdminPortal.Features.Operators;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operators;

public sealed class OneTimeLinksTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Set_up_makes_the_first_administrator_once(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var token = await scene.Links.OfferSetupAsync(Ct);

        var first = await scene.Links.SetUpAsync(token, OperatorScene.Entered("ann@example.org"), Ct);
        var second = await scene.Links.SetUpAsync(token, OperatorScene.Entered("bob@example.org"), Ct);

        Assert.Equal(OperatorRole.Administrator, (await scene.ReadAsync(first.Value)).Role);
        Assert.IsType<LinkNotValid>(second.Failure);
        Assert.Equal(["operator.set-up"], await scene.TrailAsync());
    }

    [Theory, DatabaseData]
    public async Task Set_up_link_is_offered_and_valid_only_while_nobody_exists(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var token = await scene.Links.OfferSetupAsync(Ct);
        await scene.AddAsync(OperatorRole.Viewer);

        Assert.Null(await scene.Links.OfferSetupAsync(Ct));
        Assert.False(await scene.Links.IsSetupOpenAsync(token, Ct));
        Assert.IsType<LinkNotValid>((await scene.Links.SetUpAsync(token, OperatorScene.Entered("eve@example.org"), Ct)).Failure);
        await using var db = database.Open();
        Assert.Equal(1, await db.Users.CountAsync(Ct));
    }

    [Theory, DatabaseData]
    public async Task Every_start_replaces_the_set_up_link(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var first = await scene.Links.OfferSetupAsync(Ct);
        var second = await scene.Links.OfferSetupAsync(Ct);

        Assert.False(await scene.Links.IsSetupOpenAsync(first, Ct));
        Assert.True(await scene.Links.IsSetupOpenAsync(second, Ct));
    }

    [Theory, DatabaseData]
    public async Task Set_up_link_ends_after_a_day(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var token = await scene.Links.OfferSetupAsync(Ct);
        scene.Time.Advance(OneTimeLinks.Lifetime);

        Assert.False(await scene.Links.IsSetupOpenAsync(token, Ct));
    }

    [Theory, DatabaseData]
    public async Task Set_up_at_the_same_moment_makes_one_administrator(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var token = await scene.Links.OfferSetupAsync(Ct);

        var results = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => Task.Run(() => scene.Links.SetUpAsync(token, OperatorScene.Entered($"ann{i}@example.org"), Ct))));

        Assert.Single(results, r => r.Succeeded);
        await using var db = database.Open();
        Assert.Equal(1, await db.Users.CountAsync(Ct));
    }

    [Theory, DatabaseData]
    public async Task Token_is_kept_only_as_a_hash_and_serves_one_purpose(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var token = await scene.Links.OfferSetupAsync(Ct);
        await using var db = database.Open();
        var kept = await db.OperatorInvitations.SingleAsync(Ct);

        Assert.Equal(43, token!.Length);
        Assert.DoesNotContain(token, kept.TokenHash, StringComparison.Ordinal);
        Assert.Null(await scene.Links.OfferBehindAsync(token, Ct));
        Assert.IsType<LinkNotValid>((await scene.Links.AcceptAsync(token, OperatorScene.Entered("ann@example.org"), Ct)).Failure);
    }

    [Theory, DatabaseData]
    public async Task Invitation_gives_its_role_once(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator);
        var link = (await scene.Desk.InviteAsync(administrator, OperatorRole.Moderator, "Bob", Ct)).Value!;

        Assert.Equal(OperatorRole.Moderator, (await scene.Links.OfferBehindAsync(link.Token, Ct))!.Role);
        var joined = await scene.Links.AcceptAsync(link.Token, OperatorScene.Entered("bob@example.org"), Ct);

        Assert.Equal(OperatorRole.Moderator, (await scene.ReadAsync(joined.Value)).Role);
        Assert.Null(await scene.Links.OfferBehindAsync(link.Token, Ct));
        Assert.IsType<LinkNotValid>((await scene.Links.AcceptAsync(link.Token, OperatorScene.Entered("eve@example.org"), Ct)).Failure);
        Assert.Equal(["operator.invited", "operator.joined"], await scene.TrailAsync());
    }

    [Theory, DatabaseData]
    public async Task Invitation_used_at_the_same_moment_lets_one_in(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator);
        var link = (await scene.Desk.InviteAsync(administrator, OperatorRole.Operator, null, Ct)).Value!;

        var results = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => Task.Run(() => scene.Links.AcceptAsync(link.Token, OperatorScene.Entered($"bob{i}@example.org"), Ct))));

        Assert.Single(results, r => r.Succeeded);
        await using var db = database.Open();
        Assert.Equal(2, await db.Users.CountAsync(Ct));
    }

    [Theory, DatabaseData]
    public async Task Invitation_that_was_taken_back_or_is_old_is_not_valid(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator);
        var revoked = (await scene.Desk.InviteAsync(administrator, OperatorRole.Viewer, null, Ct)).Value!;
        var old = (await scene.Desk.InviteAsync(administrator, OperatorRole.Viewer, null, Ct)).Value!;
        Assert.True((await scene.Desk.RevokeAsync(administrator, revoked.Id, Ct)).Succeeded);

        Assert.Null(await scene.Links.OfferBehindAsync(revoked.Token, Ct));
        Assert.NotNull(await scene.Links.OfferBehindAsync(old.Token, Ct));
        scene.Time.Advance(OneTimeLinks.Lifetime);
        Assert.IsType<LinkNotValid>((await scene.Links.AcceptAsync(old.Token, OperatorScene.Entered("bob@example.org"), Ct)).Failure);
    }

    [Theory, DatabaseData]
    public async Task Bad_fields_and_a_taken_email_leave_the_link_as_it_is(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var link = (await scene.Desk.InviteAsync(administrator, OperatorRole.Viewer, null, Ct)).Value!;

        var bad = await scene.Links.AcceptAsync(link.Token, new NewOperator(" ", "nothing", "short"), Ct);
        var taken = await scene.Links.AcceptAsync(link.Token, OperatorScene.Entered("ANN@example.org"), Ct);

        Assert.IsType<InvalidInput>(bad.Failure);
        Assert.Equal("email", Assert.IsType<EmailTaken>(taken.Failure).Field);
        Assert.NotNull(await scene.Links.OfferBehindAsync(link.Token, Ct));
        Assert.Equal(["name", "email", "password"], new NewOperator(" ", "nothing", "short").Problems().Select(p => p.Field));
    }

    [Fact]
    public void Text_of_a_link_hides_its_token() =>
        Assert.DoesNotContain("tok-123", new InvitationLink(Guid.Empty, "tok-123", default).ToString(), StringComparison.Ordinal);
}
