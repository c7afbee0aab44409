namespace AdminPortal.Gateways.Results;

/// <summary>What became of one target of a plural call.</summary>
public enum TargetVerdict
{
    /// <summary>The gateway says it worked. Only a later read proves it.</summary>
    Accepted,

    /// <summary>The adapter read it back: it is so.</summary>
    Verified,

    /// <summary>It was so before; nothing to do. Counts as success.</summary>
    AlreadySo,

    /// <summary>The gateway or WhatsApp said no; the reason is in <see cref="TargetOutcome{TTarget}.Reason"/>.</summary>
    Refused,

    /// <summary>The gateway said yes, and a read shows that it did not happen.</summary>
    NotApplied,

    /// <summary>No trustworthy answer for this target.</summary>
    Unknown,
}

/// <summary>Why one target was refused: WhatsApp's participant codes and the structural reasons of communities.</summary>
public enum RefusalReason
{
    Unspecified = 0,

    /// <summary>400: the number is no number.</summary>
    InvalidNumber = 400,
    /// <summary>401: that person blocked the acting number. Never retried.</summary>
    BlockedByPerson = 401,
    /// <summary>403: privacy forbids a direct add; a private invitation or the link remains.</summary>
    PrivacyBlocked = 403,
    /// <summary>404: not on WhatsApp.</summary>
    NotOnWhatsApp = 404,
    /// <summary>408: left recently; days must pass, then only by link.</summary>
    LeftRecently = 408,
    /// <summary>409: already a member. Reported as <see cref="TargetVerdict.AlreadySo"/> by adapters.</summary>
    AlreadyMember = 409,
    /// <summary>412: the community is full.</summary>
    CommunityFull = 412,
    /// <summary>417: can come in only by link.</summary>
    LinkOnly = 417,
    /// <summary>419: the group is full.</summary>
    GroupFull = 419,
    /// <summary>421: a membership request was created instead; it waits in the approval queue.</summary>
    RequestCreated = 421,
    /// <summary>451: legal restriction.</summary>
    LegalRestriction = 451,
    /// <summary>429: throttled by WhatsApp.</summary>
    RateLimited = 429,
    /// <summary>463: WhatsApp lets the number reach nobody new for a while.</summary>
    ReachOutLocked = 463,
    /// <summary>500: resource constraint at WhatsApp.</summary>
    ResourceConstraint = 500,
    /// <summary>The acting number lacks the right in that group or community.</summary>
    NoRight = 1001,
    /// <summary>The request was withdrawn or handled elsewhere.</summary>
    AlreadyHandled = 1002,
    /// <summary>The group belongs to another community.</summary>
    LinkedElsewhere = 1003,
    /// <summary>The announcement group can be neither linked nor unlinked.</summary>
    AnnouncementGroup = 1004,
    /// <summary>The community has as many subgroups as it may have.</summary>
    SubgroupLimit = 1005,
    /// <summary>The creator can be neither demoted nor removed.</summary>
    Creator = 1006,
    /// <summary>Not a member of the group.</summary>
    NotAMember = 1007,
    /// <summary>The gateway has no such ability, or not for this connection.</summary>
    NotSupported = 1008,
    /// <summary>The group, community or link is unknown there, or our number is not in it.</summary>
    TargetGone = 1009,
}

/// <summary>One target of a plural call and what became of it.</summary>
/// <param name="Target">As it was sent.</param>
/// <param name="Verdict">What is known.</param>
/// <param name="Reason">Set when refused.</param>
/// <param name="Detail">The gateway's own words, bounded, or null.</param>
/// <param name="Invitation">WhatsApp's private invitation code for a person whom privacy protects, if the gateway reports it.</param>
public sealed record TargetOutcome<TTarget>(
    TTarget Target,
    TargetVerdict Verdict,
    RefusalReason? Reason = null,
    string? Detail = null,
    string? Invitation = null)
{
    /// <summary>
    /// The gateway has already sent this person WhatsApp's private invitation, on its own: nobody sends a second one, neither
    /// as a card nor as a link. <see cref="Detail"/> says so too.
    /// </summary>
    public bool InvitationSent { get; init; }

    /// <summary>"Already so" was taken from the gateway's words, which can be misread: a read has to show it.</summary>
    public bool IsInterpreted { get; init; }

    /// <summary>True when the target is, as far as is known, in the wanted state.</summary>
    public bool InWantedState => Verdict is TargetVerdict.Accepted or TargetVerdict.Verified or TargetVerdict.AlreadySo;
}
