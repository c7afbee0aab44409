using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Where a group stands in the structure of communities. Some gateways do not mark the parent itself: it is known because its
/// announcement group and subgroups name it.
/// </summary>
internal static class CommunityFacts
{
    /// <returns>The community that the cache has for the group and this answer does not name, which proves nothing by itself; else null.</returns>
    public static async Task<string?> ApplyAsync(CacheWrite write, Group group, GroupDetail detail, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var community = detail.Community?.Value;
        switch (detail.Kind)
        {
            case GroupKind.CommunityParent:
                (group.Kind, group.CommunityId) = (GroupKind.CommunityParent, null);
                return null;
            case GroupKind.Announcement or GroupKind.Subgroup:
                (group.Kind, group.CommunityId) = (detail.Kind, community ?? group.CommunityId);
                break;
            case GroupKind.Unknown when community is not null:
                (group.Kind, group.CommunityId) = (GroupKind.Subgroup, community);
                break;
            case GroupKind.Standalone:
                var isNamed = await IsNamedAsync(write.Db, group.Id, cancellationToken);
                (group.Kind, group.CommunityId) = (isNamed ? GroupKind.CommunityParent : GroupKind.Standalone, null);
                group.HiddenInCommunity = false;
                return null;
            default:
                if (group.Kind == GroupKind.Unknown && await IsNamedAsync(write.Db, group.Id, cancellationToken))
                {
                    group.Kind = GroupKind.CommunityParent;
                }

                return group.CommunityId;
        }

        if (group.CommunityId is { } parentId)
        {
            await EnsureParentAsync(write, parentId, detail.Kind == GroupKind.Announcement ? detail.Name : GroupNames.Unreadable, at, cancellationToken);
        }

        return null;
    }

    /// <param name="nameWhenUnlisted">Shown until a read of the parent itself tells its name.</param>
    public static async Task<Group> EnsureParentAsync(CacheWrite write, string parentId, string nameWhenUnlisted, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var parent = await write.Db.Groups.FirstOrDefaultAsync(g => g.Id == parentId, cancellationToken);
        if (parent is null)
        {
            parent = GroupNames.New(parentId, nameWhenUnlisted, at);
            write.Db.Groups.Add(parent);
        }

        if (parent.Kind != GroupKind.CommunityParent)
        {
            (parent.Kind, parent.CommunityId) = (GroupKind.CommunityParent, null);
            write.NoteGroup(parentId);
        }

        return parent;
    }

    private static Task<bool> IsNamedAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken) =>
        db.Groups.AnyAsync(g => g.CommunityId == groupId && g.GoneAt == null, cancellationToken);
}
