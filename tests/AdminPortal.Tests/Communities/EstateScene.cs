using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Features.Communities.Managed;
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

namespace AdminPortal.Tests.Communities;

/// <summary>An estate in a test's database: one number "Desk", communities with announcement groups, people by name.</summary>
internal sealed class EstateScene : IDisposable
{
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly List<object> _added = [];

    public EstateScene(TestDatabase database, CapabilitySet? capabilities = null, GroupLimitOptions? limits = null)
    {
        Database = database;
        Limits = limits ?? new GroupLimitOptions();
        Catalog = new GatewayCatalog([new TestVendor(capabilities)]);
        Feed = new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        var audit = new AuditTrail(Time);
        var options = Options.Create(Limits);
        Directory = new CommunityDirectory(database.Contexts, Catalog, new ReadingAges(), new NumberAges(), options);
        Pauses = new PauseWriter(new ConnectionHealth(database.Contexts, new NumberAges(), audit, Feed, Time), Time, NullLogger<PauseWriter>.Instance);
        Pacing = new PacingGovernor(database.Contexts, Catalog, Pauses, audit, Feed, Options.Create(new PacingOptions()), Time, NullLogger<PacingGovernor>.Instance);
        Planner = new HierarchyPlanner(database.Contexts, Catalog, Pacing, new ReadingAges(), options, Time);
        Operations = new OperationDesk(database.Contexts, new AbilityCheck(Catalog), audit, Feed, Time);
        Text = new GroupText(options);
        Groups = new GroupDesk(new GroupDirectory(database.Contexts, new ActingNumbers(database.Contexts, Catalog), new ReadingAges()), Text, Operations);
        Founder = new CommunityFounder(Directory, Text, Pacing, Operations);
        Managed = new ManagedCommunities(database.Contexts, Text, audit, Feed, Time);
        Announcer = new Announcer(database.Contexts, Directory, Text, Pacing, Operations, Time);
        Desk = new CommunityDesk(Planner, Operations, Time);
        DeskNumber = AddNumber("Desk");
    }

    public static Actor Operator { get; } = new(Guid.NewGuid(), "Olga", OperatorRole.Operator);
    public static Actor Viewer { get; } = new(Guid.NewGuid(), "Vera", OperatorRole.Viewer);

    public TestDatabase Database { get; }
    public ManualTimeProvider Time { get; } = new();
    public GroupLimitOptions Limits { get; }
    public GatewayCatalog Catalog { get; }
    public ChangeFeed Feed { get; }
    public CommunityDirectory Directory { get; }
    public PauseWriter Pauses { get; }
    public PacingGovernor Pacing { get; }
    public HierarchyPlanner Planner { get; }
    public OperationDesk Operations { get; }
    public GroupDesk Groups { get; }
    public GroupText Text { get; }
    public CommunityDesk Desk { get; }
    public CommunityFounder Founder { get; }
    public Announcer Announcer { get; }
    public ManagedCommunities Managed { get; }
    public Guid DeskNumber { get; }

    /// <summary>An id that reads like its name: "harbor" is 1204…@g.us.</summary>
    public static string Id(string name) =>
        "1204" + string.Concat(name.Select(c => ((int)c % 100).ToString("00", CultureInfo.InvariantCulture)))[..Math.Min(40, name.Length * 2)] + "@g.us";

    public Guid AddNumber(string name, SessionState session = SessionState.Connected, string? stopped = null)
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
            ListedAt = Time.GetUtcNow(),
        };
        _added.Add(connection);
        return connection.Id;
    }

    /// <summary>A parent with its announcement group, in which everybody of the groups is, and their members are read.</summary>
    public EstateScene Community(string name, params (string Group, string[] People)[] groups)
    {
        var everybody = groups.SelectMany(g => g.People).Distinct(StringComparer.Ordinal).ToArray();
        Group(name, [], kind: GroupKind.CommunityParent, readMembers: false);
        _added.Add(new GroupReading { GroupId = Id(name), Aspect = GroupAspect.Subgroups, Origin = ReadingOrigin.Detail, ConnectionId = DeskNumber, At = Time.GetUtcNow() });
        Group($"{name} news", everybody, community: name, kind: GroupKind.Announcement);
        foreach (var (group, people) in groups)
        {
            Group(group, people, community: name);
        }

        return this;
    }

    public EstateScene Group(
        string name, string[] people, string? community = null, GroupKind? kind = null, MemberRole? role = MemberRole.Admin, bool ours = true, bool readMembers = true, Action<Group>? shape = null)
    {
        var group = new Group
        {
            Id = Id(name),
            Name = name,
            NameSearch = SearchText.Normalise(name),
            Kind = kind ?? (community is null ? GroupKind.Standalone : GroupKind.Subgroup),
            CommunityId = community is null ? null : Id(community),
            MemberCount = people.Length,
            FirstSeenAt = Time.GetUtcNow(),
        };
        shape?.Invoke(group);
        _added.Add(group);
        if (ours)
        {
            _added.Add(new GroupConnection { GroupId = group.Id, ConnectionId = DeskNumber, Role = role, Readable = true });
        }

        if (readMembers)
        {
            _added.Add(new GroupReading { GroupId = group.Id, Aspect = GroupAspect.Members, Origin = ReadingOrigin.Detail, ConnectionId = DeskNumber, At = Time.GetUtcNow() });
        }

        foreach (var person in people)
        {
            Member(name, person);
        }

        return this;
    }

    public EstateScene Member(string group, string person, MemberRole role = MemberRole.Member)
    {
        if (!_people.TryGetValue(person, out var known))
        {
            known = new Person { Name = person, LidKey = $"{_people.Count + 1000}@lid", Search = SearchText.Normalise(person), FirstSeenAt = Time.GetUtcNow() };
            _people.Add(person, known);
            _added.Add(known);
        }

        _added.Add(new Membership { GroupId = Id(group), PersonId = known.Id, ListedId = known.LidKey!, Role = role, SeenSince = Time.GetUtcNow() });
        return this;
    }

    public EstateScene InGroup(Guid number, string group, MemberRole? role)
    {
        _added.Add(new GroupConnection { GroupId = Id(group), ConnectionId = number, Role = role, Readable = true });
        return this;
    }

    public EstateScene Request(string group, string person)
    {
        var known = _people[person];
        _added.Add(new MembershipRequest { GroupId = Id(group), PersonId = known.Id, ListedId = known.LidKey!, Method = RequestMethod.InviteLink, FirstSeenAt = Time.GetUtcNow() });
        return this;
    }

    public EstateScene Add(object entity)
    {
        _added.Add(entity);
        return this;
    }

    public async Task<EstateScene> SaveAsync()
    {
        await using var db = Database.Open();
        db.AddRange(_added);
        await db.SaveChangesAsync();
        _added.Clear();
        return this;
    }

    public async Task ChangeAsync(Func<PortalDbContext, Task> change)
    {
        await using var db = Database.Open();
        await change(db);
        await db.SaveChangesAsync();
    }

    public Task<Estate> ReadAsync() => Directory.ReadAsync(CancellationToken.None);

    public Task<HierarchyPlan> PlanAsync(params StagedChange[] changes) => Planner.PlanAsync(changes, CancellationToken.None);

    /// <summary>A staged change by names.</summary>
    public static StagedChange Change(string group, string? from, string? to) =>
        new(Id(group), group, from is null ? null : Id(from), to is null ? null : Id(to));

    public async Task<Operation> OperationAsync(Guid id)
    {
        await using var db = Database.Open();
        return await db.Operations.Include(o => o.Items).SingleAsync(o => o.Id == id);
    }

    public void Dispose()
    {
        Pacing.Dispose();
        Pauses.Dispose();
    }
}
