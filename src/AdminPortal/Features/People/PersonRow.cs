using AdminPortal.Features.Approvals;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.People;

/// <summary>One line of the list of people.</summary>
/// <param name="Number">When it adds something to the name.</param>
/// <param name="Groups">Groups they are in now, as far as our numbers see.</param>
/// <param name="AdminOf">Of these, where they are admin.</param>
/// <param name="Waiting">Membership requests that wait.</param>
public sealed record PersonRow(Guid Id, string Name, string? Number, int Groups, int AdminOf, int Waiting);

/// <summary>Where a listing goes on.</summary>
public sealed record PeopleCursor(string Search, Guid Id, int Total);

/// <summary>A page of people.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Next">Null at the end.</param>
/// <param name="MembersReadAt">When the members of the group that was read longest ago were read.</param>
public sealed record PeopleListing(IReadOnlyList<PersonRow> Rows, int Total, PeopleCursor? Next, DateTimeOffset? MembersReadAt);

/// <summary>One group a person is or was in.</summary>
/// <param name="ListedId">The id by which this group lists them.</param>
/// <param name="GoneAt">When they, or the group, were last found gone; null for now.</param>
/// <param name="ReadAt">When the members of the group were last read.</param>
public sealed record PersonMembership(
    string GroupId, string GroupName, GroupKind Kind, string? CommunityName, MemberRole Role, string ListedId, DateTimeOffset SeenSince, DateTimeOffset? GoneAt, DateTimeOffset? ReadAt);

/// <summary>One membership request of a person.</summary>
public sealed record PersonRequest(
    Guid Id,
    string GroupId,
    string GroupName,
    RequestState State,
    bool? Approve,
    DateTimeOffset? RequestedAt,
    DateTimeOffset FirstSeenAt,
    string? DecidedBy,
    DateTimeOffset? ClosedAt);

/// <summary>One join, leave or change of role.</summary>
public sealed record PersonChange(string GroupId, string GroupName, MembershipChangeKind Kind, DateTimeOffset At, ReadingOrigin Origin);

/// <summary>One person across everything.</summary>
/// <param name="PairOrigin">Where it was learned that phone and LID are one person; null when only one is known.</param>
public sealed record PersonSheet(
    Guid Id,
    string Name,
    string? Number,
    string? PhoneKey,
    string? LidKey,
    string? PairOrigin,
    DateTimeOffset? PairedAt,
    DateTimeOffset? NotOnWhatsAppAt,
    DateTimeOffset FirstSeenAt,
    IReadOnlyList<PersonMembership> Memberships,
    IReadOnlyList<PersonRequest> Requests,
    IReadOnlyList<PersonChange> Changes)
{
    public IEnumerable<PersonMembership> Now => Memberships.Where(m => m.GoneAt is null);

    public IEnumerable<PersonMembership> Formerly => Memberships.Where(m => m.GoneAt is not null);
}
