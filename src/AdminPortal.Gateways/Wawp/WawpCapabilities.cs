using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Gateways.Wawp;

/// <summary>What Wawp can do, and why we believe it. What is missing here is answered with NotSupported.</summary>
internal static class WawpCapabilities
{
    private const string NoCommunities = "has no communities";
    private const string NoRequests = "has no membership requests";

    public static readonly CapabilitySet Declared = new(
    [
        Documented(Capability.ReadSession),
        // That these calls exist is documented, what they answer is not.
        Inferred(Capability.ListGroups),
        Inferred(Capability.ReadGroup),
        Unsupported(Capability.DetectCommunities, NoCommunities),
        Unsupported(Capability.ListCommunities, NoCommunities),
        Unsupported(Capability.ListSubgroups, NoCommunities),
        Unsupported(Capability.ListCommunityMembers, NoCommunities),
        Documented(Capability.CreateGroup),
        Unsupported(Capability.CreateEmptyGroup, "creates a group only with at least one other participant"),
        Unsupported(Capability.CreateCommunity, NoCommunities),
        Unsupported(Capability.CreateSubgroup, NoCommunities),
        Unsupported(Capability.LinkGroup, NoCommunities),
        Unsupported(Capability.UnlinkGroup, NoCommunities),
        Documented(Capability.Rename),
        Documented(Capability.ChangeDescription),
        Inferred(Capability.ChangePicture),
        // Reading the two is documented, writing was seen in the vendor's own client.
        Inferred(Capability.SetSendMessages),
        Inferred(Capability.SetEditDetails),
        Unsupported(Capability.SetAddMembers, "cannot change who may add people"),
        Unsupported(Capability.SetApproval, "cannot change whether new members need approval"),
        Limited(Capability.ReadApproval, CapabilityEvidence.Inferred, "shows it only where the engine behind it does"),
        Unsupported(Capability.SetDisappearingMessages, "cannot change how long messages last"),
        Documented(Capability.AddParticipants),
        Documented(Capability.RemoveParticipants),
        Documented(Capability.PromoteParticipants),
        Documented(Capability.DemoteParticipants),
        Unsupported(Capability.ListMembershipRequests, NoRequests),
        Unsupported(Capability.ApproveRequests, NoRequests),
        Unsupported(Capability.RejectRequests, NoRequests),
        Documented(Capability.ReadInvite),
        Documented(Capability.ResetInvite),
        Inferred(Capability.PreviewInvite),
        Inferred(Capability.JoinByInvite),
        Inferred(Capability.LeaveGroup),
        Unsupported(Capability.TransferOwnership, "cannot hand a group to a new owner"),
        Unsupported(Capability.DeactivateCommunity, NoCommunities),
        Unsupported(Capability.ListSuggestions, NoCommunities),
        Documented(Capability.SendText),
        Documented(Capability.SendGroupText),
        Unsupported(Capability.RepeatMessages, "sends a message again whenever it is asked again"),
        Unsupported(Capability.SendInviteCard, "sends WhatsApp's invitation card only on its own, when somebody cannot be added"),
        Limited(Capability.GroupEvents, CapabilityEvidence.Documented, "reports events on paid plans only"),
        Unsupported(Capability.RequestEvents, NoRequests),
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
