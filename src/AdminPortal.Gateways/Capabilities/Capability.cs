namespace AdminPortal.Gateways.Capabilities;

/// <summary>Everything a gateway may or may not be able to do. Controls ask for these; nobody asks for the vendor.</summary>
public enum Capability
{
    /// <summary>Tell whether the number is connected.</summary>
    ReadSession,
    /// <summary>List all groups the number is in.</summary>
    ListGroups,
    /// <summary>Read one group with settings and members.</summary>
    ReadGroup,
    /// <summary>Tell a community's parent and announcement group from ordinary groups.</summary>
    DetectCommunities,
    /// <summary>List the groups linked to a community.</summary>
    ListSubgroups,
    /// <summary>List everybody in a community in one call.</summary>
    ListCommunityMembers,
    CreateGroup,
    CreateCommunity,
    /// <summary>Create a group that is linked from its first moment.</summary>
    CreateSubgroup,
    LinkGroup,
    UnlinkGroup,
    Rename,
    ChangeDescription,
    ChangePicture,
    /// <summary>Who may send: everybody or admins.</summary>
    SetSendMessages,
    /// <summary>Who may edit name, picture and description: everybody or admins.</summary>
    SetEditDetails,
    /// <summary>Who may add people: everybody or admins.</summary>
    SetAddMembers,
    /// <summary>Whether new members need approval.</summary>
    SetApproval,
    /// <summary>Read back whether new members need approval.</summary>
    ReadApproval,
    /// <summary>Set the lifetime of messages.</summary>
    SetDisappearingMessages,
    AddParticipants,
    RemoveParticipants,
    PromoteParticipants,
    DemoteParticipants,
    ListMembershipRequests,
    ApproveRequests,
    RejectRequests,
    ReadInvite,
    ResetInvite,
    /// <summary>Look at a group by its code before joining.</summary>
    PreviewInvite,
    JoinByInvite,
    LeaveGroup,
    TransferOwnership,
    DeactivateCommunity,
    /// <summary>List groups that members suggested for a community.</summary>
    ListSuggestions,
    SendText,
    /// <summary>Send WhatsApp's own invitation card to one person.</summary>
    SendInviteCard,
    /// <summary>The gateway calls us when members or settings change.</summary>
    GroupEvents,
    /// <summary>The gateway calls us when somebody asks to join.</summary>
    RequestEvents,
    /// <summary>List all communities by name and id. Without it they are found by reading groups.</summary>
    ListCommunities,
    /// <summary>Send a text to a group.</summary>
    SendGroupText,
    /// <summary>A message sent again under the same key goes out once.</summary>
    RepeatMessages,
    /// <summary>Create a group with nobody in it but the number itself.</summary>
    CreateEmptyGroup,
}

/// <summary>How far an ability reaches.</summary>
public enum CapabilityLevel
{
    Unsupported,
    /// <summary>Works within a limit that the reason names.</summary>
    Limited,
    Supported,
}

/// <summary>Why we believe what we say about an ability.</summary>
public enum CapabilityEvidence
{
    /// <summary>The provider's documentation says so.</summary>
    Documented,
    /// <summary>Concluded from clients or from the engine underneath; every effect is read back.</summary>
    Inferred,
    /// <summary>Seen on this very connection.</summary>
    Probed,
}

/// <summary>One ability of one gateway or connection.</summary>
/// <param name="Capability">Which.</param>
/// <param name="Level">How far.</param>
/// <param name="Evidence">Why we believe it.</param>
/// <param name="Reason">A sentence without subject for the operator when limited or unsupported: "has no membership requests".</param>
/// <param name="ProbedAt">When it was seen, for <see cref="CapabilityEvidence.Probed"/>.</param>
public sealed record CapabilityStatement(
    Capability Capability,
    CapabilityLevel Level,
    CapabilityEvidence Evidence,
    string? Reason = null,
    DateTimeOffset? ProbedAt = null)
{
    public bool Usable => Level != CapabilityLevel.Unsupported;
}
