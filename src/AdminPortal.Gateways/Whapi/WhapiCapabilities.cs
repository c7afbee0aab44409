using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Gateways.Whapi;

/// <summary>What Whapi.Cloud can do, and why we believe it. What is missing here is answered with NotSupported.</summary>
internal static class WhapiCapabilities
{
    public static readonly CapabilitySet Declared = new(
    [
        Documented(Capability.ReadSession),
        Documented(Capability.ListGroups),
        Documented(Capability.ReadGroup),
        Documented(Capability.DetectCommunities),
        Documented(Capability.ListCommunities),
        Documented(Capability.ListSubgroups),
        Limited(Capability.ListCommunityMembers, CapabilityEvidence.Inferred, "has no such list: the members of the announcement group are taken"),
        Limited(Capability.CreateGroup, CapabilityEvidence.Documented, "creates a group only with at least one other participant"),
        Unsupported(Capability.CreateEmptyGroup, "creates a group only with at least one other participant"),
        Documented(Capability.CreateCommunity),
        Limited(Capability.CreateSubgroup, CapabilityEvidence.Documented, "creates a group only with at least one other participant"),
        Documented(Capability.LinkGroup),
        Documented(Capability.UnlinkGroup),
        // For a community itself all three are inferred: its id has the form of a group's.
        Documented(Capability.Rename),
        Documented(Capability.ChangeDescription),
        Documented(Capability.ChangePicture),
        Documented(Capability.SetSendMessages),
        Documented(Capability.SetEditDetails),
        Documented(Capability.SetAddMembers),
        Limited(Capability.SetApproval, CapabilityEvidence.Documented, "can change approval but does not show afterwards whether it is on"),
        Unsupported(Capability.ReadApproval, "does not show whether approval is on"),
        Documented(Capability.SetDisappearingMessages),
        Limited(Capability.AddParticipants, CapabilityEvidence.Documented, "says who could not be added but not why"),
        Documented(Capability.RemoveParticipants),
        Documented(Capability.PromoteParticipants),
        Documented(Capability.DemoteParticipants),
        Documented(Capability.ListMembershipRequests),
        Documented(Capability.ApproveRequests),
        Documented(Capability.RejectRequests),
        Documented(Capability.ReadInvite),
        Documented(Capability.ResetInvite),
        Documented(Capability.PreviewInvite),
        Documented(Capability.JoinByInvite),
        Documented(Capability.LeaveGroup),
        Unsupported(Capability.TransferOwnership, "cannot hand a community to a new owner"),
        Documented(Capability.DeactivateCommunity),
        Unsupported(Capability.ListSuggestions, "does not show groups that members suggest"),
        Documented(Capability.SendText),
        Documented(Capability.SendGroupText),
        Unsupported(Capability.RepeatMessages, "sends a message again whenever it is asked again"),
        Documented(Capability.SendInviteCard),
        Documented(Capability.GroupEvents),
        Documented(Capability.RequestEvents),
    ]);

    private static CapabilityStatement Documented(Capability capability) =>
        new(capability, CapabilityLevel.Supported, CapabilityEvidence.Documented);

    private static CapabilityStatement Limited(Capability capability, CapabilityEvidence evidence, string reason) =>
        new(capability, CapabilityLevel.Limited, evidence, reason);

    private static CapabilityStatement Unsupported(Capability capability, string reason) =>
        new(capability, CapabilityLevel.Unsupported, CapabilityEvidence.Documented, reason);
}
