using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Groups;

/// <summary>Groups, numbers and people in a test's database, and the services that read and change them.</summary>
public sealed class GroupScene
{
    public const string Harbor = "120363077001122334@g.us";

    private int _people;

    public GroupScene(TestDatabase database, CapabilitySet? capabilities = null)
    {
        Database = database;
        Catalog = new GatewayCatalog([new TestVendor(capabilities)]);
        Numbers = new ActingNumbers(database.Contexts, Catalog);
        Abilities = new AbilityCheck(Catalog);
        Directory = new GroupDirectory(database.Contexts, Numbers, new ReadingAges());
        Operations = new OperationDesk(database.Contexts, Abilities, new AuditTrail(Time), Feed, Time);
        Text = new GroupText(Options.Create(new GroupLimitOptions()));
        Desk = new GroupDesk(Directory, Text, Operations);
        var health = new ConnectionHealth(database.Contexts, new NumberAges(), new AuditTrail(Time), Feed, Time);
        Pacing = new PacingGovernor(database.Contexts, Catalog, new PauseWriter(health, Time, NullLogger<PauseWriter>.Instance), new AuditTrail(Time), Feed, Options.Create(new PacingOptions()), Time, NullLogger<PacingGovernor>.Instance);
        Roster = new ParticipantRoster(database.Contexts);
        People = new ParticipantDesk(database.Contexts, Directory, Operations, Pacing);
        Adder = new AddPeopleDesk(database.Contexts, Directory, Text, Operations);
    }

    public static Actor Viewer { get; } = new(Guid.NewGuid(), "Vera", OperatorRole.Viewer);
    public static Actor Moderator { get; } = new(Guid.NewGuid(), "Mona", OperatorRole.Moderator);
    public static Actor Operator { get; } = new(Guid.NewGuid(), "Olga", OperatorRole.Operator);

    public TestDatabase Database { get; }
    public ManualTimeProvider Time { get; } = new();
    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);
    public GatewayCatalog Catalog { get; }
    public ActingNumbers Numbers { get; }
    public AbilityCheck Abilities { get; }
    public GroupDirectory Directory { get; }
    public OperationDesk Operations { get; }
    public GroupText Text { get; }
    public GroupDesk Desk { get; }
    public PacingGovernor Pacing { get; }
    public ParticipantRoster Roster { get; }
    public ParticipantDesk People { get; }
    public AddPeopleDesk Adder { get; }

    public async Task<Guid> AddNumberAsync(string name, string? phone = null, SessionState session = SessionState.Connected, string? stopped = null)
    {
        var connection = new Connection
        {
            Name = name,
            Kind = GatewayKind.RyzeApi,
            BaseAddress = "https://gateway.example",
            ProtectedCredentials = "",
            CreatedAt = Time.GetUtcNow(),
            Session = session,
            StoppedReason = stopped,
            OwnNumberKey = phone is null ? null : $"{phone}@s.whatsapp.net",
        };
        await AddAsync(connection);
        Time.Advance(TimeSpan.FromSeconds(1));
        return connection.Id;
    }

    public async Task<Group> AddGroupAsync(string name = "Harbor Crew", string id = Harbor, Action<Group>? shape = null)
    {
        var group = new Group
        {
            Id = id,
            Name = name,
            NameSearch = SearchText.Normalise(name),
            Kind = GroupKind.Standalone,
            FirstSeenAt = Time.GetUtcNow(),
        };
        shape?.Invoke(group);
        await AddAsync(group);
        return group;
    }

    public Task PutAsync(Guid connection, MemberRole? role, string group = Harbor) =>
        AddAsync(new GroupConnection { GroupId = group, ConnectionId = connection, Role = role, Readable = true });

    /// <summary>A group and a number that is its creator: the simplest scene in which everything is allowed.</summary>
    public async Task<Guid> SetAsync(MemberRole? role = MemberRole.SuperAdmin, Action<Group>? shape = null)
    {
        var number = await AddNumberAsync("Desk", "4915110000001");
        await AddGroupAsync(shape: shape);
        await PutAsync(number, role);
        return number;
    }

    public async Task<Person> AddPersonAsync(string? name, string? phone = null, string? lid = null)
    {
        phone ??= lid is null ? (4915110002000 + ++_people).ToString(CultureInfo.InvariantCulture) : null;
        var person = new Person
        {
            Name = name,
            PhoneKey = phone is null ? null : $"{phone}@s.whatsapp.net",
            LidKey = lid is null ? null : $"{lid}@lid",
            Search = SearchText.Normalise($"{name} {phone} {lid}"),
            FirstSeenAt = Time.GetUtcNow(),
        };
        await AddAsync(person);
        return person;
    }

    public async Task<Person> AddMemberAsync(string? name, MemberRole role = MemberRole.Member, string group = Harbor, string? phone = null, string? lid = null)
    {
        var person = await AddPersonAsync(name, phone, lid);
        await JoinAsync(person, role, group);
        return person;
    }

    public Task JoinAsync(Person person, MemberRole role = MemberRole.Member, string group = Harbor, DateTimeOffset? goneAt = null) =>
        AddAsync(new Membership
        {
            GroupId = group,
            PersonId = person.Id,
            ListedId = (person.PhoneKey ?? person.LidKey)!,
            Role = role,
            SeenSince = Time.GetUtcNow(),
            GoneAt = goneAt,
        });

    public async Task AddAsync(params object[] entities)
    {
        await using var db = Database.Open();
        db.AddRange(entities);
        await db.SaveChangesAsync();
    }

    public async Task<Operation> OperationAsync(Guid id)
    {
        await using var db = Database.Open();
        return await db.Operations.Include(o => o.Items).SingleAsync(o => o.Id == id);
    }

    public async Task<int> CountOperationsAsync()
    {
        await using var db = Database.Open();
        return await db.Operations.CountAsync();
    }
}
