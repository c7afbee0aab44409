using System.Collections.Immutable;

namespace AdminPortal.Simulator.World;

/// <param name="Outcomes">One per invited person. Vendors rarely report them: who is missing is simply not a member.</param>
public sealed record GroupCreation(GroupView Group, ImmutableArray<ParticipantOutcome> Outcomes);

public sealed partial class WhatsAppWorld
{
    /// <summary>Creates a group, inside a community when one is named. The actor becomes its super-admin.</summary>
    /// <param name="isHidden">Fixed from here on; only inside a community.</param>
    /// <param name="pretend">Answers as if the participants had been added and adds none.</param>
    public WorldResult<GroupCreation> CreateGroup(
        string actor, string name, IReadOnlyList<string> participants, string? communityId = null, bool isHidden = false, bool pretend = false)
    {
        lock (_gate)
        {
            if (RefuseCreation(actor, name, description: "") is { } refusal)
            {
                return refusal;
            }

            GroupState? community = null;
            if (communityId is not null)
            {
                var entered = EnterCommunityToAddGroups(actor, communityId);
                if (entered.Refusal is { } refusedCommunity)
                {
                    return refusedCommunity;
                }

                community = entered.Value;
                if (SubgroupsOf(community).Count() >= Limits.SubgroupsPerCommunity)
                {
                    return Refusal.SubgroupLimit;
                }
            }

            var group = NewGroup(actor, name, GroupKind.Ordinary);
            Record(WorldEventKind.GroupCreated, actor, group.Id, details: name);
            if (community is not null)
            {
                group.CommunityId = community.Id;
                group.IsHidden = isHidden;
                Record(WorldEventKind.GroupLinked, actor, group.Id, details: community.Id);
            }

            var outcomes = participants.Select(participant => AddOne(actor, group, participant, pretend)).ToImmutableArray();
            return new GroupCreation(View(group, actor, withMembers: true), outcomes);
        }
    }

    /// <summary>Creates a binder with its announcement group; nobody but the actor is in it.</summary>
    public WorldResult<CommunityView> CreateCommunity(string actor, string name, string description = "", bool approvalRequired = false)
    {
        lock (_gate)
        {
            if (RefuseCreation(actor, name, description) is { } refusal)
            {
                return refusal;
            }

            var community = NewCommunity(actor, name, description, approvalRequired, createdAt: null);
            Record(WorldEventKind.CommunityCreated, actor, community.Id, details: name);
            return View(community, actor);
        }
    }

    private Refusal? RefuseCreation(string actor, string name, string description)
    {
        if (IsSignedOut(actor))
        {
            return Refusal.SignedOut;
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            return Refusal.NameRequired;
        }

        if (LengthOf(name) > Limits.NameLengthAtCreation)
        {
            return Refusal.NameTooLong;
        }

        if (LengthOf(description) > Limits.DescriptionLength)
        {
            return Refusal.DescriptionTooLong;
        }

        return Limits.CreationsPerHour is { } limit && CreationsInLastHour(actor) >= limit ? Refusal.Throttled : null;
    }

    private int CreationsInLastHour(string actor)
    {
        var since = _time.GetUtcNow() - TimeSpan.FromHours(1);
        return _state.Groups.Values.Count(group =>
            group.Kind is not GroupKind.Announcement
            && group.CreatedAt > since
            && string.Equals(group.CreatedBy, actor, StringComparison.Ordinal));
    }

    private GroupState NewCommunity(string creator, string name, string description, bool approvalRequired, DateTimeOffset? createdAt)
    {
        var community = NewGroup(creator, name, GroupKind.Community, createdAt);
        community.Settings = new GroupSettings(AdminsOnlySend: true, AdminsOnlyEdit: true, ApprovalRequired: approvalRequired);
        Describe(community, creator, description);
        var announcement = NewGroup(creator, name, GroupKind.Announcement, createdAt);
        announcement.CommunityId = community.Id;
        announcement.Settings = new GroupSettings(AdminsOnlySend: true, AdminsOnlyEdit: true);
        return community;
    }

    private GroupState NewGroup(string creator, string name, GroupKind kind, DateTimeOffset? createdAt = null)
    {
        var now = createdAt ?? _time.GetUtcNow();
        var group = new GroupState
        {
            Id = NewGroupId(),
            Kind = kind,
            Name = name,
            InviteCode = NewInviteCode(),
            CreatedBy = creator,
            CreatedAt = now,
            NameSetBy = creator,
            NameSetAt = now,
        };
        group.Members.Add(creator, new MemberState(MemberRole.SuperAdmin, now, MayPromote: true));
        _state.Groups.Add(group.Id, group);
        return group;
    }

    /// <summary>WhatsApp counts what a reader would count, not UTF-16 units.</summary>
    private static int LengthOf(string text) => new System.Globalization.StringInfo(text).LengthInTextElements;
}
