using System.Collections.Immutable;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>Every group there is, without members: for tests and for the simulator's own pages, not for dialects.</summary>
    public IReadOnlyList<GroupView> AllGroups()
    {
        lock (_gate)
        {
            return [.. _state.Groups.Values.Select(group => View(group, actor: null, withMembers: false))];
        }
    }

    /// <summary>A group with all members, whoever asks; null when it does not exist.</summary>
    public GroupView? FindGroup(string groupId)
    {
        lock (_gate)
        {
            return _state.Groups.TryGetValue(groupId, out var group) ? View(group, actor: null, withMembers: true) : null;
        }
    }

    /// <summary>The groups a number is in: binders and announcement groups included.</summary>
    public WorldResult<ImmutableArray<GroupView>> Groups(string actor, bool withMembers = false)
    {
        lock (_gate)
        {
            return IsSignedOut(actor)
                ? Refusal.SignedOut
                : _state.Groups.Values
                    .Where(group => IsInside(group, actor))
                    .Select(group => View(group, actor, withMembers))
                    .ToImmutableArray();
        }
    }

    public WorldResult<GroupView> Group(string actor, string groupId, bool withMembers = true)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Member);
            return entered.Refusal is { } refusal ? refusal : View(entered.Value, actor, withMembers);
        }
    }

    /// <summary>A community with its announcement group and all its subgroups, also those the number is not in.</summary>
    public WorldResult<CommunityView> Community(string actor, string communityId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, communityId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            return entered.Value.Kind is GroupKind.Community ? View(entered.Value, actor) : Refusal.NotACommunity;
        }
    }

    /// <summary>Everybody in any group of the community, once.</summary>
    public WorldResult<ImmutableArray<MemberView>> MergedMembers(string actor, string communityId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, communityId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            return entered.Value.Kind is GroupKind.Community ? Members(AnnouncementOf(entered.Value)) : Refusal.NotACommunity;
        }
    }

    /// <summary>Is this person in this group? For tests: no number asks.</summary>
    public bool IsMember(string groupId, string participant)
    {
        lock (_gate)
        {
            return Resolve(participant).Person is { } person
                && _state.Groups.TryGetValue(groupId, out var group)
                && group.Members.ContainsKey(person.Phone);
        }
    }

    private GroupView View(GroupState group, string? actor, bool withMembers) => new()
    {
        Id = group.Id,
        Kind = group.Kind,
        Name = group.Name,
        Description = group.Description,
        Picture = group.Picture,
        CommunityId = group.CommunityId,
        IsHidden = group.IsHidden,
        IsGeneral = group.IsGeneral,
        IsSuspended = group.IsSuspended,
        Settings = group.Settings,
        InviteCode = group.InviteCode,
        CreatedBy = _state.People[group.CreatedBy],
        CreatedAt = group.CreatedAt,
        NameSetBy = _state.People[group.NameSetBy],
        NameSetAt = group.NameSetAt,
        DescriptionSetBy = group.DescriptionSetBy is { } describer ? _state.People[describer] : null,
        DescriptionSetAt = group.DescriptionSetAt,
        MemberCount = group.Members.Count,
        PendingRequests = group.Requests.Count,
        OwnRole = actor is null || !IsInside(group, actor) ? null : MemberOf(group, actor)?.Role ?? MemberRole.Member,
        Members = withMembers ? Members(group) : [],
    };

    private CommunityView View(GroupState community, string? actor) => new(
        View(community, actor, withMembers: true),
        View(AnnouncementOf(community), actor, withMembers: false),
        [.. SubgroupsOf(community).Select(group => View(group, actor, withMembers: false))],
        [.. community.Suggestions]);

    private ImmutableArray<MemberView> Members(GroupState group) =>
    [
        .. group.Members.Select(member => new MemberView(_state.People[member.Key], member.Value.Role, member.Value.JoinedAt)),
    ];
}
