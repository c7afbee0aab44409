using AdminPortal.Features.FollowUp;
using AdminPortal.Gateways.Model;
using AdminPortal.Shell;

namespace AdminPortal.Features.Overview;

/// <summary>What needs a person now, and how large the estate is.</summary>
/// <param name="HasNumbers">At least one number is connected to the console; without one there is nothing to show.</param>
/// <param name="Wanted">People who were wanted in a group and need an operator now, by what they need.</param>
/// <param name="Ending">Private invitations that end within a day.</param>
/// <param name="ListedAt">When the number whose groups were listed longest ago listed them.</param>
public sealed record AttentionReport(
    bool HasNumbers,
    DateTimeOffset? ListedAt,
    EstateSize Size,
    Shortlist<WaitingLine> Waiting,
    Shortlist<StuckOperationLine> Operations,
    IReadOnlyList<NumberHealth> Numbers,
    Shortlist<CapacityLine> NearLimit,
    AdminCover Cover,
    IReadOnlyDictionary<WantedState, int> Wanted,
    Shortlist<EndingInvitation> Ending)
{
    /// <summary>A number is connected, and no group of it was read yet.</summary>
    public bool IsUnread => HasNumbers && Size is { Communities: 0, Groups: 0 };

    /// <summary>People to follow up.</summary>
    public int ToFollowUp => Wanted.Values.Sum();

    public bool IsCalm => ToFollowUp == 0 && Ending.Total == 0 && Waiting.Total == 0 && Operations.Total == 0 && Numbers.Count == 0 && NearLimit.Total == 0 && Cover is { Without: 0, Single: 0 };
}

/// <summary>The first lines of something longer.</summary>
/// <param name="Total">How many there are in all; for requests, requests and not groups.</param>
public sealed record Shortlist<T>(int Total, IReadOnlyList<T> First);

/// <param name="Memberships">People in groups, each counted once per group; announcement groups, which follow, are left out.</param>
public sealed record EstateSize(int Communities, int Groups, int People, int Memberships, int OperationsRunning);

/// <summary>Requests that wait for one group.</summary>
/// <param name="Oldest">When the first of them asked, or was first seen where the gateway does not say.</param>
public sealed record WaitingLine(string GroupId, string GroupName, string? CommunityName, int Requests, DateTimeOffset Oldest);

public sealed record StuckOperationLine(Guid Id, string Title, string? Reason, string SubmittedBy, DateTimeOffset SubmittedAt);

/// <summary>A group or community that is nearly full.</summary>
/// <param name="Unit">"members" or "groups".</param>
public sealed record CapacityLine(string Id, string Name, GroupKind Kind, int Used, int Limit, string Unit);

/// <summary>Somebody who holds WhatsApp's private invitation and has not used it.</summary>
public sealed record EndingInvitation(Guid Id, string Label, string GroupId, string GroupName, DateTimeOffset EndsAt);

/// <summary>How well our numbers hold the groups.</summary>
/// <param name="Without">Groups where none of our numbers is an admin, as far as roles are known.</param>
/// <param name="Single">Groups where exactly one is. Only counted when we have a second number that could help.</param>
public sealed record AdminCover(int Without, int Single, IReadOnlyList<UncoveredLine> First);

public sealed record UncoveredLine(string GroupId, string GroupName, string? CommunityName);
