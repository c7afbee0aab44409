namespace AdminPortal.Simulator;

/// <summary>What a request is about, whatever the vendor calls it. Faults and the request log speak in these.</summary>
public enum RouteKind
{
    /// <summary>Nothing that the vendor documents.</summary>
    Unknown,
    Session,
    ListGroups,
    GroupDetail,
    ListCommunities,
    Subgroups,
    CreateGroup,
    CreateCommunity,
    Link,
    Unlink,
    Profile,
    Settings,
    Add,
    Remove,
    Promote,
    Demote,
    ListRequests,
    Approve,
    Reject,
    InviteGet,
    InviteReset,
    Join,
    Preview,
    Leave,
    Deactivate,
    Transfer,
    Suggestions,
    MergedMembers,
    SendText,
    Webhooks,
    Contacts,

    /// <summary>Not a request: an event on its way to a webhook.</summary>
    Delivery,
}
