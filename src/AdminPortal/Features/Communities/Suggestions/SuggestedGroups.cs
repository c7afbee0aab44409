using AdminPortal.Data;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Identities;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Communities.Suggestions;

/// <summary>A group that a member proposes for a community.</summary>
/// <param name="SuggestedById">The person, where we know them.</param>
/// <param name="SuggestedBy">Their name, number or "hidden number"; null when the gateway does not say.</param>
/// <param name="Exists">The group exists already; null when the gateway does not say.</param>
/// <param name="At">When it was proposed, else when this console first saw it.</param>
public sealed record SuggestedGroup(string GroupId, string Name, string? Description, Guid? SuggestedById, string? SuggestedBy, int? Members, bool? Exists, DateTimeOffset At);

/// <summary>Reads which groups wait for a place in a community, from the local database only.</summary>
public sealed class SuggestedGroups(IDbContextFactory<PortalDbContext> contexts)
{
    /// <returns>The oldest first, without those that have their place by now.</returns>
    public async Task<IReadOnlyList<SuggestedGroup>> OfAsync(string communityId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.GroupSuggestions.AsNoTracking()
            .Where(s => s.CommunityId == communityId && !db.Groups.Any(g => g.Id == s.GroupId && g.CommunityId == communityId))
            .OrderBy(s => s.SuggestedAt ?? s.FirstSeenAt).ThenBy(s => s.GroupId)
            .ToListAsync(cancellationToken);
        var keys = rows.Select(r => r.SuggestedByKey).OfType<string>().Distinct().ToList();
        var people = await db.People.AsNoTracking()
            .Where(p => keys.Contains(p.PhoneKey!) || keys.Contains(p.LidKey!))
            .Select(p => new { p.Id, p.Name, p.PhoneKey, p.LidKey })
            .ToListAsync(cancellationToken);
        return
        [
            .. from row in rows
               let person = row.SuggestedByKey is { } key ? people.Find(p => p.PhoneKey == key || p.LidKey == key) : null
               select new SuggestedGroup(
                   row.GroupId,
                   ShownName.Of(row.Name),
                   row.Description,
                   person?.Id,
                   person is null ? NameOf(row.SuggestedByKey) : PersonWords.Of(person.Name, person.PhoneKey, person.LidKey).Name,
                   row.MemberCount,
                   row.Exists,
                   row.SuggestedAt ?? row.FirstSeenAt),
        ];
    }

    private static string? NameOf(string? key) =>
        ParticipantId.TryParse(key, out var id) ? PersonWords.Of(name: null, id.Kind == ParticipantIdKind.Phone ? id.Key : null, id.Key).Name : null;
}
