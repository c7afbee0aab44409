using System.Globalization;

namespace AdminPortal.Simulator.World;

/// <summary>Furnishes small worlds for tests: no rules apply and no journal is written until somebody acts.</summary>
public sealed class WorldBuilder
{
    public WorldBuilder(int seed = 1, TimeProvider? time = null, WorldLimits? limits = null)
        : this(new WhatsAppWorld(seed, time ?? TimeProvider.System, limits))
    {
    }

    public WorldBuilder(WhatsAppWorld world) => World = world;

    public WhatsAppWorld World { get; }

    /// <summary>The first one owns whatever is added without an owner.</summary>
    public WorldNumber AddNumber(
        string name, string? handle = null, string? phone = null, string? token = null, Vendor vendor = VendorDialects.Default) =>
        World.AddNumber(name, handle, phone, token, vendor);

    public Person AddPerson(string name = "Somebody", Func<Person, Person>? shape = null, string? phone = null) =>
        World.AddPerson(name, phone, shape);

    public IReadOnlyList<Person> AddPeople(int count, string name = "Person") =>
        [.. Enumerable.Range(1, count).Select(number => AddPerson(string.Create(CultureInfo.InvariantCulture, $"{name} {number}")))];

    /// <param name="owner">Phone of the super-admin; null is the first number.</param>
    /// <param name="admins">Phones.</param>
    /// <param name="members">Phones.</param>
    /// <returns>The group's JID.</returns>
    public string AddGroup(
        string name,
        string? community = null,
        IEnumerable<string>? members = null,
        IEnumerable<string>? admins = null,
        string? owner = null,
        GroupSettings? settings = null,
        string description = "",
        DateTimeOffset? createdAt = null,
        bool isHidden = false)
    {
        var id = World.PlaceGroup(owner ?? FirstNumber, name, community, settings ?? new GroupSettings(), description, createdAt, isHidden);
        return Join(id, members, admins);
    }

    public string AddGroup(string name, IEnumerable<Person> members, string? community = null) =>
        AddGroup(name, community, members.Select(person => person.Phone));

    /// <returns>The JIDs of the binder (the community's id) and of its announcement group.</returns>
    public (string Id, string AnnouncementId) AddCommunity(
        string name,
        string? owner = null,
        IEnumerable<string>? admins = null,
        string description = "",
        bool approvalRequired = false,
        DateTimeOffset? createdAt = null)
    {
        var built = World.PlaceCommunity(owner ?? FirstNumber, name, description, approvalRequired, createdAt);
        Join(built.Id, members: null, admins);
        return built;
    }

    public WorldBuilder AddMember(string groupId, string phone, MemberRole role = MemberRole.Member)
    {
        World.PlaceMember(groupId, phone, role);
        return this;
    }

    public WorldBuilder AddRequest(string groupId, MembershipRequest request)
    {
        World.PlaceRequest(groupId, request);
        return this;
    }

    /// <summary>Somebody who left the group at that time: adding them back is 408 for a while.</summary>
    public WorldBuilder AddLeaver(string groupId, string phone, DateTimeOffset leftAt)
    {
        World.PlaceLeft(groupId, phone, leftAt);
        return this;
    }

    private string FirstNumber => World.Numbers is [var first, ..]
        ? first.Phone
        : throw new InvalidOperationException("Add a number first, or name an owner.");

    private string Join(string id, IEnumerable<string>? members, IEnumerable<string>? admins)
    {
        foreach (var phone in members ?? [])
        {
            World.PlaceMember(id, phone, MemberRole.Member);
        }

        foreach (var phone in admins ?? [])
        {
            World.PlaceMember(id, phone, MemberRole.Admin);
        }

        return id;
    }
}
