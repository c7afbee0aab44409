using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities;

/// <summary>What has been entered for a new community, and what is wrong with it, by field.</summary>
public sealed class CreateCommunityState(GroupText text)
{
    private bool _tried;

    public Guid Intent { get; } = Guid.NewGuid();

    public string? Name { get; set; }

    public string? Description { get; set; }

    public bool ApprovalRequired { get; set; }

    public Guid? ConnectionId { get; private set; }

    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    public byte[]? Picture { get; private set; }

    public string? PictureProblem { get; private set; }

    public IReadOnlyList<LinkCandidate> Candidates { get; private set; } = [];

    /// <summary>Numbers that can create a community now.</summary>
    public IReadOnlyList<EstateNumber> Numbers { get; private set; } = [];

    public GroupLimitOptions Limits => text.Limits;

    // An empty field is no mistake before somebody wants to go on.
    public string? NameProblem => _tried || !string.IsNullOrEmpty(Name) ? text.NewName(Name).Failure?.Message : null;

    public string? DescriptionProblem => text.Description(Description).Failure?.Message;

    public string? GroupsProblem => Groups.Count > Limits.Subgroups ? $"A community takes {Limits.Subgroups} groups; {Groups.Count} are chosen." : null;

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

    public void TakePicture(Result<Gateways.Model.Picture>? read) =>
        (Picture, PictureProblem) = (read?.Value?.Content, read?.Failure?.Message);

    /// <summary>Somebody wants to go on: from now on missing things are named.</summary>
    public bool Check()
    {
        _tried = true;
        return ConnectionId is not null && NameProblem is null && DescriptionProblem is null && GroupsProblem is null && PictureProblem is null;
    }

    public NewCommunityOrder ToOrder() => new(ConnectionId!.Value, Name, Description, ApprovalRequired, [.. Groups], Picture, Intent);
}
