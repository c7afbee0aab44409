using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Connections;

public sealed class ConnectionRegistryTests
{
    private static readonly Actor s_admin = new(Guid.NewGuid(), "Ada", OperatorRole.Administrator);
    private static readonly Actor s_operator = new(Guid.NewGuid(), "Olga", OperatorRole.Operator);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_number_is_tested_added_and_its_secret_is_nowhere_in_the_clear(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, b => b.AddNumber("North", "north", token: "very-secret-token"));
        var registry = bench.Get<ConnectionRegistry>();
        var draft = DraftOf(bench, bench.World.Numbers[0]);

        var test = await registry.TestAsync(s_admin, draft, connectionId: null, Ending);
        Assert.True(test.Value!.Works, string.Join(' ', test.Value.Findings));
        var added = await registry.AddAsync(s_admin, draft, test.Value, Ending);

        await using var db = bench.Open();
        var stored = await db.Connections.SingleAsync(Ending);
        Assert.Equal(added.Value, stored.Id);
        Assert.DoesNotContain("very-secret-token", stored.ProtectedCredentials, StringComparison.Ordinal);
        Assert.Equal(["connection.added"], await db.AuditEntries.Select(a => a.Action).ToListAsync(Ending));
        Assert.DoesNotContain("very-secret-token", (await db.AuditEntries.SingleAsync(Ending)).Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret-token", draft.ToString(), StringComparison.Ordinal);
        var settings = await bench.Get<ConnectionDirectory>().FindAsync(stored.Id, Ending);
        Assert.Equal(["instance"], settings!.Shown.Keys);
        Assert.Contains(settings.Capabilities, c => c.ProbedAt is not null);
    }

    [Theory, DatabaseData]
    public async Task Findings_stand_on_the_fields_they_are_about(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, b => b.AddNumber("North", "north"));
        var good = DraftOf(bench, bench.World.Numbers[0]);

        Assert.Equal([ConnectionTester.BaseAddressField], await FieldsAsync(good with { BaseAddress = "nonsense" }));
        Assert.Equal([ConnectionTester.BaseAddressField], await FieldsAsync(good with { BaseAddress = "ftp://example.org" }));
        Assert.Equal([ConnectionTester.BaseAddressField], await FieldsAsync(good with { BaseAddress = "https://10.0.0.1/" }));
        Assert.Equal([ConnectionTester.BaseAddressField], await FieldsAsync(good with { BaseAddress = "http://127.0.0.1:1/" }));
        Assert.Equal([ConnectionDraft.NameField, "token"], await FieldsAsync(good with { Name = " ", Credentials = new Dictionary<string, string> { ["instance"] = "north" } }));
        Assert.Equal(["token"], await FieldsAsync(good with { Credentials = new Dictionary<string, string> { ["instance"] = "north", ["token"] = "wrong" } }));

        async Task<IEnumerable<string?>> FieldsAsync(ConnectionDraft draft)
        {
            var result = await bench.Get<ConnectionRegistry>().TestAsync(s_admin, draft, connectionId: null, Ending);
            return result.Value!.Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Field);
        }
    }

    [Theory, DatabaseData]
    public async Task A_name_is_given_once(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, b => b.AddNumber("North", "north"));
        var registry = bench.Get<ConnectionRegistry>();
        var draft = DraftOf(bench, bench.World.Numbers[0]);
        await registry.AddAsync(s_admin, draft, test: null, Ending);

        var second = await registry.AddAsync(s_admin, draft with { Name = "NORTH " }, test: null, Ending);

        Assert.IsType<NumberNameTaken>(second.Failure);
        Assert.Equal(ConnectionDraft.NameField, second.Failure.Field);
    }

    [Theory, DatabaseData]
    public async Task A_stored_secret_is_not_sent_to_another_server(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, b => b.AddNumber("North", "north"));
        var registry = bench.Get<ConnectionRegistry>();
        var draft = DraftOf(bench, bench.World.Numbers[0]);
        var id = (await registry.AddAsync(s_admin, draft, test: null, Ending)).Value;
        var empty = draft with { Credentials = new Dictionary<string, string> { ["token"] = "" } };

        var renamed = await registry.EditAsync(s_admin, id, empty with { Name = "North desk" }, Ending);
        Assert.True(renamed.Succeeded, renamed.Failure?.Message);
        Assert.True((await registry.TestAsync(s_admin, empty with { Name = "North desk" }, id, Ending)).Value!.Works);

        var moved = await registry.EditAsync(s_admin, id, empty with { BaseAddress = "https://elsewhere.example.org" }, Ending);
        Assert.Equal("token", Assert.Single(Assert.IsType<SettingsRefused>(moved.Failure).Findings).Field);
    }

    [Theory, DatabaseData]
    public async Task Resting_and_resuming_need_a_reason_and_leave_a_trace(TestDatabase database)
    {
        await using var bench = SyncBench.WithoutFarSide(database);
        var id = await bench.ConnectAsync("Desk");
        var registry = bench.Get<ConnectionRegistry>();

        Assert.IsType<InvalidInput>((await registry.RestAsync(s_admin, id, " ", Ending)).Failure);
        Assert.True((await registry.RestAsync(s_admin, id, "Too many adds", Ending)).Succeeded);
        Assert.Equal(NumberStanding.Stopped, (await bench.Get<ConnectionDirectory>().ListAsync(Ending))[0].Standing);
        Assert.True((await registry.ResumeAsync(s_admin, id, "A day has passed", Ending)).Succeeded);

        await using var db = bench.Open();
        Assert.Null((await db.Connections.SingleAsync(Ending)).StoppedReason);
        Assert.Equal(["connection.rested", "connection.resumed"], await db.AuditEntries.OrderBy(a => a.Sequence).Select(a => a.Action).ToListAsync(Ending));
    }

    [Theory, DatabaseData]
    public async Task A_number_with_waiting_work_stays_and_without_it_goes_softly(TestDatabase database)
    {
        await using var bench = SyncBench.WithoutFarSide(database);
        var id = await bench.ConnectAsync("Desk");
        await using (var db = bench.Open())
        {
            var operation = new Operation
            {
                Kind = OperationKind.AddParticipants,
                Title = "Add",
                IntentKey = "k",
                Interactive = false,
                SubmittedById = s_admin.OperatorId,
                SubmittedBy = "Ada",
                SubmittedAt = bench.Time.GetUtcNow(),
            };
            operation.Items.Add(new OperationItem { Sequence = 1, Kind = ItemKind.AddParticipant, ConnectionId = id, Label = "x" });
            db.Operations.Add(operation);
            await db.SaveChangesAsync(Ending);
        }

        var registry = bench.Get<ConnectionRegistry>();
        Assert.IsType<NumberHasWork>((await registry.RemoveAsync(s_admin, id, Ending)).Failure);
        await using (var db = bench.Open())
        {
            await db.Operations.ExecuteUpdateAsync(s => s.SetProperty(o => o.State, OperationState.Cancelled), Ending);
        }

        Assert.True((await registry.RemoveAsync(s_admin, id, Ending)).Succeeded);
        Assert.Empty(await bench.Get<ConnectionDirectory>().ListAsync(Ending));
        Assert.Null(await bench.Get<ConnectionDirectory>().FindAsync(id, Ending));
        await using var after = bench.Open();
        Assert.NotNull((await after.Connections.SingleAsync(Ending)).RemovedAt);
    }

    [Theory, DatabaseData]
    public async Task Whoever_may_not_manage_numbers_is_refused_by_the_service(TestDatabase database)
    {
        await using var bench = SyncBench.WithoutFarSide(database);
        var id = await bench.ConnectAsync("Desk");
        var registry = bench.Get<ConnectionRegistry>();
        var draft = new ConnectionDraft(GatewayKind.RyzeApi, "X", "https://example.org", new Dictionary<string, string>());

        Assert.IsType<NotAllowed>((await registry.TestAsync(s_operator, draft, null, Ending)).Failure);
        Assert.IsType<NotAllowed>((await registry.AddAsync(s_operator, draft, null, Ending)).Failure);
        Assert.IsType<NotAllowed>((await registry.EditAsync(s_operator, id, draft, Ending)).Failure);
        Assert.IsType<NotAllowed>((await registry.RestAsync(s_operator, id, "x", Ending)).Failure);
        Assert.IsType<NotAllowed>((await registry.ResumeAsync(s_operator, id, "x", Ending)).Failure);
        Assert.IsType<NotAllowed>((await registry.RemoveAsync(s_operator, id, Ending)).Failure);
        await using var db = bench.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Ending));
    }

    [Theory, DatabaseData]
    public async Task A_rest_until_a_time_ends_by_itself_and_outlives_a_change_of_settings(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, b => b.AddNumber("North", "north"));
        var registry = bench.Get<ConnectionRegistry>();
        var draft = DraftOf(bench, bench.World.Numbers[0]);
        var id = (await registry.AddAsync(s_admin, draft, test: null, Ending)).Value;
        var until = bench.Time.GetUtcNow() + TimeSpan.FromHours(3);

        Assert.Equal("until", (await registry.RestAsync(s_admin, id, "too fast", Ending, bench.Time.GetUtcNow())).Failure!.Field);
        Assert.Equal("until", (await registry.RestAsync(s_admin, id, "too fast", Ending, until + TimeSpan.FromDays(60))).Failure!.Field);
        Assert.True((await registry.RestAsync(s_admin, id, "too fast", Ending, until)).Succeeded);
        Assert.True((await registry.EditAsync(s_admin, id, draft with { Name = "North star" }, Ending)).Succeeded);

        var card = (await bench.Get<ConnectionDirectory>().FindAsync(id, Ending))!.Card;
        Assert.Equal((until, "Ada lets it rest: too fast", null), (card.PausedUntil, card.PausedReason, card.StoppedReason));
        await registry.ResumeAsync(s_admin, id, "rested enough", Ending);
        await using var db = bench.Open();
        var stored = await db.Connections.SingleAsync(Ending);
        Assert.Equal((null, null, null), (stored.PausedUntil, stored.PausedReason, stored.PausedBy));
        Assert.Contains(await db.AuditEntries.Select(e => e.Summary).ToListAsync(Ending), s => s.Contains("rests until", StringComparison.Ordinal));
    }

    private static ConnectionDraft DraftOf(SyncBench bench, WorldNumber number) => new(
        GatewayKind.RyzeApi,
        "North",
        bench.Far!.RyzeApiAddress.ToString(),
        new Dictionary<string, string> { ["instance"] = number.Handle, ["token"] = number.Token });
}
