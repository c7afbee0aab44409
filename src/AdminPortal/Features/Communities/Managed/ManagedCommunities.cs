using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Communities.Managed;

/// <summary>The group cannot be arranged here.</summary>
public sealed record NotArrangeable(string Message) : PortalFailure(Message);

/// <summary>Arranges groups under communities that exist only here. Nothing is sent to anybody, so all of it holds at once.</summary>
public sealed class ManagedCommunities(IDbContextFactory<PortalDbContext> contexts, GroupText text, AuditTrail audit, ChangeFeed feed, TimeProvider time)
{
    private const int MaxGroups = 500;

    /// <param name="groupIds">What it begins with: all of them, or there is no community.</param>
    /// <returns>Its id in the estate.</returns>
    public async Task<Result<string>> CreateAsync(Actor actor, string? name, IReadOnlyCollection<string> groupIds, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var clean = text.Rename(name);
        if (!clean.Succeeded)
        {
            return clean.Failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var community = new ManagedCommunity
        {
            Name = clean.Value,
            NameSearch = SearchText.Normalise(clean.Value),
            CreatedBy = actor.Name,
            CreatedAt = time.GetUtcNow(),
        };
        db.ManagedCommunities.Add(community);
        Record(db, actor, "created", community, $"{community.Name} is kept here as a community.");
        var placed = await ArrangeAsync(db, actor, community, groupIds, cancellationToken);
        if (!placed.Succeeded)
        {
            return placed.Failure;
        }

        await db.SaveChangesAsync(cancellationToken);
        Tell(placed.Value);
        return Told(ManagedCommunity.IdOf(community.Id));
    }

    public Task<Result<string>> RenameAsync(Actor actor, string id, string? name, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        id,
        (db, community) =>
        {
            var clean = text.Rename(name);
            if (clean.Succeeded)
            {
                var before = community.Name;
                (community.Name, community.NameSearch) = (clean.Value, SearchText.Normalise(clean.Value));
                Record(db, actor, "renamed", community, $"{before} is called {clean.Value} now.");
            }

            return Task.FromResult(clean.Failure);
        },
        cancellationToken);

    /// <summary>The groups stay as they are, in no community.</summary>
    public Task<Result<string>> DissolveAsync(Actor actor, string id, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        id,
        async (db, community) =>
        {
            db.ManagedGroups.RemoveRange(await db.ManagedGroups.Where(g => g.CommunityId == community.Id).ToListAsync(cancellationToken));
            db.ManagedCommunities.Remove(community);
            Record(db, actor, "dissolved", community, $"{community.Name} is no longer kept here; its groups stay.");
            return null;
        },
        cancellationToken);

    /// <summary>Puts groups into a community kept here, or out of any.</summary>
    /// <param name="id">Null takes them out.</param>
    /// <returns>How many changed their place.</returns>
    public async Task<Result<int>> PlaceAsync(Actor actor, string? id, IReadOnlyCollection<string> groupIds, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var community = id is null ? null : await FindAsync(db, id, cancellationToken);
        if (id is not null && community is null)
        {
            return new NotThere("The community");
        }

        var placed = await ArrangeAsync(db, actor, community, groupIds, cancellationToken);
        if (!placed.Succeeded)
        {
            return placed.Failure;
        }

        await db.SaveChangesAsync(cancellationToken);
        Tell(placed.Value);
        return placed.Value.Count;
    }

    /// <summary>Marks the group that announcements go to.</summary>
    /// <param name="groupId">One of its groups; null for none.</param>
    public Task<Result<string>> MarkAsync(Actor actor, string id, string? groupId, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        id,
        async (db, community) =>
        {
            var places = await db.ManagedGroups.Where(g => g.CommunityId == community.Id).ToListAsync(cancellationToken);
            if (groupId is not null && places.TrueForAll(p => p.GroupId != groupId))
            {
                return new NotThere("The group");
            }

            places.ForEach(p => p.IsAnnouncement = p.GroupId == groupId);
            Record(db, actor, "marked", community, groupId is null ? $"{community.Name} has no group for announcements." : $"Announcements of {community.Name} go to {groupId}.");
            return null;
        },
        cancellationToken);

    /// <summary>In the caller's save.</summary>
    /// <returns>The groups that change their place.</returns>
    private async Task<Result<IReadOnlyList<string>>> ArrangeAsync(
        PortalDbContext db, Actor actor, ManagedCommunity? community, IReadOnlyCollection<string> groupIds, CancellationToken cancellationToken)
    {
        if (groupIds.Count > MaxGroups)
        {
            return new InvalidInput($"At most {MaxGroups:N0} groups at a time.");
        }

        var groups = await db.Groups.AsNoTracking()
            .Where(g => groupIds.Contains(g.Id) && g.GoneAt == null)
            .Select(g => new { g.Id, g.Name, g.Kind, g.CommunityId })
            .ToListAsync(cancellationToken);
        if (community is not null && groups.FirstOrDefault(g => g.CommunityId is not null || g.Kind is GroupKind.CommunityParent or GroupKind.Announcement) is { } real)
        {
            return new NotArrangeable($"{ShownName.Of(real.Name)} belongs to a community of WhatsApp's: take it out there first.");
        }

        var ids = groups.Select(g => g.Id).ToList();
        var places = await db.ManagedGroups.Where(g => ids.Contains(g.GroupId)).ToDictionaryAsync(g => g.GroupId, cancellationToken);
        List<string> changed = [];
        foreach (var group in groups)
        {
            var place = places.GetValueOrDefault(group.Id);
            if (place?.CommunityId == community?.Id)
            {
                continue;
            }

            changed.Add(group.Id);
            if (community is null)
            {
                db.ManagedGroups.Remove(place!);
            }
            else if (place is null)
            {
                db.ManagedGroups.Add(new ManagedGroup { GroupId = group.Id, CommunityId = community.Id });
            }
            else
            {
                (place.CommunityId, place.IsAnnouncement) = (community.Id, false);
            }

            audit.Record(
                db, actor, "community.kept.arranged", "group", group.Id, community is null ? "Taken out of the community kept here." : $"Put into {community.Name}, a community kept here.");
        }

        return changed;
    }

    private async Task<Result<string>> ChangeAsync(
        Actor actor, string id, Func<PortalDbContext, ManagedCommunity, Task<PortalFailure?>> change, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is not { } community)
        {
            return new NotThere("The community");
        }

        if (await change(db, community) is { } refused)
        {
            return refused;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("The community");
        }

        return Told(id);
    }

    private static async Task<ManagedCommunity?> FindAsync(PortalDbContext db, string id, CancellationToken cancellationToken) =>
        ManagedCommunity.Parse(id) is { } key ? await db.ManagedCommunities.FirstOrDefaultAsync(c => c.Id == key, cancellationToken) : null;

    private void Record(PortalDbContext db, Actor actor, string verb, ManagedCommunity community, string sentence) =>
        audit.Record(db, actor, $"community.kept.{verb}", "group", ManagedCommunity.IdOf(community.Id), sentence);

    private void Tell(IEnumerable<string> groups)
    {
        foreach (var group in groups)
        {
            feed.Publish(ChangeTopic.Groups, group);
        }
    }

    private string Told(string id)
    {
        feed.Publish(ChangeTopic.Groups, id);
        return id;
    }
}
