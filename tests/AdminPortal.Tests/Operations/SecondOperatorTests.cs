using AdminPortal.Features.Audit;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operators;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

public sealed class SecondOperatorTests
{
    private static readonly Actor s_olga = OperationScene.Olga;
    private static readonly Actor s_otto = new(Guid.Parse("0198a000-0000-7000-8000-000000000009"), "Otto", OperatorRole.Operator);

    private int _people;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Much_at_once_waits_until_another_operator_has_confirmed_it(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        await EmployAsync(database, s_otto);
        var ticket = await SubmitAsync(scene, database, items: 3);
        var id = ticket.OperationId;

        var submitted = await scene.ReadAsync(id);
        var sent = await scene.BeginAsync(submitted.Items[0].Id);
        var own = await scene.Control.ConfirmAsync(s_olga, id, Token);
        var moderator = await scene.Control.ConfirmAsync(OperationScene.Mo, id, Token);
        var resumed = await scene.Control.ResumeAsync(s_olga, id, Token);
        var paused = await scene.Control.PauseAsync(s_olga, id, Token);
        await scene.Attention.RaiseForNumberAsync(scene.Number, "The number stopped.", Token);
        await scene.Attention.ReviveAsync(scene.Number, Token);
        var still = await scene.ReadAsync(id);
        var confirmed = await scene.Control.ConfirmAsync(s_otto, id, Token);
        var twice = await scene.Control.ConfirmAsync(s_otto, id, Token);
        var free = await scene.ReadAsync(id);

        Assert.True(ticket.AwaitsConfirmation);
        Assert.Equal(OperationState.AwaitsConfirmation, submitted.State);
        Assert.Equal("3 items at once: above 2 a second operator has to confirm before anything is sent.", submitted.AttentionReason);
        Assert.Null(sent);
        Assert.IsType<NeedsSomebodyElse>(own.Failure);
        Assert.IsType<NotAllowed>(moderator.Failure);
        Assert.IsType<OperationNotInState>(resumed.Failure);
        Assert.IsType<OperationNotInState>(paused.Failure);
        Assert.Equal(OperationState.AwaitsConfirmation, still.State);
        Assert.True(confirmed.Succeeded);
        Assert.IsType<OperationNotInState>(twice.Failure);
        Assert.Equal((OperationState.Queued, "Otto", s_otto.OperatorId), (free.State, free.ConfirmedBy, free.ConfirmedById));
        Assert.Null(free.AttentionReason);
        Assert.Equal(["operation.submitted", "operation.confirmed"], await scene.AuditAsync(id));
        await scene.SendAsync(id, 1, new Features.Operations.Running.ItemOutcome(ItemState.Confirmed, null));
    }

    [Theory, DatabaseData]
    public async Task Declining_ends_it_without_a_call(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        await EmployAsync(database, s_otto);
        var id = (await SubmitAsync(scene, database, items: 3)).OperationId;

        Assert.True((await scene.Control.CancelAsync(s_otto, id, Token)).Succeeded);
        var operation = await scene.ReadAsync(id);

        Assert.Equal(OperationState.Cancelled, operation.State);
        Assert.All(operation.Items, i => Assert.Equal((ItemState.Skipped, null), (i.State, i.SentAt)));
    }

    [Theory, DatabaseData]
    public async Task Nobody_is_asked_where_nobody_else_could_answer_and_for_little(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        await EmployAsync(database, s_olga);
        await EmployAsync(database, OperationScene.Mo);
        await EmployAsync(database, s_otto, disabled: true);

        Assert.False((await SubmitAsync(scene, database, items: 3)).AwaitsConfirmation);
        await EmployAsync(database, new Actor(Guid.NewGuid(), "Ada", OperatorRole.Administrator));
        Assert.True((await SubmitAsync(scene, database, items: 3)).AwaitsConfirmation);
        Assert.False((await SubmitAsync(scene, database, items: 2)).AwaitsConfirmation);
        Assert.False((await SubmitAsync(scene, database, items: 3, above: 0)).AwaitsConfirmation);
    }

    private async Task<OperationTicket> SubmitAsync(OperationScene scene, TestDatabase database, int items, int above = 2)
    {
        var desk = new OperationDesk(
            database.Contexts, OperationScene.Abilities, new AuditTrail(scene.Time), scene.Feed, scene.Time, scene.Signals, new SecondOperator(Options.Create(new BulkOptions { SecondOperatorAbove = above })));
        var drafts = Enumerable.Range(1, items).Select(_ => scene.Add($"49151100000{++_people:00}")).ToList();
        var ticket = await desk.SubmitAsync(
            s_olga, new OperationDraft(OperationKind.AddParticipants, "Add people", Guid.NewGuid().ToString(), Interactive: false, drafts, OperationScene.Group), Token);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value;
    }

    private static async Task EmployAsync(TestDatabase database, Actor actor, bool disabled = false)
    {
        await using var db = database.Open();
        var name = $"{actor.Name}@town.example";
        db.Users.Add(new Operator
        {
            Id = actor.OperatorId,
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            DisplayName = actor.Name,
            Role = actor.Role,
            CreatedAt = DateTimeOffset.UnixEpoch,
            DisabledAt = disabled ? DateTimeOffset.UnixEpoch : null,
        });
        await db.SaveChangesAsync(Token);
    }
}
