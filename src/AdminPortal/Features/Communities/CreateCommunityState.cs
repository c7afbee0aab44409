using AdminPortal.Features.Communities.Founding;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities;

/// <summary>What has been entered for a new community, or several of a running number, and what is wrong with it, by field.</summary>
public sealed class CreateCommunityState(GroupText text)
{
    private bool _tried;

    public Guid Intent { get; } = Guid.NewGuid();

    public string? Name { get; set; }

    public int? First { get; set; } = 1;

    public int? Count { get; set; } = 5;

    public string? Description { get; set; }

    public string? Welcome { get; set; }

    public bool ApprovalRequired { get; set; }

    public Guid? ConnectionId { get; private set; }

    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    public byte[]? Picture { get; set; }

    public IReadOnlyList<LinkCandidate> Candidates { get; private set; } = [];

    /// <summary>Numbers that can create a community now.</summary>
    public IReadOnlyList<EstateNumber> Numbers { get; private set; } = [];

    public EstateNumber? Number => Numbers.FirstOrDefault(n => n.ConnectionId == ConnectionId);

    public GroupLimitOptions Limits => text.Limits;

    public bool IsSeries => NamePattern.HasMark(Name);

    // An empty field is no mistake before somebody wants to go on.
    public string? NameProblem => _tried || !string.IsNullOrEmpty(Name) ? Problem(GroupText.NameField) : null;

    public string? CountProblem => IsSeries ? Problem(NamePattern.CountField) : null;

    public string? DescriptionProblem => text.Description(Description).Failure?.Message;

    public string? WelcomeProblem => string.IsNullOrWhiteSpace(Welcome) ? null : text.Message(Welcome).Failure?.Message;

    public string? GroupsProblem =>
        IsSeries && Groups.Count > 0 ? "A group belongs to one community: link groups to a single new one."
        : Groups.Count > Limits.Subgroups ? $"A community takes {Limits.Subgroups} groups; {Groups.Count} are chosen."
        : null;

    private int Copies => IsSeries ? Count ?? 0 : 1;

    /// <summary>Why the acting number cannot do this; null when it can.</summary>
    public string? Why(Capability capability) =>
        Number is { } number && !number.Capabilities.Can(capability) ? $"{number.Name} {number.Capabilities[capability].Reason}." : null;

    /// <summary>The estate was read anew: choices that are gone or cannot be linked any more are dropped.</summary>
    public void Show(Estate estate)
    {
        Numbers = [.. estate.Numbers.Where(n => n.Trouble is null && n.Capabilities.Can(Capability.CreateCommunity))];
        if (ConnectionId is null || Numbers.All(n => n.ConnectionId != ConnectionId))
        {
            ConnectionId = Numbers.Count > 0 ? Numbers[0].ConnectionId : null;
        }

        Candidates = LinkCandidate.Of(estate, ConnectionId);
        var free = Candidates.Where(c => c.Blocked is null).Select(c => c.Node.Id).ToHashSet(StringComparer.Ordinal);
        Groups.RemoveWhere(id => !free.Contains(id));
    }

    public void ActThrough(Guid? connectionId, Estate estate)
    {
        ConnectionId = connectionId;
        Show(estate);
    }

    /// <summary>Somebody wants to go on: from now on missing things are named.</summary>
    public bool Check()
    {
        _tried = true;
        return ConnectionId is not null && NameProblem is null && CountProblem is null && DescriptionProblem is null && WelcomeProblem is null && GroupsProblem is null;
    }

    public NewCommunityOrder ToOrder() => new(
        ConnectionId!.Value, Name, Description, ApprovalRequired, [.. Groups], Why(Capability.ChangePicture) is null ? Picture : null, Intent)
    {
        First = First ?? -1,
        Count = Copies,
        Welcome = Why(Capability.SendGroupText) is null ? Welcome : null,
    };

    private string? Problem(string field) => NamePattern.Expand(text, Name, First ?? -1, Copies).Failure is { } failure && failure.Field == field ? failure.Message : null;
}
