using System.Collections.Immutable;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>Links groups to a community; their members enter the announcement group. One outcome per group.</summary>
    public WorldResult<ImmutableArray<LinkOutcome>> Link(string actor, string communityId, IReadOnlyList<string> groupIds)
    {
        lock (_gate)
        {
            var entered = EnterCommunityToAddGroups(actor, communityId);
            return entered.Refusal is { } refusal
                ? refusal
                : groupIds.Select(groupId => LinkOne(actor, entered.Value, groupId)).ToImmutableArray();
        }
    }

    /// <summary>Unlinks groups; members who are in no other group of the community leave the announcement group.</summary>
    /// <param name="keepOrphans">They stay in it: for vendors that have to be asked to put them out.</param>
    public WorldResult<ImmutableArray<LinkOutcome>> Unlink(
        string actor, string communityId, IReadOnlyList<string> groupIds, bool keepOrphans = false)
    {
        lock (_gate)
        {
            var entered = EnterCommunity(actor, communityId);
            return entered.Refusal is { } refusal
                ? refusal
                : groupIds.Select(groupId => UnlinkOne(actor, entered.Value, groupId, keepOrphans)).ToImmutableArray();
        }
    }

    /// <summary>Dissolves a community: its groups live on by themselves, the binder and the announcement group are gone.</summary>
    public WorldResult<bool> Deactivate(string actor, string communityId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, communityId, Right.SuperAdmin);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            if (entered.Value.Kind is not GroupKind.Community)
            {
                return Refusal.NotACommunity;
            }

            foreach (var group in SubgroupsOf(entered.Value).ToArray())
            {
                group.CommunityId = null;
                Record(WorldEventKind.GroupUnlinked, actor, group.Id, details: communityId);
            }

            _state.Groups.Remove(AnnouncementOf(entered.Value).Id);
            _state.Groups.Remove(communityId);
            Record(WorldEventKind.CommunityDeactivated, actor, communityId);
            return true;
        }
    }

    private WorldResult<GroupState> EnterCommunity(string actor, string communityId)
    {
        var entered = Enter(actor, communityId, Right.Admin);
        return entered is { IsDone: true, Value.Kind: not GroupKind.Community } ? Refusal.NotACommunity : entered;
    }

    /// <summary>Its admins, and all its members where the community says so.</summary>
    private WorldResult<GroupState> EnterCommunityToAddGroups(string actor, string communityId)
    {
        var entered = Enter(actor, communityId, Right.Member);
        return entered is { IsDone: true, Value: { Kind: GroupKind.Community, Settings.AdminsOnlyAddGroups: false } }
            ? entered
            : EnterCommunity(actor, communityId);
    }

    private LinkOutcome LinkOne(string actor, GroupState community, string groupId)
    {
        if (!_state.Groups.TryGetValue(groupId, out var group) || !IsInside(group, actor))
        {
            return new LinkOutcome(groupId, LinkCode.GroupNotFound);
        }

        if (group.Kind is not GroupKind.Ordinary)
        {
            return new LinkOutcome(groupId, LinkCode.NotLinkable);
        }

        if (group.CommunityId is not null)
        {
            var isHere = string.Equals(group.CommunityId, community.Id, StringComparison.Ordinal);
            return new LinkOutcome(groupId, isHere ? LinkCode.AlreadyInThisCommunity : LinkCode.InAnotherCommunity);
        }

        if (!group.IsAdmin(actor))
        {
            return new LinkOutcome(groupId, LinkCode.NotAdminOfGroup);
        }

        if (SubgroupsOf(community).Count() >= Limits.SubgroupsPerCommunity)
        {
            return new LinkOutcome(groupId, LinkCode.SubgroupLimit);
        }

        var announcement = AnnouncementOf(community);
        var newcomers = group.Members.Keys.Count(phone => !announcement.Members.ContainsKey(phone));
        if (announcement.Members.Count + newcomers > Limits.MembersPerCommunity)
        {
            return new LinkOutcome(groupId, LinkCode.CommunityFull);
        }

        group.CommunityId = community.Id;
        community.Suggestions.RemoveAll(suggestion => string.Equals(suggestion.ExistingGroupId, group.Id, StringComparison.Ordinal));
        Record(WorldEventKind.GroupLinked, actor, group.Id, details: community.Id);
        var entered = group.Members.Keys.ToArray().Count(phone => EnterAnnouncement(actor, announcement, phone));
        return new LinkOutcome(groupId, LinkCode.Done, entered);
    }

    private LinkOutcome UnlinkOne(string actor, GroupState community, string groupId, bool keepOrphans)
    {
        if (!_state.Groups.TryGetValue(groupId, out var group))
        {
            return new LinkOutcome(groupId, LinkCode.GroupNotFound);
        }

        if (group.Kind is not GroupKind.Ordinary)
        {
            return new LinkOutcome(groupId, LinkCode.NotLinkable);
        }

        if (!string.Equals(group.CommunityId, community.Id, StringComparison.Ordinal))
        {
            return new LinkOutcome(groupId, LinkCode.NotLinked);
        }

        if (!group.IsAdmin(actor))
        {
            return new LinkOutcome(groupId, LinkCode.NotAdminOfGroup);
        }

        var others = SubgroupsOf(community).Where(other => other != group).ToArray();
        if (others.Length == 0 && Limits.KeepsLastSubgroup)
        {
            return new LinkOutcome(groupId, LinkCode.LastSubgroup);
        }

        group.CommunityId = null;
        Record(WorldEventKind.GroupUnlinked, actor, group.Id, details: community.Id);
        var announcement = AnnouncementOf(community);
        var left = 0;
        foreach (var phone in keepOrphans ? [] : group.Members.Keys.ToArray())
        {
            // Admins of the community stay in it, whatever groups they are in.
            var stays = community.Members.ContainsKey(phone) || others.Any(other => other.Members.ContainsKey(phone));
            if (!stays && announcement.Members.Remove(phone))
            {
                Record(WorldEventKind.AnnouncementLeft, actor, announcement.Id, phone);
                left++;
            }
        }

        return new LinkOutcome(groupId, LinkCode.Done, left);
    }
}
