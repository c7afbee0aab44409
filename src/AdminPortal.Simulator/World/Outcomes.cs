namespace AdminPortal.Simulator.World;

/// <summary>What became of one participant: WhatsApp's own codes.</summary>
public enum ParticipantCode
{
    Done = 200,
    BadParticipant = 400,
    BlockedActor = 401,

    /// <summary>Privacy (with or without invitation), or untouchable: the creator, or no right over this one.</summary>
    Forbidden = 403,

    /// <summary>Not on WhatsApp; not a member; or no such request.</summary>
    NotFound = 404,
    RecentlyLeft = 408,
    AlreadyDone = 409,
    CommunityFull = 412,
    OnlyByLink = 417,
    GroupFull = 419,
    RequestCreated = 421,
    LegalRestriction = 451,
}

/// <param name="Input">As the caller wrote it.</param>
/// <param name="Person">Null when nobody has this id.</param>
/// <param name="InvitationCode">With 403 on an add: the code of the private invitation that may be sent.</param>
public sealed record ParticipantOutcome(string Input, Person? Person, ParticipantCode Code, string? InvitationCode = null)
{
    public bool IsDone => Code is ParticipantCode.Done;
}

/// <summary>Why a whole call did nothing.</summary>
public enum Refusal
{
    SignedOut,
    GroupNotFound,
    NotAMember,
    NotAdmin,
    NotSuperAdmin,
    NotACommunity,
    NotPossibleHere,
    NameRequired,
    NameTooLong,
    DescriptionTooLong,
    InvalidValue,
    Throttled,
    SubgroupLimit,

    /// <summary>304.</summary>
    AlreadyMember,

    /// <summary>405.</summary>
    RemovedBefore,

    /// <summary>410.</summary>
    InviteRevoked,

    InviteUnknown,

    /// <summary>412.</summary>
    CommunityFull,

    /// <summary>419.</summary>
    GroupFull,

    PersonNotFound,
    NotOnWhatsApp,
}

/// <summary>Either a value or the reason why there is none.</summary>
public readonly record struct WorldResult<T>
{
    private readonly T? _value;

    private WorldResult(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public bool IsDone => Refusal is null;

    public T Value => Refusal is { } refusal
        ? throw new InvalidOperationException($"The world refused this call: {refusal}.")
        : _value!;

    public static implicit operator WorldResult<T>(T value) => new(value, refusal: null);

    public static implicit operator WorldResult<T>(Refusal refusal) => new(value: default, refusal);
}

/// <summary>What became of one group in a link or unlink.</summary>
public enum LinkCode
{
    Done,
    GroupNotFound,
    NotAdminOfGroup,
    AlreadyInThisCommunity,
    InAnotherCommunity,

    /// <summary>A binder or an announcement group.</summary>
    NotLinkable,
    NotLinked,
    SubgroupLimit,
    CommunityFull,

    /// <summary>A community keeps at least one linked group besides announcements.</summary>
    LastSubgroup,
}

/// <param name="MembersMoved">People who entered (link) or left (unlink) the announcement group.</param>
public sealed record LinkOutcome(string GroupId, LinkCode Code, int MembersMoved = 0)
{
    public bool IsDone => Code is LinkCode.Done;
}

/// <param name="IsPending">An approval is needed first: not a member yet.</param>
public sealed record JoinOutcome(string GroupId, bool IsPending);

public sealed record SentMessage(string Id, DateTimeOffset At, string From, string ChatJid, string Text);
