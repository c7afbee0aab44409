using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPortal.Tests.Operations;

/// <summary>What gateways and operators write must not cost an outcome, on any database.</summary>
public sealed class ForeignTextTests
{
    private const string Emoji = "\U0001F600";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task An_outcome_survives_nul_in_the_gateways_words(TestDatabase database) => await OutcomeAsync(database, "No\0 right.");

    [Theory, DatabaseData]
    public async Task An_outcome_survives_half_an_emoji(TestDatabase database) => await OutcomeAsync(database, "No right " + Emoji[..1] + "…");

    [Theory, DatabaseData]
    public async Task An_outcome_survives_an_emoji_on_the_border(TestDatabase database) => await OutcomeAsync(database, new string('a', 998) + Emoji + "tail");

    [Theory, DatabaseData]
    public async Task A_title_and_a_label_survive_an_emoji_on_the_border(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var text = new string('a', 298) + Emoji + "tail";
        var ticket = await scene.Desk.SubmitAsync(
            OperationScene.Olga,
            new OperationDraft(OperationKind.AddParticipants, text, "k", false, [scene.Add("4915110002000") with { Label = text }], OperationScene.Group),
            Token);
        Assert.True(ticket.Succeeded);
    }

    [Theory, DatabaseData]
    public async Task A_number_is_stopped_whatever_its_gateway_said(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var health = new ConnectionHealth(database.Contexts, new NumberAges(), new AuditTrail(scene.Time), new ChangeFeed(NullLogger<ChangeFeed>.Instance), scene.Time);
        await health.StopAsync(scene.Number, "Device\0 removed " + Emoji[..1], Token);
        await using var db = database.Open();
        Assert.NotNull((await db.Connections.SingleAsync(c => c.Id == scene.Number, Token)).StoppedReason);
    }

    [Theory, DatabaseData]
    public async Task The_reason_of_a_stop_shows_nobodys_whole_number(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var health = new ConnectionHealth(database.Contexts, new NumberAges(), new AuditTrail(scene.Time), new ChangeFeed(NullLogger<ChangeFeed>.Instance), scene.Time);
        await health.StopAsync(scene.Number, "The session was lost when “Add +4915110002000” was sent: 463.", Token);
        await using var db = database.Open();
        var reason = (await db.Connections.SingleAsync(c => c.Id == scene.Number, Token)).StoppedReason;
        Assert.Equal("The session was lost when “Add +49 ••• 00” was sent: 463.", reason);
    }

    private static async Task OutcomeAsync(TestDatabase database, string detail)
    {
        var scene = await OperationScene.CreateAsync(database);
        var id = await scene.SubmitAsync([scene.Add("4915110002000")]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Refused, detail) { Reason = RefusalReason.PrivacyBlocked });
        Assert.Equal(ItemState.Refused, (await scene.ReadAsync(id)).Items[0].State);
    }
}
