using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>Links and unlinks as steps of a plan that comes from recorded outcomes, or the reason why they are none.</summary>
/// <param name="subgroups">How many groups a community may have.</param>
internal sealed class StructureRules(WorldFacts facts, PlanDraft plan, int subgroups)
{
    /// <param name="item">Names the community; stands for the step where it is left out.</param>
    public void Link(OperationItem item, Group group)
    {
        var unlink = plan.UnlinkOf(group.Id);
        if (Objection(item, group) is { } objection)
        {
            plan.Leave(item, objection);
        }
        else if (facts.Group(item.CommunityId) is not { GoneAt: null, Kind: GroupKind.CommunityParent or GroupKind.Unknown } community)
        {
            plan.Leave(item, "The community is not there any more.");
        }
        else if (group.CommunityId == community.Id)
        {
            plan.Leave(item, "It is linked there already.");
        }
        else if (group.CommunityId is { } other && unlink is null)
        {
            plan.Leave(item, $"It is in {facts.NameOf(other)} now: somebody has moved it since.", "Move it on the board.");
        }
        else if (facts.IsUnderWay(ItemKind.LinkGroup, group.Id, participant: null))
        {
            plan.Leave(item, "It is being linked already.");
        }
        else if (facts.Subgroups(community.Id) + plan.NetLinks(community.Id) >= subgroups)
        {
            plan.Leave(item, $"{community.Name} has as many groups as it may have.", "Take a group out of it first.");
        }
        else if (NumberFor(item, group, community.Id, Capability.LinkGroup) is { } number)
        {
            plan.Send(new ItemDraft(ItemKind.LinkGroup, number, $"{group.Name} to {community.Name}") { GroupId = group.Id, CommunityId = community.Id, DependsOn = unlink });
        }
    }

    /// <inheritdoc cref="Link"/>
    public void Unlink(OperationItem item, Group group)
    {
        if (Objection(item, group) is { } objection)
        {
            plan.Leave(item, objection);
            return;
        }

        var community = item.CommunityId!;
        if (group.CommunityId != community)
        {
            plan.Leave(item, group.CommunityId is { } other ? $"It is in {facts.NameOf(other)} now: somebody has moved it since." : "It is in no community any more: somebody has unlinked it since.");
        }
        else if (facts.IsUnderWay(ItemKind.UnlinkGroup, group.Id, participant: null))
        {
            plan.Leave(item, "It is being unlinked already.");
        }
        else if (facts.Subgroups(community) + plan.NetLinks(community) <= 1)
        {
            plan.Leave(item, $"It is the last group of {facts.NameOf(community)} besides announcements: a community keeps at least one.", "Link another group there first.");
        }
        else if (NumberFor(item, group, community, Capability.UnlinkGroup) is { } number)
        {
            plan.Send(new ItemDraft(ItemKind.UnlinkGroup, number, $"{group.Name} from {facts.NameOf(community)}") { GroupId = group.Id, CommunityId = community });
            plan.Note("Who is in no other group of the community leaves its announcements when a group is unlinked.");
        }
    }

    private static string? Objection(OperationItem item, Group group) => (item.CommunityId, group.Kind) switch
    {
        (null, _) => "Which community it is about is not named.",
        (_, GroupKind.Announcement) => "The announcement group can be neither linked nor unlinked.",
        (_, GroupKind.CommunityParent) => "It is a community itself.",
        _ => null,
    };

    /// <summary>The number must be admin of the group and of the community.</summary>
    private Guid? NumberFor(OperationItem item, Group group, string community, Capability capability)
    {
        var entitled = facts.NumbersIn(community).Where(n => n.Role is null or >= MemberRole.Admin).Select(n => n.ConnectionId).ToHashSet();
        if (!facts.NumbersIn(group.Id).Any(n => entitled.Contains(n.ConnectionId)))
        {
            plan.Leave(item, "None of our numbers is admin of both the group and the community.", "Make one of our numbers admin of both.");
            return null;
        }

        var chosen = facts.Choose(group.Id, item.ConnectionId, [capability], MemberRole.Admin, entitled);
        if (!chosen.Succeeded)
        {
            plan.Leave(item, chosen.Failure.Message);
        }

        return chosen.Value?.ConnectionId;
    }
}
