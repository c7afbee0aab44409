using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Groups;

/// <summary>Everything the console knows about one group, with the age of what it knows.</summary>
public sealed record GroupSheet
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required GroupKind Kind { get; init; }
    public CommunityOfGroup? Community { get; init; }
    public bool HiddenInCommunity { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    /// <summary>As the gateway states it; null when it never did.</summary>
    public int? MemberCount { get; init; }
    /// <summary>Members we know one by one.</summary>
    public required int KnownMembers { get; init; }
    public required int Admins { get; init; }
    public required int WaitingRequests { get; init; }
    public required GroupSettings Settings { get; init; }
    public string? InviteCode { get; init; }
    public bool MembersHidden { get; init; }
    public bool Suspended { get; init; }
    /// <summary>Since then none of our numbers lists it.</summary>
    public DateTimeOffset? GoneAt { get; init; }
    public required IReadOnlyList<AspectAge> Ages { get; init; }
    public required IReadOnlyList<NumberInGroup> Numbers { get; init; }
    /// <summary>Our numbers that are not in it.</summary>
    public IReadOnlyList<NumberInGroup> Elsewhere { get; init; } = [];
    public required IReadOnlyList<PendingWork> Pending { get; init; }

    /// <summary>The last part of the sentence "what is this": "announcement group", "group in a community".</summary>
    public string KindInWords => Kind switch
    {
        GroupKind.CommunityParent => "community",
        GroupKind.Announcement => "announcement group",
        GroupKind.Subgroup => "group in a community",
        GroupKind.Standalone => "group on its own",
        _ => "group, perhaps in a community",
    };

    public AspectAge? Age(GroupAspect aspect) => Ages.FirstOrDefault(a => a.Aspect == aspect);

    /// <summary>Who would do it, and why nobody can.</summary>
    /// <param name="needed">The least role; null when membership is enough.</param>
    /// <param name="allowed">The operator has the permission.</param>
    public ActionGate Gate(Capability capability, MemberRole? needed, bool allowed)
    {
        var blocked = !allowed ? "Your role only reads here."
            : GoneAt is not null ? "None of our numbers lists this group any more."
            : null;
        if (blocked is not null)
        {
            return new ActionGate(Number: null, blocked);
        }

        var routing = Route(capability, needed);
        return new ActionGate(routing.Best, routing.Blocked) { Routing = routing };
    }

    /// <summary>Which of our numbers would do it, and which others could.</summary>
    /// <param name="needed">The least role; null when membership is enough.</param>
    public NumberRouting Route(Capability capability, MemberRole? needed) => NumberRouting.Of(Name, Numbers, capability, needed, Elsewhere);

    /// <summary>Editing name, description and picture is open to members unless the group is locked.</summary>
    public MemberRole? RoleToEdit => Settings.OnlyAdminsEdit == false && Kind is GroupKind.Standalone or GroupKind.Subgroup ? null : MemberRole.Admin;

    /// <summary>Adding is open to members where the group says so.</summary>
    public MemberRole? RoleToAdd => Settings.OnlyAdminsAdd == false ? null : MemberRole.Admin;
}

/// <summary>The community a group is in.</summary>
/// <param name="Name">Null when we have never read the community itself.</param>
public sealed record CommunityOfGroup(string Id, string? Name);

/// <summary>Age and origin of one group of fields.</summary>
/// <param name="Origin">"from the group's detail, by Desk".</param>
/// <param name="Suspicion">Why the last read was not believed; null when it was good.</param>
/// <param name="StaleReason">Why it will be read again soon.</param>
public sealed record AspectAge(GroupAspect Aspect, DateTimeOffset? At, string Origin, string? Suspicion, DateTimeOffset? SuspectedAt, string? StaleReason);

/// <summary>An operation that is not through with this group.</summary>
/// <param name="Open">Items of this group that are not settled.</param>
public sealed record PendingWork(Guid OperationId, OperationKind Kind, string Title, OperationState State, int Open);

/// <summary>Whether a control is open, through which number, and why not.</summary>
/// <param name="Number">Who acts; null when blocked.</param>
/// <param name="Blocked">A sentence; null when open.</param>
public sealed record ActionGate(NumberInGroup? Number, string? Blocked)
{
    public bool IsOpen => Blocked is null;

    /// <summary>Who else could act; null where nobody was looked for.</summary>
    public NumberRouting? Routing { get; init; }

    /// <summary>A gate that is closed for another reason stays closed for that one.</summary>
    public ActionGate Unless(string? reason) => Blocked is null && reason is not null ? new ActionGate(Number: null, reason) : this;

    /// <summary>What the gateway says about an ability that works within limits; null when there is nothing to say.</summary>
    public string? LimitOf(Capability capability) =>
        Number?.Capabilities[capability] is { Level: CapabilityLevel.Limited, Reason: { } reason } ? $"{Number.Name} {reason}." : null;
}

/// <summary>One line of a picker.</summary>
public sealed record GroupPick(string Id, string Name, GroupKind Kind, string? CommunityId, int? MemberCount, MemberRole? OurRole);
