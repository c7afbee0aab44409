using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>What RyzeAPI can do, and why we believe it. What is missing here is answered with NotSupported.</summary>
internal static class RyzeApiCapabilities
{
    public static readonly CapabilitySet Declared = new(
    [
        Documented(Capability.ReadSession),
        // The path is documented; the shape was seen in a working client.
        Inferred(Capability.ListGroups),
        Documented(Capability.ReadGroup),
        Limited(Capability.DetectCommunities, CapabilityEvidence.Inferred, "names a community only through its announcement group and subgroups that the number is in"),
        Unsupported(Capability.ListCommunities, "has no list of communities: they are found by reading groups"),
        Limited(Capability.ListSubgroups, CapabilityEvidence.Documented, "lists only subgroups that the number is in"),
        Limited(Capability.ListCommunityMembers, CapabilityEvidence.Inferred, "has no such list: it is put together from the subgroups that the number is in, one request each"),
        Documented(Capability.CreateGroup),
        // Every sample has people; that none may be given is not said.
        Inferred(Capability.CreateEmptyGroup),
        Documented(Capability.CreateCommunity),
        Documented(Capability.CreateSubgroup),
        Documented(Capability.LinkGroup),
        Documented(Capability.UnlinkGroup),
        Documented(Capability.Rename),
        Documented(Capability.ChangeDescription),
        Documented(Capability.ChangePicture),
        Documented(Capability.SetSendMessages),
        Documented(Capability.SetEditDetails),
        Documented(Capability.SetAddMembers),
        Documented(Capability.SetApproval),
        Documented(Capability.ReadApproval),
        Unsupported(Capability.SetDisappearingMessages, "shows whether messages disappear but cannot change it"),
        Documented(Capability.AddParticipants),
        Documented(Capability.RemoveParticipants),
        Limited(Capability.PromoteParticipants, CapabilityEvidence.Documented, "lets only a super-admin appoint admins"),
        Limited(Capability.DemoteParticipants, CapabilityEvidence.Documented, "lets only a super-admin dismiss admins"),
        Documented(Capability.ListMembershipRequests),
        Documented(Capability.ApproveRequests),
        Documented(Capability.RejectRequests),
        Documented(Capability.ReadInvite),
        Documented(Capability.ResetInvite),
        // Documented for codes; what somebody outside the group is shown is not.
        Inferred(Capability.PreviewInvite),
        Documented(Capability.JoinByInvite),
        Documented(Capability.LeaveGroup),
        Unsupported(Capability.TransferOwnership, "cannot hand a community to a new owner"),
        Unsupported(Capability.DeactivateCommunity, "cannot deactivate a community"),
        Unsupported(Capability.ListSuggestions, "does not show groups that members suggest"),
        Documented(Capability.SendText),
        Documented(Capability.SendGroupText),
        Unsupported(Capability.RepeatMessages, "sends a message again whenever it is asked again"),
        Unsupported(Capability.SendInviteCard, "cannot send WhatsApp's invitation card"),
        // The event is documented; its content was seen in a working client.
        Inferred(Capability.GroupEvents),
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
