using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>How new groups come to be where they shall be.</summary>
/// <param name="Kind">The creation.</param>
/// <param name="LinkTo">The community to link each to afterwards, where none can be made inside.</param>
internal sealed record GroupPlace(ItemKind Kind, EstateNumber Number, (string Id, string Name)? LinkTo)
{
    /// <param name="communityId">Null for groups on their own.</param>
    public static Result<GroupPlace> Of(Estate estate, Guid connectionId, string? communityId, int count) =>
        communityId is null ? Alone(estate, connectionId) : Inside(estate, connectionId, communityId, count);

    /// <summary>The numbers that can create one there now.</summary>
    public static IReadOnlyList<EstateNumber> Creators(Estate estate, string? communityId) =>
        [.. estate.Numbers.Where(n => Of(estate, n.ConnectionId, communityId, count: 0).Succeeded)];

    private static Result<GroupPlace> Alone(Estate estate, Guid connectionId)
    {
        var number = CommunityFounder.Number(estate, connectionId, Capability.CreateGroup);
        return number.Succeeded ? new GroupPlace(ItemKind.CreateGroup, number.Value, LinkTo: null) : number.Failure;
    }

    private static Result<GroupPlace> Inside(Estate estate, Guid connectionId, string communityId, int count)
    {
        if (estate.FindCommunity(communityId) is not { } community)
        {
            return new NotThere("The community");
        }

        var room = Capacity.OfSubgroups(community, estate.Limits);
        if (room.Used + count > room.Limit)
        {
            return new InvalidInput(room.IsFull
                ? $"{community.Parent.Name} is full: {room.Used} of {room.Limit} groups."
                : $"{community.Parent.Name} has {room.Used} of {room.Limit} groups: {room.Limit - room.Used} more fit, not {count}.");
        }

        var direct = CommunityFounder.Number(estate, connectionId, Capability.CreateSubgroup);
        var number = direct.Succeeded ? direct : CommunityFounder.Number(estate, connectionId, Capability.CreateGroup);
        if (!number.Succeeded)
        {
            return number.Failure;
        }

        if (CommunityFounder.NotEntitled(estate, communityId, number.Value) is { } refusal)
        {
            return refusal;
        }

        if (direct.Succeeded)
        {
            return new GroupPlace(ItemKind.CreateSubgroup, number.Value, LinkTo: null);
        }

        // Where a group cannot be made inside, it is made beside and then linked.
        return number.Value.Capabilities.Can(Capability.LinkGroup)
            ? new GroupPlace(ItemKind.CreateGroup, number.Value, (communityId, community.Parent.Name))
            : new NoNumberCanAct(estate.WhyNot(number.Value, Capability.CreateSubgroup)!);
    }
}
