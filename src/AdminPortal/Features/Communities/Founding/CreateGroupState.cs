using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What has been entered for new groups.</summary>
public sealed class CreateGroupState(GroupText text) : CreationState(text)
{
    public bool OnlyAdminsSend { get; set; }

    public bool OnlyAdminsEdit { get; set; }

    public bool OnlyAdminsAdd { get; set; }

    public bool ApprovalRequired { get; set; }

    /// <summary>Empty for groups on their own.</summary>
    public string Community { get; private set; } = "";

    /// <summary>Why no number can; null when one can.</summary>
    public string? NumberProblem { get; private set; }

    public override string? NeedsPeople => Why(Capability.CreateEmptyGroup);

    protected override PeopleLimit MostPeople => PeopleLimit.OfGroup(Limits);

    /// <summary>The estate was read anew, or another place was chosen.</summary>
    public void Show(Estate estate, string? community)
    {
        Community = community ?? "";
        var inside = Community.Length == 0 ? null : Community;
        Numbers = GroupPlace.Creators(estate, inside);
        ConnectionId = Number?.ConnectionId ?? Ablest;
        NumberProblem = Numbers.Count > 0 ? null : CommunityFounder.Creator(estate, Capability.CreateGroup, inside).Failure?.Message ?? "No number can create a group here now.";
    }

    public void ActThrough(Guid? connectionId) => ConnectionId = connectionId;

    public override CreationOrder ToOrder() => Complete(new NewGroupOrder(
        ConnectionId!.Value,
        Community.Length == 0 ? null : Community,
        Naming.Pattern,
        Why(Capability.ChangeDescription) is null ? Description : null,
        Participants: null,
        new GroupSettings(
            OnlyAdminsSend: Wanted(OnlyAdminsSend, Capability.SetSendMessages),
            OnlyAdminsEdit: Wanted(OnlyAdminsEdit, Capability.SetEditDetails),
            OnlyAdminsAdd: Wanted(OnlyAdminsAdd, Capability.SetAddMembers),
            // Some are born with it and some without: what was chosen is made sure of either way.
            ApprovalRequired: Why(Capability.SetApproval) is null ? ApprovalRequired : null),
        Intent));

    /// <summary>A group is born open: only what is closed takes a call.</summary>
    private bool? Wanted(bool value, Capability capability) => value && Why(capability) is null ? true : null;
}
