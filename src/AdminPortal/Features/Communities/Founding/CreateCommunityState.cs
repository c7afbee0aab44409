using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What has been entered for new communities.</summary>
public sealed class CreateCommunityState : CreationState
{
    public CreateCommunityState(GroupText text)
        : base(text) => Naming.Count = 5;

    public bool ApprovalRequired { get; set; }

    /// <summary>Ids of groups to link.</summary>
    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<LinkCandidate> Candidates { get; private set; } = [];

    public string? GroupsProblem =>
        Naming.IsSeries && Groups.Count > 0 ? "A group belongs to one community: link groups to a single new one."
        : Groups.Count > Limits.Subgroups ? $"A community takes {Limits.Subgroups} groups; {Groups.Count} are chosen."
        : null;

    /// <summary>Its people are those of the announcement group, which only the list of its groups names.</summary>
    public override string? WhyNoPeople => base.WhyNoPeople ?? Why(Capability.ListSubgroups);

    protected override PeopleLimit MostPeople => PeopleLimit.OfCommunity(Limits);

    protected override bool IsComplete => GroupsProblem is null;

    /// <summary>The estate was read anew: choices that are gone or cannot be linked any more are dropped.</summary>
    public void Show(Estate estate)
    {
        Numbers = [.. estate.Numbers.Where(n => n.Trouble is null && n.Capabilities.Can(Capability.CreateCommunity))];
        ConnectionId = Number?.ConnectionId ?? Ablest;
        Candidates = LinkCandidate.Of(estate, ConnectionId);
        var free = Candidates.Where(c => c.Blocked is null).Select(c => c.Node.Id).ToHashSet(StringComparer.Ordinal);
        Groups.RemoveWhere(id => !free.Contains(id));
    }

    public void ActThrough(Guid? connectionId, Estate estate)
    {
        ConnectionId = connectionId;
        Show(estate);
    }

    public override CreationOrder ToOrder() =>
        Complete(new NewCommunityOrder(ConnectionId!.Value, Naming.Pattern, Description, ApprovalRequired, [.. Groups], Picture: null, Intent));
}
