using System.Collections.Immutable;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    public WorldResult<ImmutableArray<MembershipRequestView>> Requests(string actor, string groupId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Admin);
            return entered.Refusal is { } refusal
                ? refusal
                : entered.Value.Requests.Values
                    .Select(request => new MembershipRequestView(_state.People[request.Phone], request))
                    .ToImmutableArray();
        }
    }

    /// <summary>Who waits before a group, whoever asks; empty when it does not exist.</summary>
    public IReadOnlyList<MembershipRequest> Waiting(string groupId)
    {
        lock (_gate)
        {
            return _state.Groups.TryGetValue(groupId, out var group) ? [.. group.Requests.Values] : [];
        }
    }

    /// <summary>404 when the request is gone, 409 when the person is a member by now, 412 or 419 when there is no room.</summary>
    public WorldResult<ImmutableArray<ParticipantOutcome>> Approve(string actor, string groupId, IReadOnlyList<string> participants) =>
        Decide(actor, groupId, participants, ApproveOne);

    public WorldResult<ImmutableArray<ParticipantOutcome>> Reject(string actor, string groupId, IReadOnlyList<string> participants) =>
        Decide(actor, groupId, participants, RejectOne);

    /// <summary>The person themselves takes the request back.</summary>
    public WorldResult<bool> WithdrawRequest(string person, string groupId)
    {
        lock (_gate)
        {
            if (!_state.Groups.TryGetValue(groupId, out var group))
            {
                return Refusal.GroupNotFound;
            }

            if (!group.Requests.Remove(person))
            {
                return Refusal.PersonNotFound;
            }

            Record(WorldEventKind.RequestWithdrawn, person, groupId, person);
            return true;
        }
    }

    /// <summary>A member of a community enters one of its groups: at once, or by a request when approval is on.</summary>
    public WorldResult<JoinOutcome> JoinFromCommunity(string actor, string communityId, string groupId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, communityId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            return _state.Groups.TryGetValue(groupId, out var group)
                && string.Equals(group.CommunityId, communityId, StringComparison.Ordinal)
                    ? JoinCore(actor, group, RequestMethod.LinkedGroupJoin, communityId)
                    : Refusal.GroupNotFound;
        }
    }

    private WorldResult<ImmutableArray<ParticipantOutcome>> Decide(
        string actor,
        string groupId,
        IReadOnlyList<string> participants,
        Func<string, GroupState, Person, ParticipantCode> decide)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Admin);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            return participants.Select(participant =>
            {
                var (isWellFormed, person) = Resolve(participant);
                return person is null
                    ? new ParticipantOutcome(participant, null, isWellFormed ? ParticipantCode.NotFound : ParticipantCode.BadParticipant)
                    : new ParticipantOutcome(participant, person, decide(actor, entered.Value, person));
            }).ToImmutableArray();
        }
    }

    private ParticipantCode ApproveOne(string actor, GroupState group, Person person)
    {
        var roster = RosterOf(group);
        if (roster.Members.ContainsKey(person.Phone))
        {
            return ParticipantCode.AlreadyDone;
        }

        if (!group.Requests.ContainsKey(person.Phone))
        {
            return ParticipantCode.NotFound;
        }

        if (RoomFor(roster, person.Phone) is { } full)
        {
            return full;
        }

        group.Requests.Remove(person.Phone);
        Record(WorldEventKind.RequestApproved, actor, group.Id, person.Phone);
        Admit(WorldEventKind.MemberJoined, actor, roster, person.Phone);
        return ParticipantCode.Done;
    }

    private ParticipantCode RejectOne(string actor, GroupState group, Person person)
    {
        if (RosterOf(group).Members.ContainsKey(person.Phone))
        {
            return ParticipantCode.AlreadyDone;
        }

        if (!group.Requests.Remove(person.Phone))
        {
            return ParticipantCode.NotFound;
        }

        Record(WorldEventKind.RequestRejected, actor, group.Id, person.Phone);
        return ParticipantCode.Done;
    }

    private void AddRequest(GroupState group, MembershipRequest request)
    {
        // Asking again changes nothing: the first request keeps its place.
        if (group.Requests.TryAdd(request.Phone, request))
        {
            Record(WorldEventKind.RequestCreated, request.RequestedBy ?? request.Phone, group.Id, request.Phone, request.Method.ToString());
        }
    }
}
