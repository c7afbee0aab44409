using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MembershipRequest = AdminPortal.Features.Approvals.MembershipRequest;

namespace AdminPortal.Tests.Operations;

/// <summary>
/// A place where every kind of item could be submitted: Desk, creator of everything, and Field, which can everything and is
/// nowhere. The console's own services, without a runner and without gateways.
/// </summary>
internal sealed class WriteTown : IAsyncDisposable
{
    public const string Crew = "120363000000000001@g.us";
    public const string Town = "120363000000000002@g.us";
    public const string News = "120363000000000003@g.us";
    public const string Choir = "120363000000000004@g.us";
    public const string Band = "120363000000000005@g.us";

    public static readonly Actor Olga = new(Guid.Parse("0198a000-0000-7000-8000-0000000000b1"), "Olga", OperatorRole.Administrator);

    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;
    private readonly ManualTimeProvider _time = new();

    private WriteTown(TestDatabase database)
    {
        _database = database;
        var configuration = new ConfigurationBuilder().Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(database.Contexts)
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton<SecretProtector>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<ChangeFeed>()
            .AddSingleton(new GatewayCatalog([new TestVendor()]))
            .AddNumbers()
            .AddGroups(configuration)
            .AddParticipants()
            .AddPacing(configuration)
            .AddSync(configuration)
            .AddOperations(configuration)
            .AddApprovals()
            .AddPeople()
            .AddFollowUp()
            .AddCommunities()
            .BuildServiceProvider();
    }

    public Guid Desk { get; private set; }

    public Guid Field { get; private set; }

    public Guid Ann { get; private set; }

    public Guid Ben { get; private set; }

    public Guid Request { get; private set; }

    public Guid Wanted { get; private set; }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static async Task<WriteTown> BuildAsync(TestDatabase database)
    {
        var town = new WriteTown(database);
        await using var db = database.Open();
        town.Furnish(db);
        await db.SaveChangesAsync(Ending);
        return town;
    }

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Runs with abilities of Desk taken away, as a probe would have found.</summary>
    public async Task<T> WithoutAsync<T>(IReadOnlyCollection<Capability> lost, Func<Task<T>> run)
    {
        await ChangeAsync(db => db.ConnectionCapabilities.AddRange(lost.Select(c => new ConnectionCapability
        {
            ConnectionId = Desk, Capability = c, Level = CapabilityLevel.Unsupported, Reason = "refused this when it was tried (no such plan)", ProbedAt = _time.GetUtcNow(),
        })));
        var result = await run();
        await ChangeAsync(db => db.ConnectionCapabilities.RemoveRange(db.ConnectionCapabilities));
        return result;
    }

    /// <summary>Runs while Desk is an ordinary member everywhere.</summary>
    public async Task<T> AsMemberAsync<T>(Func<Task<T>> run)
    {
        await RoleAsync(MemberRole.Member);
        var result = await run();
        await RoleAsync(MemberRole.SuperAdmin);
        return result;
    }

    /// <summary>Runs while Desk is signed out.</summary>
    public async Task<T> SignedOutAsync<T>(Func<Task<T>> run)
    {
        await ChangeAsync(db => db.Connections.Single(c => c.Id == Desk).Session = SessionState.SignedOut);
        var result = await run();
        await ChangeAsync(db => db.Connections.Single(c => c.Id == Desk).Session = SessionState.Connected);
        return result;
    }

    public async Task ChangeAsync(Action<PortalDbContext> change)
    {
        await using var db = _database.Open();
        change(db);
        await db.SaveChangesAsync(Ending);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private Task RoleAsync(MemberRole role) => ChangeAsync(db =>
    {
        foreach (var relation in db.GroupConnections.Where(r => r.ConnectionId == Desk))
        {
            relation.Role = role;
        }
    });

    private void Furnish(PortalDbContext db)
    {
        var now = _time.GetUtcNow();
        (Desk, Field) = (Connect("Desk", now), Connect("Field", now.AddSeconds(1)));
        Place(Crew, "Crew", GroupKind.Standalone);
        Place(Town, "Town", GroupKind.CommunityParent);
        Place(News, "Town news", GroupKind.Announcement, Town);
        Place(Choir, "Choir", GroupKind.Subgroup, Town);
        Place(Band, "Band", GroupKind.Subgroup, Town);
        (Ann, Ben) = (Join("Ann", 1, MemberRole.Member, Crew), Join("Ben", 2, MemberRole.Admin, Crew, Town));
        var cid = Person("Cid", 3);
        var request = new MembershipRequest { GroupId = Crew, PersonId = cid.Id, ListedId = cid.PhoneKey!, Method = RequestMethod.InviteLink, FirstSeenAt = now };
        var wanted = new WantedMember
        {
            GroupId = Crew,
            PersonKey = "4915110000004@s.whatsapp.net",
            Participant = "4915110000004@s.whatsapp.net",
            Label = "Dan",
            Search = "dan",
            WantedBy = "Olga",
            WantedAt = now,
            ConnectionId = Desk,
            AddOperationId = Guid.NewGuid(),
            AddItemId = Guid.NewGuid(),
            AddState = ItemState.Refused,
            AddReason = RefusalReason.PrivacyBlocked,
            State = WantedState.Refused,
            StateSince = now,
        };
        db.AddRange(request, wanted);
        (Request, Wanted) = (request.Id, wanted.Id);

        Guid Connect(string name, DateTimeOffset at)
        {
            var connection = new Connection
            {
                Name = name, Kind = GatewayKind.RyzeApi, BaseAddress = "https://gateway.example", ProtectedCredentials = "", CreatedAt = at, Session = SessionState.Connected, ListedAt = now,
            };
            db.Add(connection);
            return connection.Id;
        }

        void Place(string id, string name, GroupKind kind, string? community = null)
        {
            db.Add(new Group
            {
                Id = id, Name = name, NameSearch = SearchText.Normalise(name), Kind = kind, CommunityId = community, FirstSeenAt = now, MemberCount = 3, OnlyAdminsSend = kind == GroupKind.Announcement, InviteCode = "AbCdEfGhIjKl",
            });
            db.Add(new GroupConnection { GroupId = id, ConnectionId = Desk, Role = MemberRole.SuperAdmin, Readable = true });
        }

        Person Person(string name, int number)
        {
            var person = new Person { Name = name, PhoneKey = $"491511000000{number}@s.whatsapp.net", Search = SearchText.Normalise(name), FirstSeenAt = now };
            db.Add(person);
            return person;
        }

        Guid Join(string name, int number, MemberRole role, params string[] groups)
        {
            var person = Person(name, number);
            db.AddRange(groups.Select(g => new Membership { GroupId = g, PersonId = person.Id, ListedId = person.PhoneKey!, Role = role, SeenSince = now }));
            return person.Id;
        }
    }
}
