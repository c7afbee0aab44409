namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>The current code; admins only, unless members may share it.</summary>
    public WorldResult<string> InviteCode(string actor, string groupId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            var group = entered.Value;
            return group.Settings.AdminsOnlyShareLink && !group.IsAdmin(actor) ? Refusal.NotAdmin : group.InviteCode;
        }
    }

    /// <summary>Kills the current code and makes a new one.</summary>
    public WorldResult<string> ResetInvite(string actor, string groupId)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Admin);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            var group = entered.Value;
            group.DeadInviteCodes.Add(group.InviteCode);
            group.InviteCode = NewInviteCode();
            Record(WorldEventKind.InviteReset, actor, group.Id, details: group.InviteCode);
            return group.InviteCode;
        }
    }

    /// <summary>What a link shows to somebody who is not in the group: no members.</summary>
    public WorldResult<GroupView> Preview(string actor, string code)
    {
        lock (_gate)
        {
            if (IsSignedOut(actor))
            {
                return Refusal.SignedOut;
            }

            var found = FindByCode(code);
            return found.Refusal is { } refusal
                ? refusal
                : View(found.Value, actor, withMembers: IsInside(found.Value, actor));
        }
    }

    /// <summary>Joins by code: at once, or by a request when approval is on.</summary>
    public WorldResult<JoinOutcome> Join(string actor, string code)
    {
        lock (_gate)
        {
            if (IsSignedOut(actor))
            {
                return Refusal.SignedOut;
            }

            var found = FindByCode(code);
            return found.Refusal is { } refusal ? refusal : JoinCore(actor, found.Value, RequestMethod.InviteLink, parentGroupId: null);
        }
    }

    private WorldResult<GroupState> FindByCode(string code)
    {
        foreach (var group in _state.Groups.Values)
        {
            if (string.Equals(group.InviteCode, code, StringComparison.Ordinal))
            {
                return group;
            }

            if (group.DeadInviteCodes.Contains(code, StringComparer.Ordinal))
            {
                return Refusal.InviteRevoked;
            }
        }

        return Refusal.InviteUnknown;
    }

    private WorldResult<JoinOutcome> JoinCore(string actor, GroupState group, RequestMethod method, string? parentGroupId)
    {
        var roster = RosterOf(group);
        if (roster.Members.ContainsKey(actor))
        {
            return Refusal.AlreadyMember;
        }

        if (roster.Removed.Contains(actor) && !Limits.RemovedMayRejoinByLink)
        {
            return Refusal.RemovedBefore;
        }

        if (RoomFor(roster, actor) is { } full)
        {
            return full is ParticipantCode.CommunityFull ? Refusal.CommunityFull : Refusal.GroupFull;
        }

        if (group.Settings.ApprovalRequired)
        {
            AddRequest(group, new MembershipRequest(actor, method, _time.GetUtcNow(), ParentGroupId: parentGroupId));
            return new JoinOutcome(group.Id, IsPending: true);
        }

        Admit(WorldEventKind.MemberJoined, actor, roster, actor);
        return new JoinOutcome(group.Id, IsPending: false);
    }
}
