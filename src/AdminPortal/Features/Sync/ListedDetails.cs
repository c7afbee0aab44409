using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AdminPortal.Data;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Some gateways put every group with all its members into the list, and the list is read every few minutes. What such a list
/// says again, word for word, about a group whose rows nobody has touched since it was last compared needs no comparing: a few
/// queries for the whole list instead of a dozen for each group. Kept in memory: after a restart everything is compared again.
/// </summary>
internal sealed class ListedDetails(IDbContextFactory<PortalDbContext> contexts, ReadingAges ages)
{
    private const int GroupsPerQuery = 400;

    private readonly ConcurrentDictionary<(Guid Connection, string Group), Compared> _compared = new();

    /// <summary>Confirms what is as it was compared before.</summary>
    /// <returns>The others, each with the state of its rows now, for <see cref="Remember"/>.</returns>
    public async Task<IReadOnlyList<(GroupDetail Detail, Compared Now)>> SiftAsync(
        Guid connectionId, IReadOnlyList<GroupDetail> details, DateTimeOffset at, CancellationToken cancellationToken)
    {
        List<(GroupDetail, Compared)> others = [];
        foreach (var chunk in details.Chunk(GroupsPerQuery))
        {
            var rows = await RowsAsync(connectionId, [.. chunk.Select(d => d.Id.Value)], cancellationToken);
            foreach (var detail in chunk)
            {
                var now = new Compared(PrintOf(detail), rows.GetValueOrDefault(detail.Id.Value));
                if (now.Rows is { } current && _compared.GetValueOrDefault((connectionId, detail.Id.Value)) == now)
                {
                    Confirm(detail.Id.Value, current, new LastRead(at, ReadingOrigin.List, connectionId));
                }
                else
                {
                    others.Add((detail, now));
                }
            }
        }

        return others;
    }

    /// <summary>
    /// It was compared, and nothing differed. The state is that of before the comparison: whoever changed the rows meanwhile
    /// makes them differ from it, and they are compared again.
    /// </summary>
    public void Remember(Guid connectionId, GroupDetail detail, Compared before) => _compared[(connectionId, detail.Id.Value)] = before;

    private void Confirm(string groupId, RowState rows, LastRead read)
    {
        foreach (var (aspect, reading) in new[] { (GroupAspect.Detail, rows.Detail), (GroupAspect.Members, rows.Members) })
        {
            if (reading is { At: { } stored, Suspicion: null } && !(ages.At(groupId, aspect, stored) > read.At))
            {
                ages.Stands(groupId, aspect, stored, read);
            }
        }
    }

    private async Task<Dictionary<string, RowState>> RowsAsync(Guid connectionId, string[] ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var relations = await (
            from relation in db.GroupConnections.AsNoTracking()
            join g in db.Groups on relation.GroupId equals g.Id
            where relation.ConnectionId == connectionId && ids.Contains(relation.GroupId)
            select new { g.Id, g.Version, relation.Role, relation.Readable, relation.GoneAt }).ToListAsync(cancellationToken);
        var readings = (await db.GroupReadings.AsNoTracking()
                .Where(r => ids.Contains(r.GroupId) && (r.Aspect == GroupAspect.Detail || r.Aspect == GroupAspect.Members))
                .ToListAsync(cancellationToken))
            .ToDictionary(r => (r.GroupId, r.Aspect), r => new ReadingState(r.At, r.Suspicion, r.StaleReason));
        return relations
            .Select(r => (r.Id, State: new RowState(
                r.Version,
                r.Role,
                r.Readable,
                r.GoneAt,
                readings.GetValueOrDefault((r.Id, GroupAspect.Detail)),
                readings.GetValueOrDefault((r.Id, GroupAspect.Members)))))
            // What somebody wants to be read is compared in any case.
            .Where(r => r.State is { Detail: not null, Detail.StaleReason: null, Members.StaleReason: null })
            .ToDictionary(r => r.Id, r => r.State);
    }

    private static string PrintOf(GroupDetail detail)
    {
        var text = new StringBuilder((detail with { Picture = null, Members = null }).ToString()).Append('\n').Append(detail.Invite?.Value);
        foreach (var member in detail.Members ?? [])
        {
            text.Append('\n').Append(member);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>What was listed, and the rows with which it was compared.</summary>
    internal sealed record Compared(string Print, RowState? Rows);

    internal sealed record RowState(Guid Version, MemberRole? Role, bool Readable, DateTimeOffset? GoneAt, ReadingState? Detail, ReadingState? Members);

    internal sealed record ReadingState(DateTimeOffset? At, string? Suspicion, string? StaleReason);
}
