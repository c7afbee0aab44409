using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Participants;

/// <summary>Whom the list shows.</summary>
public enum RosterFilter
{
    Everyone,
    Admins,
    Members,
    /// <summary>Who is being added, or about whom a change is under way.</summary>
    UnderWay,
}

public enum RosterSort
{
    Role,
    Name,
    Since,
    OtherGroups,
}

/// <summary>What the list of a group's people shows.</summary>
/// <param name="Search">Part of a name or number, as typed.</param>
public sealed record RosterQuery(
    string GroupId,
    string? Search = null,
    RosterFilter Filter = RosterFilter.Everyone,
    RosterSort Sort = RosterSort.Role,
    bool Descending = false);

/// <summary>A piece of the list.</summary>
/// <param name="Total">Rows of the whole list under this query.</param>
public sealed record RosterWindow(IReadOnlyList<RosterRow> Rows, int Total);

/// <summary>The numbers above the list.</summary>
/// <param name="Known">People we know one by one.</param>
/// <param name="Stated">As the gateway states it; null when it never did.</param>
/// <param name="UnderWay">People about whom a change is under way, those being added included.</param>
/// <param name="Derived">The list was put together from other groups of the community: who is in them is in here.</param>
public sealed record RosterCounts(int Known, int? Stated, int Admins, int UnderWay, bool Derived);

/// <summary>Why one person cannot be touched.</summary>
public enum Untouchable
{
    No,
    Creator,
    /// <summary>One of our own numbers; it leaves by itself.</summary>
    Ours,
}

/// <summary>One person in a group, or on the way into it.</summary>
/// <param name="Key">Unique in the list and stable.</param>
/// <param name="PersonId">Null while somebody is being added whom we do not know yet.</param>
/// <param name="Number">"+49…", or that it is hidden.</param>
/// <param name="Role">Null for somebody on the way in.</param>
/// <param name="Since">When a read first showed them here.</param>
/// <param name="OtherGroups">Groups they are in besides this one, announcement groups not counted.</param>
/// <param name="Pending">The change under way, or null.</param>
public sealed record RosterRow(
    string Key,
    Guid? PersonId,
    string Name,
    string Number,
    MemberRole? Role,
    DateTimeOffset? Since,
    int OtherGroups,
    RosterChange? Pending,
    Untouchable Untouchable)
{
    public bool IsArriving => Role is null;
}

/// <summary>A change of one person that is not a fact yet.</summary>
public sealed record RosterChange(ItemKind Kind, ItemState State, Guid OperationId);
