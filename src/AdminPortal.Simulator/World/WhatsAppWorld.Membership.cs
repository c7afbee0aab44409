using System.Collections.Immutable;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>Adds people to a group, or to a community when the group is a binder.</summary>
    /// <param name="pretend">Answers as if it had been done and does nothing: the fault of gateways that drop adds silently.</param>
    public WorldResult<ImmutableArray<ParticipantOutcome>> Add(
        string actor, string groupId, IReadOnlyList<string> participants, bool pretend = false)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            var group = entered.Value;
            if (group.Settings.AdminsOnlyAdd && !group.IsAdmin(actor))
            {
                return Refusal.NotAdmin;
            }

            return participants.Select(participant => AddOne(actor, group, participant, pretend)).ToImmutableArray();
        }
    }

    /// <summary>Removes people; from an announcement group or a binder means from the whole community.</summary>
    public WorldResult<ImmutableArray<ParticipantOutcome>> Remove(string actor, string groupId, IReadOnlyList<string> participants)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Admin);
            return entered.Refusal is { } refusal
                ? refusal
                : participants.Select(participant => RemoveOne(actor, entered.Value, participant)).ToImmutableArray();
        }
    }

    /// <summary>Leaves a group. Leaving a binder or an announcement group leaves every group of the community.</summary>
    public WorldResult<bool> Leave(string actor, string groupId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            foreach (var group in ReachOf(entered.Value).Where(group => group.Members.Remove(actor)))
            {
                group.LeftAt[actor] = _time.GetUtcNow();
                Record(WorldEventKind.MemberLeft, actor, group.Id, actor);
            }

            return true;
        }
    }

    private ParticipantOutcome AddOne(string actor, GroupState group, string participant, bool pretend)
    {
        var (isWellFormed, person) = Resolve(participant);
        if (person is null)
        {
            return new ParticipantOutcome(participant, null, isWellFormed ? ParticipantCode.NotFound : ParticipantCode.BadParticipant);
        }

        var code = AddCode(actor, group, person);
        if (pretend)
        {
            return new ParticipantOutcome(participant, person, code);
        }

        switch (code)
        {
            case ParticipantCode.Done:
                Admit(WorldEventKind.MemberAdded, actor, RosterOf(group), person.Phone);
                break;
            case ParticipantCode.RequestCreated:
                AddRequest(group, new MembershipRequest(person.Phone, RequestMethod.NonAdminAdd, _time.GetUtcNow(), RequestedBy: actor));
                break;
            case ParticipantCode.Forbidden when person.Privacy is PrivacyWall.InvitationOnly:
                return new ParticipantOutcome(participant, person, code, _random.Text(16, CodeAlphabet));
        }

        return new ParticipantOutcome(participant, person, code);
    }

    private ParticipantCode AddCode(string actor, GroupState group, Person person)
    {
        var roster = RosterOf(group);
        if (!person.IsOnWhatsApp)
        {
            return ParticipantCode.NotFound;
        }

        if (roster.Members.ContainsKey(person.Phone))
        {
            return ParticipantCode.AlreadyDone;
        }

        if (person.HasBlocked(actor))
        {
            return ParticipantCode.BlockedActor;
        }

        if (person.IsLegallyRestricted)
        {
            return ParticipantCode.LegalRestriction;
        }

        if (RoomFor(roster, person.Phone) is { } full)
        {
            return full;
        }

        if (roster.LeftAt.TryGetValue(person.Phone, out var leftAt) && _time.GetUtcNow() - leftAt < Limits.RecentlyLeft)
        {
            return ParticipantCode.RecentlyLeft;
        }

        return person.Privacy switch
        {
            PrivacyWall.InvitationOnly or PrivacyWall.Closed => ParticipantCode.Forbidden,
            PrivacyWall.LinkOnly => ParticipantCode.OnlyByLink,
            _ when group.Settings.ApprovalRequired && !group.IsAdmin(actor) => ParticipantCode.RequestCreated,
            _ => ParticipantCode.Done,
        };
    }

    /// <returns>Null when there is room in the group and, through it, in its community.</returns>
    private ParticipantCode? RoomFor(GroupState roster, string phone)
    {
        if (roster.Members.Count >= CapacityOf(roster))
        {
            return roster.Kind is GroupKind.Announcement ? ParticipantCode.CommunityFull : ParticipantCode.GroupFull;
        }

        if (roster.Kind is GroupKind.Ordinary && CommunityOf(roster) is { } community)
        {
            var announcement = AnnouncementOf(community);
            if (announcement.Members.Count >= Limits.MembersPerCommunity && !announcement.Members.ContainsKey(phone))
            {
                return ParticipantCode.CommunityFull;
            }
        }

        return null;
    }

    /// <summary>Puts somebody in, and with them into the community's announcement group.</summary>
    private void Admit(WorldEventKind kind, string? actor, GroupState roster, string phone)
    {
        roster.Members[phone] = new MemberState(MemberRole.Member, _time.GetUtcNow());
        roster.LeftAt.Remove(phone);
        roster.Removed.Remove(phone);
        roster.Requests.Remove(phone);
        Record(kind, actor, roster.Id, phone);
        if (roster.Kind is GroupKind.Ordinary && CommunityOf(roster) is { } community)
        {
            EnterAnnouncement(actor, AnnouncementOf(community), phone);
        }
        else if (CommunityOf(roster) is { } parent)
        {
            // Into the community itself: a request that waited there is answered by this.
            parent.Requests.Remove(phone);
        }
    }

    private bool EnterAnnouncement(string? actor, GroupState announcement, string phone)
    {
        if (!announcement.Members.TryAdd(phone, new MemberState(MemberRole.Member, _time.GetUtcNow())))
        {
            return false;
        }

        Record(WorldEventKind.AnnouncementEntered, actor, announcement.Id, phone);
        return true;
    }

    private ParticipantOutcome RemoveOne(string actor, GroupState group, string participant)
    {
        var (isWellFormed, person) = Resolve(participant);
        if (person is null)
        {
            return new ParticipantOutcome(participant, null, isWellFormed ? ParticipantCode.NotFound : ParticipantCode.BadParticipant);
        }

        if (!IsInside(group, person.Phone))
        {
            return new ParticipantOutcome(participant, person, ParticipantCode.NotFound);
        }

        // The creator is untouchable, in the group itself and in any that would go with it.
        var reach = ReachOf(group);
        if (reach.Any(other => MemberOf(other, person.Phone)?.Role is MemberRole.SuperAdmin))
        {
            return new ParticipantOutcome(participant, person, ParticipantCode.Forbidden);
        }

        foreach (var other in reach.Where(other => other.Members.Remove(person.Phone)))
        {
            other.Removed.Add(person.Phone);
            Record(WorldEventKind.MemberRemoved, actor, other.Id, person.Phone);
        }

        return new ParticipantOutcome(participant, person, ParticipantCode.Done);
    }

    /// <summary>The groups one loses together with this one.</summary>
    private GroupState[] ReachOf(GroupState group) => group.Kind is not GroupKind.Ordinary && CommunityOf(group) is { } community
        ? [community, AnnouncementOf(community), .. SubgroupsOf(community)]
        : [group];
}
