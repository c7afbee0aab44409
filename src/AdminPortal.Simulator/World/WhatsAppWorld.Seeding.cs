namespace AdminPortal.Simulator.World;

/// <summary>How a world is furnished before anybody acts in it: no rules, no journal.</summary>
public sealed partial class WhatsAppWorld
{
    internal string PlaceGroup(
        string owner, string name, string? communityId, GroupSettings settings, string description, DateTimeOffset? createdAt, bool isHidden)
    {
        lock (_gate)
        {
            var group = NewGroup(owner, name, GroupKind.Ordinary, createdAt);
            group.Settings = settings;
            group.IsHidden = isHidden;
            Describe(group, owner, description);
            if (communityId is not null)
            {
                group.CommunityId = communityId;
                PlaceCore(AnnouncementOf(_state.Groups[communityId]), owner, MemberRole.Member);
            }

            return group.Id;
        }
    }

    internal (string Id, string AnnouncementId) PlaceCommunity(
        string owner, string name, string description, bool approvalRequired, DateTimeOffset? createdAt)
    {
        lock (_gate)
        {
            var community = NewCommunity(owner, name, description, approvalRequired, createdAt);
            return (community.Id, AnnouncementOf(community).Id);
        }
    }

    /// <summary>A member of a subgroup is placed in the announcement group too; an admin of a community in both its groups.</summary>
    internal void PlaceMember(string groupId, string phone, MemberRole role)
    {
        lock (_gate)
        {
            var group = _state.Groups[groupId];
            foreach (var twin in role is MemberRole.Member ? [RosterOf(group)] : TwinsOf(group))
            {
                PlaceCore(twin, phone, role);
            }

            if (group.Kind is GroupKind.Ordinary && CommunityOf(group) is { } community)
            {
                PlaceCore(AnnouncementOf(community), phone, MemberRole.Member);
            }
        }
    }

    internal void PlaceRequest(string groupId, MembershipRequest request)
    {
        lock (_gate)
        {
            _state.Groups[groupId].Requests[request.Phone] = request;
        }
    }

    /// <param name="existingGroupId">A group of theirs; null proposes a new one.</param>
    internal void PlaceSuggestion(string communityId, string phone, string name, string description, string? existingGroupId = null)
    {
        lock (_gate)
        {
            _state.Groups[communityId].Suggestions.Add(
                new GroupSuggestion(existingGroupId ?? NewGroupId(), name, description, phone, _time.GetUtcNow(), existingGroupId, IsHidden: false));
        }
    }

    internal void PlaceLeft(string groupId, string phone, DateTimeOffset leftAt)
    {
        lock (_gate)
        {
            _state.Groups[groupId].LeftAt[phone] = leftAt;
        }
    }

    private void PlaceCore(GroupState group, string phone, MemberRole role)
    {
        if (MemberOf(group, phone) is not { } member || member.Role < role)
        {
            group.Members[phone] = new MemberState(role, group.CreatedAt, MayPromote: role is MemberRole.SuperAdmin);
        }
    }
}
