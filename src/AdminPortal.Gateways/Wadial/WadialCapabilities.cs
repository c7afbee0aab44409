using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Gateways.Wadial;

/// <summary>What Wadial can do, and why we believe it. What is missing here is answered with NotSupported.</summary>
internal static class WadialCapabilities
{
    public static readonly CapabilitySet Declared = new(
    [
        Documented(Capability.ReadSession),
        // The paths of groups are documented; field names are those of the engine it most likely wraps.
        Documented(Capability.ListGroups),
        Documented(Capability.ReadGroup),
        Inferred(Capability.DetectCommunities),
        Unsupported(Capability.ListCommunities, "has no list of communities: they are found by reading groups"),
        // Five operations of communities are named in one sentence, without path or body.
        Inferred(Capability.ListSubgroups),
        Inferred(Capability.ListCommunityMembers),
        Documented(Capability.CreateGroup),
        Unsupported(Capability.CreateEmptyGroup, "creates a group only with at least one other participant"),
        Documented(Capability.CreateCommunity),
        Limited(Capability.CreateSubgroup, CapabilityEvidence.Inferred, "creates the group first and links it then: between the two it belongs to no community"),
        Documented(Capability.LinkGroup),
        Documented(Capability.UnlinkGroup),
        Documented(Capability.Rename),
        Documented(Capability.ChangeDescription),
        Unsupported(Capability.ChangePicture, "cannot change the picture of a group"),
        Documented(Capability.SetSendMessages),
        Inferred(Capability.SetEditDetails),
        Documented(Capability.SetAddMembers),
        Inferred(Capability.SetApproval),
        Inferred(Capability.ReadApproval),
        Documented(Capability.SetDisappearingMessages),
        Documented(Capability.AddParticipants),
        Documented(Capability.RemoveParticipants),
        Documented(Capability.PromoteParticipants),
        Documented(Capability.DemoteParticipants),
        Documented(Capability.ListMembershipRequests),
        Documented(Capability.ApproveRequests),
        Inferred(Capability.RejectRequests),
        Documented(Capability.ReadInvite),
        Documented(Capability.ResetInvite),
        Documented(Capability.PreviewInvite),
        Documented(Capability.JoinByInvite),
        Unsupported(Capability.LeaveGroup, "cannot leave a group"),
        Inferred(Capability.TransferOwnership),
        Inferred(Capability.DeactivateCommunity),
        Inferred(Capability.ListSuggestions),
        Documented(Capability.SendText),
        // That a group may be the receiver is not said.
        Inferred(Capability.SendGroupText),
        Documented(Capability.RepeatMessages),
        Unsupported(Capability.SendInviteCard, "cannot send WhatsApp's invitation card"),
        Unsupported(Capability.GroupEvents, "reports nothing about groups: they are polled"),
        Unsupported(Capability.RequestEvents, "does not report membership requests: they are polled"),
    ]);

    private static CapabilityStatement Documented(Capability capability) =>
        new(capability, CapabilityLevel.Supported, CapabilityEvidence.Documented);

    private static CapabilityStatement Inferred(Capability capability) =>
        new(capability, CapabilityLevel.Supported, CapabilityEvidence.Inferred);

    private static CapabilityStatement Limited(Capability capability, CapabilityEvidence evidence, string reason) =>
        new(capability, CapabilityLevel.Limited, evidence, reason);

    private static CapabilityStatement Unsupported(Capability capability, string reason) =>
        new(capability, CapabilityLevel.Unsupported, CapabilityEvidence.Documented, reason);
}
