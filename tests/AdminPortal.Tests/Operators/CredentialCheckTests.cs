using AdminPortal.Features.Operators;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using NSubstitute;

namespace AdminPortal.Tests.Operators;

public sealed class CredentialCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Right_password_lets_in_whatever_the_case_of_the_email(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Viewer, "Ann@Example.org");

        var result = await scene.Credentials.CheckAsync("aNN@example.ORG ", OperatorScene.Password, Ct);

        Assert.Equal(ann.OperatorId, result.Value);
        Assert.Equal(scene.Time.GetUtcNow(), (await scene.ReadAsync(ann.OperatorId)).LastSignInAt);
        Assert.Equal(["operator.signed-in"], await scene.TrailAsync());
    }

    [Theory, DatabaseData]
    public async Task Five_wrong_passwords_lock_for_a_quarter_of_an_hour(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        await scene.AddAsync(OperatorRole.Viewer, "ann@example.org");
        for (var i = 0; i < CredentialCheck.TriesBeforeLockout; i++)
        {
            Assert.IsType<WrongCredentials>((await scene.Credentials.CheckAsync("ann@example.org", "wrong", Ct)).Failure);
        }

        Assert.False((await scene.Credentials.CheckAsync("ann@example.org", OperatorScene.Password, Ct)).Succeeded);
        scene.Time.Advance(CredentialCheck.Lockout - TimeSpan.FromSeconds(1));
        Assert.False((await scene.Credentials.CheckAsync("ann@example.org", OperatorScene.Password, Ct)).Succeeded);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await scene.Credentials.CheckAsync("ann@example.org", OperatorScene.Password, Ct)).Succeeded);
        Assert.Equal(["operator.locked-out", "operator.signed-in"], await scene.TrailAsync());
    }

    [Theory, DatabaseData]
    public async Task Tries_in_parallel_count_one_by_one(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Viewer, "ann@example.org");

        await Task.WhenAll(Enumerable.Range(0, CredentialCheck.TriesBeforeLockout)
            .Select(_ => Task.Run(() => scene.Credentials.CheckAsync("ann@example.org", "wrong", Ct))));

        Assert.Equal(scene.Time.GetUtcNow() + CredentialCheck.Lockout, (await scene.ReadAsync(ann.OperatorId)).LockoutEnd);
    }

    [Theory, DatabaseData]
    public async Task Success_forgets_earlier_failures(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var ann = await scene.AddAsync(OperatorRole.Viewer, "ann@example.org");
        await scene.Credentials.CheckAsync("ann@example.org", "wrong", Ct);
        await scene.Credentials.CheckAsync("ann@example.org", OperatorScene.Password, Ct);

        Assert.Equal(0, (await scene.ReadAsync(ann.OperatorId)).AccessFailedCount);
    }

    [Theory, DatabaseData]
    public async Task Nobody_learns_why_it_was_refused_and_every_reason_costs_one_hash(TestDatabase database)
    {
        var scene = new OperatorScene(database);
        var administrator = await scene.AddAsync(OperatorRole.Administrator, "ann@example.org");
        var bob = await scene.AddAsync(OperatorRole.Viewer, "bob@example.org");
        await scene.Roster.DisableAsync(administrator, bob.OperatorId, Ct);
        var hasher = Substitute.For<IPasswordHasher<Operator>>();
        hasher.HashPassword(Arg.Any<Operator>(), Arg.Any<string>()).Returns("hash of nobody");
        var credentials = new CredentialCheck(database.Contexts, hasher, scene.Audit, scene.Time);
        List<string> answers = [];

        foreach (var email in (string?[])["ann@example.org", "bob@example.org", "nobody@example.org", "", null, new string('x', 5000)])
        {
            hasher.ClearReceivedCalls();
            answers.Add((await credentials.CheckAsync(email, "wrong", Ct)).Failure!.Message);
            Assert.Single(hasher.ReceivedCalls(), c => c.GetMethodInfo().Name == nameof(hasher.VerifyHashedPassword));
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }
}
