using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Operations.Uploading;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operations;

/// <summary>A group, what was done to it, and what a revert makes of that. Outcomes and reads are written by the test.</summary>
internal sealed class RevertScene
{
    private readonly TestDatabase _database;

    private RevertScene(TestDatabase database, CapabilitySet? capabilities)
    {
        _database = database;
        Groups = new GroupScene(database, capabilities);
        Forecaster = new PlanForecaster(database.Contexts, Groups.Pacing, new SecondOperator(Options.Create(new BulkOptions())));
        Retry = new OperationRetry(database.Contexts, Groups.Abilities, Groups.Operations, Forecaster, Groups.Time);
        Upload = new ReportUpload(database.Contexts, Groups.Catalog, Groups.Operations, Forecaster, Options.Create(new GroupLimitOptions()), Groups.Time);
        Report = new OperationReport(
            new OperationBoard(database.Contexts, Groups.Pacing, Retry, new QuietHours(Options.Create(new BulkOptions())), Groups.Time), database.Contexts);
        Revert = new OperationRevert(database.Contexts, Groups.Catalog, Groups.Operations, Forecaster, Options.Create(new GroupLimitOptions()));
    }

    public GroupScene Groups { get; }

    public PlanForecaster Forecaster { get; }

    public OperationRevert Revert { get; }

    public OperationRetry Retry { get; }

    public ReportUpload Upload { get; }

    public OperationReport Report { get; }

    public Guid Number { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RevertScene> CreateAsync(TestDatabase database, CapabilitySet? capabilities = null, Action<Group>? shape = null)
    {
        var scene = new RevertScene(database, capabilities);
        scene.Number = await scene.Groups.SetAsync(MemberRole.Admin, shape);
        await scene.KnowMembersAsync(GroupScene.Harbor);
        return scene;
    }

    public Task KnowMembersAsync(string group) => Groups.AddAsync(new GroupReading
    {
        GroupId = group, Aspect = GroupAspect.Members, Origin = ReadingOrigin.Detail, ConnectionId = Number, At = Groups.Time.GetUtcNow(),
    });

    public ItemDraft Draft(ItemKind kind, Person person, string group = GroupScene.Harbor) =>
        new(kind, Number, person.Name ?? person.PhoneKey!) { GroupId = group, Participant = person.PhoneKey ?? person.LidKey };

    /// <summary>Submits and writes how it ended: every item Confirmed unless <paramref name="outcome"/> says otherwise.</summary>
    public async Task<Guid> DoneAsync(IReadOnlyList<ItemDraft> items, Action<OperationItem>? outcome = null)
    {
        var ticket = await Groups.Operations.SubmitAsync(
            GroupScene.Operator, new OperationDraft(OperationKind.ChangeGroup, "The first one", Guid.NewGuid().ToString(), false, items), Token);
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        Groups.Time.Advance(TimeSpan.FromMinutes(1));
        var now = Groups.Time.GetUtcNow();
        await using var db = _database.Open();
        var operation = await db.Operations.Include(o => o.Items).SingleAsync(o => o.Id == ticket.Value.OperationId, Token);
        (operation.State, operation.StartedAt, operation.FinishedAt) = (OperationState.Completed, now, now);
        foreach (var item in operation.Items)
        {
            (item.State, item.SentAt, item.SettledAt) = (ItemState.Confirmed, now, now);
            outcome?.Invoke(item);
        }

        await db.SaveChangesAsync(Token);
        Groups.Time.Advance(TimeSpan.FromMinutes(1));
        return operation.Id;
    }

    /// <summary>What a later read has shown.</summary>
    public async Task ReadAsync(Action<PortalDbContext> change)
    {
        await using var db = _database.Open();
        change(db);
        await db.SaveChangesAsync(Token);
    }

    public Task GoneAsync(Person person) => ReadAsync(db =>
        db.Memberships.Single(m => m.GroupId == GroupScene.Harbor && m.PersonId == person.Id).GoneAt = Groups.Time.GetUtcNow());

    public Task RoleAsync(Person person, MemberRole role) => ReadAsync(db =>
        db.Memberships.Single(m => m.GroupId == GroupScene.Harbor && m.PersonId == person.Id).Role = role);

    public async Task<OperationPlan> PlanAsync(Guid operation)
    {
        var planned = await Revert.PlanAsync(GroupScene.Operator, operation, Token);
        Assert.True(planned.Succeeded, planned.Failure?.Message);
        return planned.Value;
    }

    /// <summary>An add of that person that was refused just now.</summary>
    public Task RefusedAddAsync(Person person, RefusalReason reason) =>
        DoneAsync([Draft(ItemKind.AddParticipant, person)], item => (item.State, item.Reason) = (ItemState.Refused, reason));
}
