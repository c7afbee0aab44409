using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static AdminPortal.Tests.Sync.SyncBench;
using MembershipRequestListing = AdminPortal.Gateways.Model.MembershipRequestListing;

namespace AdminPortal.Tests.Sync;

/// <summary>
/// What becomes of a pair of phone and LID once one answer has shown it: participants, requests and search know the person by
/// both, and each gateway gets back the id that its group lists.
/// </summary>
public sealed class IdentityUseTests
{
    private static readonly Actor s_olga = new(Guid.NewGuid(), "Olga", OperatorRole.Administrator);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_person_listed_by_lid_alone_is_found_and_shown_by_the_learned_number(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        await LearnAsync(bench);

        var roster = await new ParticipantRoster(database.Contexts).WindowAsync(new RosterQuery(IdOf(2), "+49 (1511) 000-0001"), 0, 10, Ending);
        var known = await DeskOf(bench).Adder.KnownAsync(IdOf(2), [PhoneOf(1)], Ending);
        var people = new PersonDirectory(database.Contexts);
        var byPhone = Assert.Single((await people.SearchAsync("+49 1511 000 0001", from: null, Ending)).Rows);
        var byLid = Assert.Single((await people.SearchAsync("88000000000001", from: null, Ending)).Rows);
        var palette = await new PaletteIndex(database.Contexts).FindAsync(s_olga, "+49 1511 000-0001", Ending);

        var row = Assert.Single(roster.Rows);
        Assert.Equal("+4915110000001", row.Number);
        Assert.Contains(PhoneOf(1), known.Members);
        Assert.Equal((byPhone.Id, 2), (byLid.Id, byPhone.Groups));
        Assert.Equal("+4915110000001", Assert.Single(palette).Title);
    }

    [Theory, DatabaseData]
    public async Task A_request_by_lid_alone_is_found_by_the_learned_number_and_decided_by_the_lid(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        await LearnAsync(bench);
        var desks = DeskOf(bench);

        var found = Assert.Single((await desks.Inbox.ListAsync(new ApprovalQuery(Text: "+49 1511 000 0003"), Ending)).Rows);
        var decided = await desks.Approvals.DecideAsync(s_olga, [found.Id], approve: true, note: null, Ending);

        Assert.Equal("+4915110000003", found.Number ?? found.Person);
        Assert.True(decided.Succeeded, decided.Failure?.Message);
        Assert.Equal(LidOf(3), await SentAsync(bench, decided.Value!.OperationId));
    }

    [Theory, DatabaseData]
    public async Task Ids_go_back_as_each_group_lists_them(TestDatabase database)
    {
        await using var bench = WithoutFarSide(database);
        await LearnAsync(bench);
        var desks = DeskOf(bench);
        Guid person;
        await using (var db = bench.Open())
        {
            person = (await db.People.SingleAsync(p => p.PhoneKey == PhoneOf(1), Ending)).Id;
        }

        var inFirst = await desks.People.SubmitAsync(s_olga, IdOf(1), RosterAction.Remove, [person], Guid.NewGuid(), Ending);
        var inSecond = await desks.People.SubmitAsync(s_olga, IdOf(2), RosterAction.Remove, [person], Guid.NewGuid(), Ending);

        Assert.Equal(PhoneOf(1), await SentAsync(bench, Ticket(inFirst).OperationId));
        Assert.Equal(LidOf(1), await SentAsync(bench, Ticket(inSecond).OperationId));
    }

    /// <summary>The first group shows pairs; the second lists one of them by LID alone, and another asks to join it.</summary>
    private static async Task LearnAsync(SyncBench bench)
    {
        var desk = await bench.ConnectAsync("Desk", ownNumberKey: PhoneOf(9));
        await bench.ListAsync(desk, Listing(1), Listing(2));
        await bench.DetailAsync(desk, Detail(1, Pair(1), Pair(3), Member(9, MemberRole.Admin)));
        await bench.DetailAsync(desk, Detail(2, ByLid(1), Member(9, MemberRole.Admin)));
        await bench.RequestsAsync(desk, IdOf(2), new MembershipRequestListing(ParticipantId.Parse(LidOf(3)), null, null, RequestMethod.Unknown));
        await using var db = bench.Open();
        await db.Connections.ExecuteUpdateAsync(s => s.SetProperty(c => c.Session, SessionState.Connected), Ending);
    }

    private static async Task<string?> SentAsync(SyncBench bench, Guid operation)
    {
        await using var db = bench.Open();
        return (await db.OperationItems.SingleAsync(i => i.OperationId == operation, Ending)).Participant;
    }

    private static OperationTicket Ticket(Result<OperationTicket> submitted)
    {
        Assert.True(submitted.Succeeded, submitted.Failure?.Message);
        return submitted.Value;
    }

    private static Desks DeskOf(SyncBench bench)
    {
        var contexts = bench.Database.Contexts;
        var catalog = bench.Get<AdminPortal.Gateways.GatewayCatalog>();
        var (audit, feed, numbers) = (bench.Get<AuditTrail>(), bench.Get<ChangeFeed>(), new ActingNumbers(contexts, catalog));
        var limits = Options.Create(new GroupLimitOptions());
        var groups = new GroupDirectory(contexts, numbers, bench.Get<ReadingAges>());
        var operations = new OperationDesk(contexts, new AbilityCheck(catalog), audit, feed, bench.Time);
        return new Desks(
            new ParticipantDesk(contexts, groups, operations, bench.Get<PacingGovernor>()),
            new AddPeopleDesk(contexts, groups, new GroupText(limits), operations),
            new ApprovalInbox(contexts, numbers, bench.Get<ReadingAges>(), limits, bench.Time),
            new ApprovalDesk(contexts, operations, numbers, audit, feed, bench.Time));
    }

    private sealed record Desks(ParticipantDesk People, AddPeopleDesk Adder, ApprovalInbox Inbox, ApprovalDesk Approvals);
}
