using System.Collections.Immutable;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>
    /// Makes members admins. Any admin may, but only the creator and those whom somebody entitled promoted hand on that right;
    /// pass <paramref name="needsPromoter"/> for vendors that let only them promote.
    /// </summary>
    public WorldResult<ImmutableArray<ParticipantOutcome>> Promote(
        string actor, string groupId, IReadOnlyList<string> participants, bool needsPromoter = false) =>
        ChangeRoles(actor, groupId, participants, needsPromoter, PromoteOne);

    /// <summary>Makes admins members again. The creator cannot be demoted.</summary>
    public WorldResult<ImmutableArray<ParticipantOutcome>> Demote(
        string actor, string groupId, IReadOnlyList<string> participants, bool needsPromoter = false) =>
        ChangeRoles(actor, groupId, participants, needsPromoter, DemoteOne);

    /// <summary>Hands the group or community to another member. Only its super-admin can, and only once.</summary>
    public WorldResult<bool> TransferOwnership(string actor, string groupId, string participant)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.SuperAdmin);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            if (Resolve(participant).Person is not { } person || !IsInside(entered.Value, person.Phone))
            {
                return Refusal.PersonNotFound;
            }

            foreach (var group in TwinsOf(entered.Value))
            {
                SetRole(group, actor, MemberRole.Admin, mayPromote: true);
                SetRole(group, person.Phone, MemberRole.SuperAdmin, mayPromote: true);
            }

            Record(WorldEventKind.OwnershipTransferred, actor, groupId, person.Phone);
            return true;
        }
    }

    private WorldResult<ImmutableArray<ParticipantOutcome>> ChangeRoles(
        string actor,
        string groupId,
        IReadOnlyList<string> participants,
        bool needsPromoter,
        Func<string, GroupState, Person, ParticipantCode> change)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, needsPromoter ? Right.Promoter : Right.Admin);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            return participants.Select(participant =>
            {
                var (isWellFormed, person) = Resolve(participant);
                var code = person is null
                    ? isWellFormed ? ParticipantCode.NotFound : ParticipantCode.BadParticipant
                    : !IsInside(entered.Value, person.Phone) ? ParticipantCode.NotFound : change(actor, entered.Value, person);
                return new ParticipantOutcome(participant, person, code);
            }).ToImmutableArray();
        }
    }

    private ParticipantCode PromoteOne(string actor, GroupState group, Person person)
    {
        if (group.IsAdmin(person.Phone))
        {
            return ParticipantCode.AlreadyDone;
        }

        var twins = TwinsOf(group);
        if (group.Kind is not GroupKind.Ordinary && CommunityOf(group)!.Members.Count >= Limits.AdminsPerCommunity)
        {
            return ParticipantCode.GroupFull;
        }

        var mayPromote = MemberOf(group, actor) is { MayPromote: true };
        foreach (var twin in twins)
        {
            SetRole(twin, person.Phone, MemberRole.Admin, mayPromote);
        }

        Record(WorldEventKind.Promoted, actor, group.Id, person.Phone);
        return ParticipantCode.Done;
    }

    private ParticipantCode DemoteOne(string actor, GroupState group, Person person)
    {
        switch (MemberOf(group, person.Phone)?.Role)
        {
            case MemberRole.SuperAdmin:
                return ParticipantCode.Forbidden;
            case MemberRole.Admin:
                break;
            default:
                return ParticipantCode.AlreadyDone;
        }

        foreach (var twin in TwinsOf(group))
        {
            if (twin.Kind is GroupKind.Community)
            {
                twin.Members.Remove(person.Phone);
            }
            else
            {
                SetRole(twin, person.Phone, MemberRole.Member, mayPromote: false);
            }
        }

        Record(WorldEventKind.Demoted, actor, group.Id, person.Phone);
        return ParticipantCode.Done;
    }

    /// <summary>An admin of the community is admin of its binder and of its announcement group: one role in two places.</summary>
    private GroupState[] TwinsOf(GroupState group) => group.Kind is not GroupKind.Ordinary && CommunityOf(group) is { } community
        ? [community, AnnouncementOf(community)]
        : [group];

    private void SetRole(GroupState group, string phone, MemberRole role, bool mayPromote)
    {
        var joinedAt = MemberOf(group, phone)?.JoinedAt ?? _time.GetUtcNow();
        group.Members[phone] = new MemberState(role, joinedAt, mayPromote);
    }
}
