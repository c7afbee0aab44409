using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What is entered alike for new groups and new communities, and what is wrong with it, by field.</summary>
public abstract class CreationState(GroupText text)
{
    private static readonly Capability[] s_offered =
    [
        Capability.CreateEmptyGroup, Capability.ChangeDescription, Capability.ChangePicture, Capability.AddParticipants, Capability.ListSubgroups, Capability.SendText,
        Capability.SendInviteCard, Capability.SendGroupText, Capability.SetSendMessages, Capability.SetEditDetails, Capability.SetAddMembers, Capability.SetApproval,
    ];

    private PortalFailure? _refused;

    public Guid Intent { get; } = Guid.NewGuid();

    public NamingState Naming { get; } = new(text);

    public string? Description { get; set; }

    public string? People { get; set; }

    public string? Welcome { get; set; }

    public byte[]? Picture { get; set; }

    /// <summary>What people get whom privacy keeps from being added; null for nothing.</summary>
    public InviteWay? Fallback { get; set; }

    /// <summary>Somebody wanted to go on: from then on missing things are named.</summary>
    public bool Tried { get; private set; }

    public Guid? ConnectionId { get; protected set; }

    /// <summary>Numbers that can create it now.</summary>
    public IReadOnlyList<EstateNumber> Numbers { get; protected set; } = [];

    public EstateNumber? Number => Numbers.FirstOrDefault(n => n.ConnectionId == ConnectionId);

    public GroupLimitOptions Limits => text.Limits;

    /// <summary>What the acting number can send to people who cannot be added.</summary>
    public IEnumerable<InviteWay> Ways =>
    [
        .. Why(Capability.SendInviteCard) is null ? (InviteWay[])[InviteWay.Card] : [],
        .. Why(Capability.SendText) is null ? (InviteWay[])[InviteWay.Link] : [],
    ];

    public string? DescriptionProblem => text.Description(Description).Failure?.Message;

    public string? WelcomeProblem => string.IsNullOrWhiteSpace(Welcome) ? null : text.Message(Welcome).Failure?.Message;

    public string? PeopleProblem => RefusedAt(CommunityFounder.ParticipantsField)
        ?? (!Tried || WhyNoPeople is not null ? null
            : string.IsNullOrWhiteSpace(People) && NeedsPeople is { } needs ? $"{needs}: name at least one person."
            : FirstMembers.Read(People, MostPeople).Failure?.Message);

    public string? PictureProblem => RefusedAt(GroupPicture.Field);

    /// <summary>The sentence of a number that creates nothing without people; null when it does.</summary>
    public virtual string? NeedsPeople => null;

    /// <summary>Why nobody can be added at once; null when they can.</summary>
    public virtual string? WhyNoPeople => Why(Capability.AddParticipants);

    /// <summary>How many may come in besides the creator, and what they come into.</summary>
    protected abstract PeopleLimit MostPeople { get; }

    protected virtual bool IsComplete => true;

    /// <summary>As long as nobody chose: the number that can do most of what may be entered.</summary>
    protected Guid? Ablest => Numbers.MaxBy(n => s_offered.Count(n.Capabilities.Can))?.ConnectionId;

    public abstract CreationOrder ToOrder();

    /// <summary>Why the acting number cannot do this; null when it can.</summary>
    public string? Why(Capability capability) =>
        Number is { } number && !number.Capabilities.Can(capability) ? $"{number.Name} {number.Capabilities[capability].Reason}" : null;

    public void Touch() => _refused = null;

    /// <summary>What the service said about it.</summary>
    public void Refuse(PortalFailure? failure) => _refused = failure;

    /// <summary>Somebody wants to go on.</summary>
    public bool Check()
    {
        Tried = true;
        return ConnectionId is not null && IsComplete
            && (Naming.NameProblem(wanted: true) ?? Naming.CountProblem ?? DescriptionProblem ?? WelcomeProblem ?? PeopleProblem) is null;
    }

    /// <summary>What the acting number can do of the rest of the order.</summary>
    protected TOrder Complete<TOrder>(TOrder order)
        where TOrder : CreationOrder => order with
        {
            First = Naming.FirstNumber,
            Count = Naming.Copies,
            Participants = WhyNoPeople is null ? People : null,
            Picture = Why(Capability.ChangePicture) is null ? Picture : null,
            Welcome = Why(Capability.SendGroupText) is null ? Welcome : null,
            Fallback = !string.IsNullOrWhiteSpace(People) && Fallback is { } way && Ways.Contains(way) ? new InviteFallback(way, InviteText.Suggested) : null,
        };

    private string? RefusedAt(string field) => _refused?.Field == field ? _refused.Message : null;
}
