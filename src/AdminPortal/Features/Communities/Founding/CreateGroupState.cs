using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What has been entered for new groups, and what is wrong with it, by field.</summary>
public sealed class CreateGroupState(GroupText text)
{
    private bool _tried;
    private PortalFailure? _refused;

    public Guid Intent { get; } = Guid.NewGuid();

    public string? Name { get; set; }

    public int? First { get; set; } = 1;

    public int? Count { get; set; } = 10;

    public string? Description { get; set; }

    public string? People { get; set; }

    public string? Welcome { get; set; }

    public byte[]? Picture { get; set; }

    /// <summary>What people get whom privacy keeps from being added; null for nothing.</summary>
    public InviteWay? Fallback { get; set; }

    /// <summary>What the acting number can send them.</summary>
    public IEnumerable<InviteWay> Ways =>
    [
        .. Why(Capability.SendInviteCard) is null ? (InviteWay[])[InviteWay.Card] : [],
        .. Why(Capability.SendText) is null ? (InviteWay[])[InviteWay.Link] : [],
    ];

    public bool OnlyAdminsSend { get; set; }

    public bool OnlyAdminsEdit { get; set; }

    public bool OnlyAdminsAdd { get; set; }

    public bool ApprovalRequired { get; set; }

    /// <summary>Empty for groups on their own.</summary>
    public string Community { get; private set; } = "";

    public Guid? ConnectionId { get; private set; }

    /// <summary>Numbers that can create groups there now.</summary>
    public IReadOnlyList<EstateNumber> Numbers { get; private set; } = [];

    /// <summary>Why no number can; null when one can.</summary>
    public string? NumberProblem { get; private set; }

    public EstateNumber? Number => Numbers.FirstOrDefault(n => n.ConnectionId == ConnectionId);

    public bool IsSeries => NamePattern.HasMark(Name);

    // An empty field is no mistake before somebody wants to go on.
    public string? NameProblem => _tried || !string.IsNullOrEmpty(Name) ? Problem(NamePattern.Expand(text, Name, First ?? -1, Copies), GroupText.NameField) : null;

    public string? CountProblem => IsSeries ? Problem(NamePattern.Expand(text, Name, First ?? -1, Copies), NamePattern.CountField) : null;

    public string? DescriptionProblem => text.Description(Description).Failure?.Message;

    public string? WelcomeProblem => string.IsNullOrWhiteSpace(Welcome) ? null : text.Message(Welcome).Failure?.Message;

    public string? PeopleProblem => RefusedAt(CommunityFounder.ParticipantsField)
        ?? (_tried && string.IsNullOrWhiteSpace(People) && NeedsPeople is { } needs ? $"{needs}: name at least one person." : null);

    public string? PictureProblem => RefusedAt(GroupPicture.Field);

    /// <summary>The sentence of a number that creates no group without people; null when it does.</summary>
    public string? NeedsPeople => Why(Capability.CreateEmptyGroup);

    private int Copies => IsSeries ? Count ?? 0 : 1;

    /// <summary>Why the acting number cannot do this; null when it can.</summary>
    public string? Why(Capability capability) =>
        Number is { } number && !number.Capabilities.Can(capability) ? $"{number.Name} {number.Capabilities[capability].Reason}" : null;

    /// <summary>The estate was read anew, or another place was chosen.</summary>
    public void Show(Estate estate, string? community)
    {
        Community = community ?? "";
        var inside = Community.Length == 0 ? null : Community;
        Numbers = GroupPlace.Creators(estate, inside);
        ConnectionId = Number?.ConnectionId ?? (Numbers.Count > 0 ? Numbers[0].ConnectionId : null);
        NumberProblem = Numbers.Count > 0 ? null : CommunityFounder.Creator(estate, Capability.CreateGroup, inside).Failure?.Message ?? "No number can create a group here now.";
    }

    public void ActThrough(Guid? connectionId) => ConnectionId = connectionId;

    public void Touch() => _refused = null;

    /// <summary>What the service said about it.</summary>
    public void Refuse(PortalFailure? failure) => _refused = failure;

    /// <summary>Somebody wants to go on: from now on missing things are named.</summary>
    public bool Check()
    {
        _tried = true;
        return ConnectionId is not null && NameProblem is null && CountProblem is null && DescriptionProblem is null && WelcomeProblem is null && PeopleProblem is null;
    }

    public NewGroupOrder ToOrder() => new(
        ConnectionId!.Value,
        Community.Length == 0 ? null : Community,
        Name,
        Why(Capability.ChangeDescription) is null ? Description : null,
        People,
        new GroupSettings(
            OnlyAdminsSend: Wanted(OnlyAdminsSend, Capability.SetSendMessages),
            OnlyAdminsEdit: Wanted(OnlyAdminsEdit, Capability.SetEditDetails),
            OnlyAdminsAdd: Wanted(OnlyAdminsAdd, Capability.SetAddMembers),
            // Some are born with it and some without: what was chosen is made sure of either way.
            ApprovalRequired: Why(Capability.SetApproval) is null ? ApprovalRequired : null),
        Intent)
    {
        First = First ?? -1,
        Count = Copies,
        Picture = Why(Capability.ChangePicture) is null ? Picture : null,
        Welcome = Why(Capability.SendGroupText) is null ? Welcome : null,
        Fallback = !string.IsNullOrWhiteSpace(People) && Fallback is { } way && Ways.Contains(way) ? new InviteFallback(way, InviteText.Suggested) : null,
    };

    /// <summary>A group is born open: only what is closed takes a call.</summary>
    private bool? Wanted(bool value, Capability capability) => value && Why(capability) is null ? true : null;

    private string? RefusedAt(string field) => _refused?.Field == field ? _refused.Message : null;

    private static string? Problem(Result<IReadOnlyList<string>> names, string field) => names.Failure?.Field == field ? names.Failure.Message : null;
}
