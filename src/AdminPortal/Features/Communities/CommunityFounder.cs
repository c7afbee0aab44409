using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;

namespace AdminPortal.Features.Communities;

/// <summary>Submits new communities and groups. What shall be linked to them follows when a read has shown that they exist.</summary>
public sealed class CommunityFounder(CommunityDirectory directory, GroupText text, OperationDesk operations)
{
    /// <summary><see cref="PortalFailure.Field"/> of refused first members.</summary>
    public const string ParticipantsField = "participants";

    /// <summary><see cref="PortalFailure.Field"/> of refused groups to link.</summary>
    public const string GroupsField = "groups";

    public async Task<Result<OperationTicket>> CreateCommunityAsync(Actor actor, NewCommunityOrder order, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var (name, description) = (text.NewName(order.Name), text.Description(order.Description));
        if ((name.Failure ?? description.Failure) is { } wrong)
        {
            return wrong;
        }

        Picture? picture = null;
        if (order.Picture is not null)
        {
            var read = GroupPicture.From(order.Picture);
            if (!read.Succeeded)
            {
                return read.Failure;
            }

            picture = read.Value;
        }

        var estate = await directory.ReadAsync(cancellationToken);
        var number = Number(estate, order.ConnectionId, Capability.CreateCommunity);
        if (!number.Succeeded)
        {
            return number.Failure;
        }

        var groups = order.Groups.Distinct(StringComparer.Ordinal).ToList();
        if (ObjectionTo(estate, groups, order.ConnectionId) is { } objection)
        {
            return objection;
        }

        var payload = new NewCommunityPayload(name.Value!, Empty(description.Value), order.ApprovalRequired, picture?.Content, picture?.ContentType);
        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.CreateCommunity,
                groups.Count == 0 ? $"Create community {name.Value}" : $"Create community {name.Value} with {OutlineWords.Count(groups.Count, "group")}",
                $"community:new:{order.Intent:N}",
                Interactive: true,
                [
                    new ItemDraft(ItemKind.CreateCommunity, order.ConnectionId, name.Value!) { Payload = ItemPayload.Write(payload) },
                    .. groups.Select(id => new ItemDraft(ItemKind.LinkGroup, order.ConnectionId, $"{estate.Find(id)!.Name} to {name.Value}") { GroupId = id, DependsOn = 1 }),
                ]),
            cancellationToken);
    }

    public async Task<Result<OperationTicket>> CreateGroupAsync(Actor actor, NewGroupOrder order, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var (name, description, people) = (text.NewName(order.Name), text.Description(order.Description), FirstMembers.Read(order.Participants, text.Limits.GroupMembers - 1));
        if ((name.Failure ?? description.Failure ?? people.Failure) is { } wrong)
        {
            return wrong;
        }

        var estate = await directory.ReadAsync(cancellationToken);
        var payload = ItemPayload.Write(new NewGroupPayload(name.Value!, Empty(description.Value), people.Value!, order.Settings));
        var items = order.CommunityId is null ? Alone(estate, order, name.Value!, payload) : Inside(estate, order, order.CommunityId, name.Value!, payload);
        return items.Succeeded
            ? await operations.SubmitAsync(
                actor,
                new OperationDraft(
                    OperationKind.CreateGroup,
                    order.CommunityId is null ? $"Create group {name.Value}" : $"Create group {name.Value} in {estate.NameOf(order.CommunityId)}",
                    $"group:new:{order.Intent:N}",
                    Interactive: true,
                    items.Value,
                    order.CommunityId),
                cancellationToken)
            : items.Failure;
    }

    /// <summary>A number that can create such a thing now, or why none can.</summary>
    /// <param name="communityId">Where; null for anywhere.</param>
    public static Result<EstateNumber> Creator(Estate estate, Capability capability, string? communityId = null)
    {
        Result<EstateNumber>? first = null;
        foreach (var candidate in estate.Numbers)
        {
            var number = Number(estate, candidate.ConnectionId, capability);
            var result = number.Succeeded && communityId is not null && NotEntitled(estate, communityId, number.Value) is { } refusal ? refusal : number;
            if (result.Succeeded)
            {
                return result;
            }

            first ??= result;
        }

        return first ?? new NoNumberCanAct("No number is connected.");
    }

    private static Result<IReadOnlyList<ItemDraft>> Alone(Estate estate, NewGroupOrder order, string name, string payload)
    {
        var number = Number(estate, order.ConnectionId, Capability.CreateGroup);
        return number.Succeeded ? new List<ItemDraft> { new(ItemKind.CreateGroup, order.ConnectionId, name) { Payload = payload } } : number.Failure;
    }

    private static Result<IReadOnlyList<ItemDraft>> Inside(Estate estate, NewGroupOrder order, string communityId, string name, string payload)
    {
        if (estate.FindCommunity(communityId) is not { } community)
        {
            return new NotThere("The community");
        }

        if (Capacity.OfSubgroups(community, estate.Limits).IsFull)
        {
            return new InvalidInput($"{community.Parent.Name} is full: {community.Subgroups.Count} of {estate.Limits.Subgroups} groups.");
        }

        var direct = Number(estate, order.ConnectionId, Capability.CreateSubgroup);
        var number = direct.Succeeded ? direct : Number(estate, order.ConnectionId, Capability.CreateGroup);
        if (!number.Succeeded)
        {
            return number.Failure;
        }

        if (NotEntitled(estate, communityId, number.Value) is { } refusal)
        {
            return refusal;
        }

        if (direct.Succeeded)
        {
            return new List<ItemDraft> { new(ItemKind.CreateSubgroup, order.ConnectionId, name) { CommunityId = communityId, Payload = payload } };
        }

        // Where a group cannot be made inside, it is made beside and then linked.
        return number.Value.Capabilities.Can(Capability.LinkGroup)
            ? new List<ItemDraft>
            {
                new(ItemKind.CreateGroup, order.ConnectionId, name) { Payload = payload },
                new(ItemKind.LinkGroup, order.ConnectionId, $"{name} to {community.Parent.Name}") { CommunityId = communityId, DependsOn = 1 },
            }
            : new NoNumberCanAct($"{number.Value.Name} {number.Value.Capabilities[Capability.CreateSubgroup].Reason}.");
    }

    private static NoNumberCanAct? NotEntitled(Estate estate, string communityId, EstateNumber number)
    {
        var (name, inside) = (estate.NameOf(communityId), estate.Find(communityId)?.Numbers.FirstOrDefault(n => n.ConnectionId == number.ConnectionId));
        return inside is null ? new NoNumberCanAct($"{number.Name} is not in {name}.")
            : inside.Role is MemberRole.Member ? new NoNumberCanAct($"{number.Name} is no admin of {name}.")
            : null;
    }

    private static Result<EstateNumber> Number(Estate estate, Guid connectionId, Capability capability)
    {
        if (estate.Numbers.FirstOrDefault(n => n.ConnectionId == connectionId) is not { } number)
        {
            return new NotThere("The number");
        }

        return number.Trouble is { } trouble ? new NoNumberCanAct(trouble)
            : number.Capabilities.Can(capability) ? number
            : new NoNumberCanAct($"{number.Name} {number.Capabilities[capability].Reason}.");
    }

    private static InvalidInput? ObjectionTo(Estate estate, List<string> groups, Guid connectionId)
    {
        if (groups.Count > estate.Limits.Subgroups)
        {
            return new InvalidInput($"A community takes {estate.Limits.Subgroups} groups; {groups.Count} are chosen.", GroupsField);
        }

        var candidates = groups.Count == 0 ? [] : LinkCandidate.Of(estate, connectionId).ToDictionary(c => c.Node.Id, StringComparer.Ordinal);
        foreach (var id in groups)
        {
            if (!candidates.TryGetValue(id, out var candidate))
            {
                return new InvalidInput("A chosen group is not there any more.", GroupsField);
            }

            if (candidate.Blocked is { } blocked)
            {
                return new InvalidInput($"{candidate.Node.Name}: {blocked}.", GroupsField);
            }
        }

        return null;
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
