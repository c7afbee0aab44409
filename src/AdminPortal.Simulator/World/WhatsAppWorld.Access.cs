namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    private enum Right
    {
        Member,
        Admin,

        /// <summary>The creator, or an admin promoted by somebody entitled.</summary>
        Promoter,
        SuperAdmin,
    }

    /// <summary>The one door to every call: session, existence, membership, right. In that order, as WhatsApp answers.</summary>
    private WorldResult<GroupState> Enter(string actor, string groupId, Right right)
    {
        if (IsSignedOut(actor))
        {
            return Refusal.SignedOut;
        }

        if (!_state.Groups.TryGetValue(groupId, out var group))
        {
            return Refusal.GroupNotFound;
        }

        if (!IsInside(group, actor))
        {
            return Refusal.NotAMember;
        }

        var member = MemberOf(group, actor);
        return right switch
        {
            Right.Admin when !group.IsAdmin(actor) => Refusal.NotAdmin,
            Right.Promoter when member is not { MayPromote: true } => group.IsAdmin(actor) ? Refusal.NotSuperAdmin : Refusal.NotAdmin,
            Right.SuperAdmin when member is not { Role: MemberRole.SuperAdmin } => Refusal.NotSuperAdmin,
            _ => group,
        };
    }

    private bool IsSignedOut(string actor) =>
        _state.Numbers.TryGetValue(actor, out var number) && number.Session is not SessionState.Connected;

    /// <summary>A community is visible to all its members, although the binder itself lists only admins.</summary>
    private bool IsInside(GroupState group, string phone) =>
        group.Members.ContainsKey(phone)
        || (group.Kind is GroupKind.Community && AnnouncementOf(group).Members.ContainsKey(phone));

    private static MemberState? MemberOf(GroupState group, string phone) => group.Members.GetValueOrDefault(phone);

    /// <summary>Where the members are: the community's are in its announcement group.</summary>
    private GroupState RosterOf(GroupState group) => group.Kind is GroupKind.Community ? AnnouncementOf(group) : group;

    private GroupState? CommunityOf(GroupState group) => group.Kind is GroupKind.Community
        ? group
        : group.CommunityId is { } communityId ? _state.Groups[communityId] : null;

    private GroupState AnnouncementOf(GroupState community) => _state.Groups.Values.First(group =>
        group.Kind is GroupKind.Announcement && string.Equals(group.CommunityId, community.Id, StringComparison.Ordinal));

    private IEnumerable<GroupState> SubgroupsOf(GroupState community) => _state.Groups.Values.Where(group =>
        group.Kind is GroupKind.Ordinary && string.Equals(group.CommunityId, community.Id, StringComparison.Ordinal));

    private int CapacityOf(GroupState group) =>
        group.Kind is GroupKind.Ordinary ? Limits.MembersPerGroup : Limits.MembersPerCommunity;
}
