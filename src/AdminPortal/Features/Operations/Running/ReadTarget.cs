namespace AdminPortal.Features.Operations.Running;

internal enum ReadTargetKind
{
    Group,
    /// <summary>The subgroups of a community.</summary>
    Links,
    Requests,
    /// <summary>The group list, in search of what a lost answer may have created.</summary>
    Creation,
    /// <summary>Nothing can be read that would tell.</summary>
    Nothing,
}

/// <summary>What has to be read to settle an item. Items with the same target are settled by one read.</summary>
/// <param name="Id">Group, community or item id.</param>
internal sealed record ReadTarget(ReadTargetKind Kind, string Id)
{
    public string Key => $"{Kind}:{Id}";

    public static ReadTarget Of(OperationItem item) => item.Kind switch
    {
        ItemKind.LinkGroup or ItemKind.UnlinkGroup when item.CommunityId is { } community => new(ReadTargetKind.Links, community),
        ItemKind.ApproveRequest or ItemKind.RejectRequest when item.GroupId is { } group => new(ReadTargetKind.Requests, group),
        ItemKind.CreateCommunity or ItemKind.CreateGroup or ItemKind.CreateSubgroup when item.GroupId is null => new(ReadTargetKind.Creation, item.Id.ToString()),
        ItemKind.SendText or ItemKind.SendInviteCard or ItemKind.SendGroupText or ItemKind.SendInviteLink => new(ReadTargetKind.Nothing, item.Id.ToString()),
        ItemKind.DeactivateCommunity or ItemKind.TransferOwnership when item.CommunityId is { } community => new(ReadTargetKind.Group, community),
        _ when item.GroupId is { } group => new(ReadTargetKind.Group, group),
        _ => new(ReadTargetKind.Nothing, item.Id.ToString()),
    };
}
