using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operators;
using AdminPortal.Features.Overview;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Security;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Host;

/// <summary>
/// What a screen asks of the database does not grow with what there is: an estate of twelve groups and one of two hundred are
/// read by the same number of commands. A query per row would show here at once.
/// </summary>
public sealed class QueryCountTests
{
    private const int Few = 12;
    private const int Many = 200;

    private static readonly Actor s_anna = new(Guid.Parse("0198a000-0000-7000-8000-00000000000a"), "Anna", OperatorRole.Administrator);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Every_screen_reads_many_groups_by_as_many_commands_as_few(TestDatabase database)
    {
        var count = new CommandCount(database);
        await using var host = PortalHost.On(database);
        await using var watched = host.WithWebHostBuilder(builder =>
            builder.ConfigureServices(services => services.AddSingleton<IDbContextFactory<PortalDbContext>>(count)));
        await using var scope = watched.Services.CreateAsyncScope();
        var number = await ConnectAsync(database);

        await FurnishAsync(database, scope.ServiceProvider, number, 0, Few);
        // What a process reads once and keeps is read here.
        await MeasureAsync(database, scope.ServiceProvider, count, number, Few);
        var few = await MeasureAsync(database, scope.ServiceProvider, count, number, Few);
        await FurnishAsync(database, scope.ServiceProvider, number, Few, Many);
        var many = await MeasureAsync(database, scope.ServiceProvider, count, number, Many);

        Assert.All(few, f => Assert.True(f.Value.Count > 0, $"{f.Key} was not counted."));
        Assert.Empty(few
            .Where(f => f.Value.Count != many[f.Key].Count)
            .Select(f => $"{f.Key}: {f.Value.Count} commands for {Few} groups, {many[f.Key].Count} for {Many}"));
    }

    private static async Task<Dictionary<string, IReadOnlyList<string>>> MeasureAsync(
        TestDatabase database, IServiceProvider services, CommandCount count, Guid number, int groups)
    {
        var (community, group) = (IdOf(0), IdOf(2));
        string[] all = [.. Enumerable.Range(0, groups).Select(IdOf)];
        await using var db = database.Open();
        var request = await db.MembershipRequests.Where(r => r.State == RequestState.Waiting).Select(r => r.Id).FirstAsync(Token);
        var person = await db.People.Where(p => p.Search == "regular 1").Select(p => p.Id).SingleAsync(Token);
        var operation = await db.Operations.Where(o => o.IntentKey == $"large {groups}").Select(o => o.Id).SingleAsync(Token);
        var results = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

        await Of<ShellStatus>("the frame", s => s.ReadAsync(Token));
        await Of<PaletteIndex>("the palette", s => s.FindAsync(s_anna, "group", Token));
        await Of<AttentionBoard>("the overview", s => s.ReadAsync(Token));
        await Of<TrendBoard>("the charts", s => s.ReadAsync(TimeZoneInfo.Utc, Token));
        await Of<CommunityDirectory>("communities", s => s.ReadAsync(Token));
        await Of<HierarchyPlanner>("a plan", s => s.PlanAsync([.. all.Where((_, i) => i % 2 == 1 && i > 1).Select(id => new StagedChange(id, id, From: null, community))], Token));
        await Of<GroupDirectory>("a community", s => s.GetAsync(community, Token));
        await Of<GroupDirectory>("a group", s => s.GetAsync(group, Token));
        await Of<GroupDirectory>("a picker", s => s.SearchAsync(new GroupQuery(Take: 500), Token));
        await Of<GroupHistory>("a group's activity", s => s.ReadAsync(group, HistoryCursor.Start, Token));
        await Of<ActingNumbers>("who acts", s => s.FindAsync(all, Capability.ApproveRequests, MemberRole.Admin, Token));
        await Of<ParticipantRoster>("participants", s => s.WindowAsync(new RosterQuery(group), 0, 500, Token));
        await Of<ParticipantRoster>("participants of a community", s => s.WindowAsync(new RosterQuery(community), 0, 500, Token));
        await Of<ParticipantRoster>("counts of participants", s => s.CountAsync(group, Token));
        await Of<ParticipantRoster>("all who match", s => s.MatchingAsync(new RosterQuery(group), Token));
        await Of<ApprovalInbox>("approvals", s => s.ListAsync(new ApprovalQuery(), Token));
        await Of<ApprovalInbox>("decided requests", s => s.ListAsync(new ApprovalQuery(Decided: true), Token));
        await Of<ApprovalInbox>("a request", s => s.FindAsync(request, Token));
        await Of<PersonDirectory>("people", s => s.SearchAsync(null, null, Token, pageSize: 500));
        await Of<PersonDirectory>("a person", s => s.FindAsync(person, Token));
        await Of<OperationBoard>("operations", s => s.ListAsync(new OperationFilter(), 0, 500, Token));
        await Of<OperationBoard>("an operation", s => s.FindAsync(operation, Token));
        await Of<OperationBoard>("items", s => s.ItemsAsync(operation, states: null, 0, 500, Token));
        await Of<AddPeopleDesk>("progress of an add", s => s.ProgressAsync(operation, Token));
        await Of<AuditLog>("audit", s => s.PageAsync(AuditFilter.Everything, before: null, Token));
        await Of<AuditLog>("authors", s => s.AuthorsAsync(Token));
        await Of<ConnectionDirectory>("numbers", s => s.ListAsync(Token));
        await Of<ConnectionDirectory>("a number", s => s.FindAsync(number, Token));
        await Of<ConnectionDirectory>("the removal of a number", s => s.ImpactOfRemovalAsync(number, Token));
        await Of<OperatorRoster>("operators", s => s.ListAsync(s_anna, Token));
        await Of<FollowUpBoard>("follow-up", s => s.ListAsync(new FollowUpQuery(FollowUpView.NeedsYou), Token));
        await Of<FollowUpBoard>("where a person is wanted", s => s.OfPersonAsync(person, Token));
        await Of<FollowUpBoard>("invitations that end", s => s.ListAsync(new FollowUpQuery(FollowUpView.Waiting, EndsSoon: true), Token));
        return results;

        async Task Of<TService>(string screen, Func<TService, Task> read)
            where TService : notnull => results[screen] = await count.OfAsync(() => read(services.GetRequiredService<TService>()));
    }

    /// <summary>Stopped, so that nobody reads or sends beside the test.</summary>
    private static async Task<Guid> ConnectAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var connection = new Connection
        {
            Name = "Desk",
            Kind = GatewayKind.RyzeApi,
            BaseAddress = "https://gateway.example",
            ProtectedCredentials = "none",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Session = SessionState.Connected,
            StoppedReason = "A test.",
        };
        db.Connections.Add(connection);
        await db.SaveChangesAsync(Token);
        return connection.Id;
    }

    /// <summary>
    /// One community with its announcement group, every other group in it; people who are in all of them and one of its own in
    /// each, requests, and operations, the largest with as many items as there are groups.
    /// </summary>
    private static async Task FurnishAsync(TestDatabase database, IServiceProvider services, Guid number, int from, int to)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = database.Open())
        {
            var everywhere = await db.People.Where(p => p.Search.StartsWith("regular")).ToListAsync(Token);
            if (everywhere.Count == 0)
            {
                everywhere = [.. Enumerable.Range(0, 3).Select(i => PersonOf($"regular {i}", 900_000 + i, now))];
                db.People.AddRange(everywhere);
            }

            for (var i = from; i < to; i++)
            {
                var own = PersonOf($"member {i}", i, now);
                db.People.Add(own);
                db.AddRange(GroupOf(i, now), new GroupConnection { GroupId = IdOf(i), ConnectionId = number, Role = MemberRole.Admin, Readable = true });
                db.GroupReadings.AddRange(Enum.GetValues<GroupAspect>().Select(aspect =>
                    new GroupReading { GroupId = IdOf(i), Aspect = aspect, Origin = ReadingOrigin.Detail, ConnectionId = number, At = now }));
                foreach (var person in everywhere.Append(own))
                {
                    db.Memberships.Add(new Membership { GroupId = IdOf(i), PersonId = person.Id, ListedId = person.PhoneKey!, Role = MemberRole.Member, SeenSince = now });
                    db.MembershipChanges.Add(new MembershipChange { GroupId = IdOf(i), PersonId = person.Id, Kind = MembershipChangeKind.Joined, At = now, Origin = ReadingOrigin.Detail });
                }

                db.WantedMembers.Add(WantedOf(i, number, now));
                db.MembershipRequests.AddRange(RequestOf(i, everywhere[0], RequestState.Rejected, now), RequestOf(i, own, RequestState.Waiting, now));
            }

            await db.SaveChangesAsync(Token);
        }

        var desk = services.GetRequiredService<OperationDesk>();
        await SubmitAsync("Large", $"large {to}", [.. Enumerable.Range(0, to).Select(i => AddOf((to * 1000) + i))]);
        for (var i = from; i < to; i++)
        {
            await SubmitAsync($"Small {i}", $"small {i}", [AddOf(800_000 + i)]);
        }

        ItemDraft AddOf(int digits) => new(ItemKind.AddParticipant, number, $"Somebody {digits}") { GroupId = IdOf(2), Participant = PhoneOf(digits) };

        async Task SubmitAsync(string title, string intent, IReadOnlyList<ItemDraft> drafts) => Assert.True((await desk.SubmitAsync(
            s_anna, new OperationDraft(OperationKind.AddParticipants, title, intent, Interactive: false, drafts, IdOf(2)), Token)).Succeeded);
    }

    private static Group GroupOf(int i, DateTimeOffset now)
    {
        var kind = i switch
        {
            0 => GroupKind.CommunityParent,
            1 => GroupKind.Announcement,
            _ => i % 2 == 0 ? GroupKind.Subgroup : GroupKind.Standalone,
        };
        return new Group
        {
            Id = IdOf(i),
            Name = $"Group {i}",
            NameSearch = $"group {i}",
            Kind = kind,
            CommunityId = kind is GroupKind.Announcement or GroupKind.Subgroup ? IdOf(0) : null,
            FirstSeenAt = now,
            MemberCount = 1020,
            ApprovalRequired = true,
        };
    }

    private static Person PersonOf(string name, int digits, DateTimeOffset now) => new() { Search = name, Name = name, PhoneKey = PhoneOf(digits), FirstSeenAt = now };

    private static MembershipRequest RequestOf(int group, Person person, RequestState state, DateTimeOffset now) => new()
    {
        GroupId = IdOf(group),
        PersonId = person.Id,
        ListedId = person.PhoneKey!,
        Method = RequestMethod.InviteLink,
        FirstSeenAt = now,
        State = state,
        DecidedAt = state == RequestState.Waiting ? null : now,
    };

    /// <summary>Of three, one was refused and two hold an invitation that ends soon.</summary>
    private static WantedMember WantedOf(int i, Guid number, DateTimeOffset now) => new()
    {
        GroupId = IdOf(i),
        PersonKey = PhoneOf(700_000 + i),
        Participant = PhoneOf(700_000 + i),
        Label = $"Wanted {i}",
        Search = $"wanted {i}",
        WantedBy = "Anna",
        WantedAt = now,
        ConnectionId = number,
        AddOperationId = Guid.NewGuid(),
        AddItemId = Guid.NewGuid(),
        AddState = ItemState.Refused,
        State = i % 3 == 0 ? WantedState.Refused : WantedState.Invited,
        InvitedAt = now.AddHours(-60),
        StateSince = now,
        ExpiresAt = now.AddHours(12),
    };

    private static string IdOf(int group) => $"12036307700{group:0000000}@g.us";

    private static string PhoneOf(int digits) => $"491760{digits:0000000}@s.whatsapp.net";
}
