using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Approvals;

/// <summary>A database with one number that is admin of one group, and people who ask to join it.</summary>
internal sealed class ApprovalWorld
{
    public const string GroupId = "120363077001122334@g.us";

    public static readonly Actor Moderator = new(Guid.Parse("00000000-0000-0000-0000-0000000000a1"), "Mara", OperatorRole.Moderator);
    public static readonly Actor OtherModerator = new(Guid.Parse("00000000-0000-0000-0000-0000000000a2"), "Rui", OperatorRole.Moderator);
    public static readonly Actor Viewer = new(Guid.Parse("00000000-0000-0000-0000-0000000000a3"), "Vera", OperatorRole.Viewer);

    private readonly TestDatabase _database;

    private ApprovalWorld(TestDatabase database)
    {
        _database = database;
        var gateways = new ServiceCollection().AddLogging().AddGateways().BuildServiceProvider();
        Feed = new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        var audit = new AuditTrail(Time);
        var catalog = gateways.GetRequiredService<GatewayCatalog>();
        var acting = new ActingNumbers(database.Contexts, catalog);
        Desk = new ApprovalDesk(database.Contexts, new OperationDesk(database.Contexts, new AbilityCheck(catalog), audit, Feed, Time), acting, audit, Feed, Time);
        Inbox = new ApprovalInbox(database.Contexts, acting, new ReadingAges(), Options.Create(new GroupLimitOptions()), Time);
        Claims = new ClaimBoard(database.Contexts, Feed, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public ChangeFeed Feed { get; }

    public ApprovalDesk Desk { get; }

    public ApprovalInbox Inbox { get; }

    public ClaimBoard Claims { get; }

    /// <summary>The requests, oldest first.</summary>
    public List<Guid> Requests { get; } = [];

    public static async Task<ApprovalWorld> CreateAsync(TestDatabase database, int requests, MemberRole role = MemberRole.Admin)
    {
        var world = new ApprovalWorld(database);
        await using var db = database.Open();
        var now = world.Time.GetUtcNow();
        var connection = new Connection
        {
            Name = "Desk", Kind = GatewayKind.RyzeApi, BaseAddress = "https://ryze.example", ProtectedCredentials = "x", CreatedAt = now, Session = SessionState.Connected,
        };
        db.Add(connection);
        db.Add(new Group { Id = GroupId, Name = "Harbor Crew", NameSearch = "harbor crew", FirstSeenAt = now, MemberCount = 12, ApprovalRequired = true });
        db.Add(new GroupConnection { GroupId = GroupId, ConnectionId = connection.Id, Role = role });
        for (var i = 0; i < requests; i++)
        {
            var person = new Person { LidKey = $"8811223344{i:0000}@lid", Name = $"Person {i}", Search = $"person {i}", FirstSeenAt = now };
            var request = new MembershipRequest
            {
                GroupId = GroupId, PersonId = person.Id, ListedId = person.LidKey, RequestedAt = now.AddMinutes(i - requests), Method = RequestMethod.Unknown, FirstSeenAt = now,
            };
            db.AddRange(person, request);
            world.Requests.Add(request.Id);
        }

        await db.SaveChangesAsync();
        return world;
    }

    /// <summary>As the list of the number shows it: the group is not in it any more.</summary>
    public async Task DeleteGroupAsync()
    {
        await using var db = _database.Open();
        (await db.Groups.SingleAsync()).GoneAt = Time.GetUtcNow();
        await db.SaveChangesAsync();
    }

    public async Task<MembershipRequest> RequestAsync(Guid id)
    {
        await using var db = _database.Open();
        return await db.MembershipRequests.AsNoTracking().SingleAsync(r => r.Id == id);
    }

    public async Task<Operation> OperationAsync(Guid id)
    {
        await using var db = _database.Open();
        return await db.Operations.AsNoTracking().Include(o => o.Items).SingleAsync(o => o.Id == id);
    }

    public PortalDbContext Open() => _database.Open();
}
