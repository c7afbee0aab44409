using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.People;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

/// <summary>The services around operations over a database, without a runner: what it would do is written by the test.</summary>
internal sealed class OperationScene
{
    public static readonly Actor Olga = new(Guid.Parse("0198a000-0000-7000-8000-000000000001"), "Olga", OperatorRole.Operator);
    public static readonly Actor Mo = new(Guid.Parse("0198a000-0000-7000-8000-000000000002"), "Mo", OperatorRole.Moderator);
    public static readonly Actor Vera = new(Guid.Parse("0198a000-0000-7000-8000-000000000003"), "Vera", OperatorRole.Viewer);

    private readonly TestDatabase _database;

    public OperationScene(TestDatabase database)
    {
        _database = database;
        var audit = new AuditTrail(Time);
        var progress = new OperationProgress(audit, Time);
        Terms = new RunnerTerms(database.Contexts);
        Ledger = new ItemLedger(database.Contexts, audit, progress, new DependentItems(new ItemTruth(database.Contexts), Time), new InvitationItems(Time), new RequestFollower(Time), Signals, Feed, Time);
        Attention = new AttentionDesk(database.Contexts, audit, Feed);
        Desk = new OperationDesk(database.Contexts, Abilities, audit, Feed, Time, Signals);
        Control = new OperationControl(database.Contexts, audit, Ledger, Attention, progress, Signals, Feed, Time);
        // Nobody asks here how long something takes.
        var pacing = new PacingGovernor(
            database.Contexts,
            Catalog,
            new PauseWriter(new ConnectionHealth(database.Contexts, new NumberAges(), audit, Feed, Time), Time, NullLogger<PauseWriter>.Instance),
            audit,
            Feed,
            Options.Create(new PacingOptions()),
            Time,
            NullLogger<PacingGovernor>.Instance);
        Retry = new OperationRetry(database.Contexts, Abilities, Desk, new PlanForecaster(database.Contexts, pacing, new SecondOperator(Options.Create(new BulkOptions()))), Time);
        Signals.StartWanted += Woken.Add;
    }

    public static GatewayCatalog Catalog { get; } = new([new TestVendor()]);

    public static AbilityCheck Abilities { get; } = new(Catalog);

    public ManualTimeProvider Time { get; } = new();

    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

    public RunnerSignals Signals { get; } = new();

    /// <summary>Numbers whose runner was asked to start.</summary>
    public List<Guid> Woken { get; } = [];

    public RunnerTerms Terms { get; }

    public ItemLedger Ledger { get; }

    public AttentionDesk Attention { get; }

    public OperationDesk Desk { get; }

    public OperationControl Control { get; }

    public OperationRetry Retry { get; }

    public Guid Number { get; private set; }

    public const string Group = "120363077001122334@g.us";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<OperationScene> CreateAsync(TestDatabase database)
    {
        var scene = new OperationScene(database);
        await using var db = database.Open();
        var connection = new Connection
        {
            Name = "Desk",
            Kind = GatewayKind.RyzeApi,
            BaseAddress = "https://gateway.example",
            ProtectedCredentials = "none",
            CreatedAt = scene.Time.GetUtcNow(),
            Session = SessionState.Connected,
        };
        db.Connections.Add(connection);
        db.Groups.Add(new Group { Id = Group, Name = "Harbor Crew", NameSearch = "harbor crew", FirstSeenAt = scene.Time.GetUtcNow() });
        await db.SaveChangesAsync(Token);
        scene.Number = connection.Id;
        return scene;
    }

    public ItemDraft Add(string phone, int? dependsOn = null) =>
        new(ItemKind.AddParticipant, Number, phone) { GroupId = Group, Participant = phone + "@s.whatsapp.net", DependsOn = dependsOn };

    public async Task<Guid> SubmitAsync(IReadOnlyList<ItemDraft> items, Actor? actor = null, string? intent = null)
    {
        var ticket = await Desk.SubmitAsync(
            actor ?? Olga, new OperationDraft(OperationKind.AddParticipants, "Add people", intent ?? Guid.NewGuid().ToString(), false, items, Group), Token);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return ticket.Value.OperationId;
    }

    public async Task<Operation> ReadAsync(Guid id)
    {
        await using var db = _database.Open();
        return await db.Operations.AsNoTracking().Include(o => o.Items.OrderBy(i => i.Sequence)).SingleAsync(o => o.Id == id, Token);
    }

    /// <summary>What a runner that just began does before a call leaves.</summary>
    public async Task<OperationItem?> BeginAsync(Guid itemId) => await Ledger.BeginAsync(itemId, await Terms.BeginAsync(Number, Token), Token);

    /// <summary>What the runner does with one item.</summary>
    public async Task SendAsync(Guid operationId, int sequence, ItemOutcome outcome)
    {
        var item = (await ReadAsync(operationId)).Items[sequence - 1];
        var begun = await BeginAsync(item.Id);
        Assert.NotNull(begun);
        await Ledger.RecordAsync(begun, outcome, [], Token);
    }

    /// <summary>A request of a person who waits at the group.</summary>
    public async Task<MembershipRequest> RequestAsync(string digits)
    {
        await using var db = _database.Open();
        var person = new Person { PhoneKey = digits + "@s.whatsapp.net", Search = digits, FirstSeenAt = Time.GetUtcNow() };
        var request = new MembershipRequest
        {
            GroupId = Group,
            PersonId = person.Id,
            ListedId = person.PhoneKey,
            Method = RequestMethod.InviteLink,
            FirstSeenAt = Time.GetUtcNow(),
        };
        db.People.Add(person);
        db.MembershipRequests.Add(request);
        await db.SaveChangesAsync(Token);
        return request;
    }

    /// <summary>Submits a decision as Approvals does.</summary>
    public async Task<Guid> DecideAsync(MembershipRequest request, bool approve)
    {
        var item = new ItemDraft(approve ? ItemKind.ApproveRequest : ItemKind.RejectRequest, Number, "somebody")
        {
            GroupId = Group,
            Participant = request.ListedId,
            RequestId = request.Id,
        };
        var ticket = await Desk.SubmitAsync(
            Mo,
            new OperationDraft(OperationKind.DecideRequests, "Decide", Guid.NewGuid().ToString(), true, [item], Group),
            Token,
            async (db, operation, token) =>
            {
                var row = await db.MembershipRequests.SingleAsync(r => r.Id == request.Id, token);
                (row.State, row.Approve, row.OperationId) = (RequestState.Deciding, approve, operation.Id);
                return null;
            });
        return ticket.Value!.OperationId;
    }

    public async Task<MembershipRequest> ReadRequestAsync(Guid id)
    {
        await using var db = _database.Open();
        return await db.MembershipRequests.AsNoTracking().SingleAsync(r => r.Id == id, Token);
    }

    public async Task<IReadOnlyList<string>> AuditAsync(Guid operationId)
    {
        await using var db = _database.Open();
        return await db.AuditEntries.Where(e => e.OperationId == operationId).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync(Token);
    }
}
