using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>Asks the gateway for what an event points to. What cannot be asked now is noted, and the schedule asks.</summary>
internal sealed class WebhookFollowUp(
    IDbContextFactory<PortalDbContext> contexts,
    GroupReader reader,
    GatewayCatalog catalog,
    CacheWriter cache,
    ReadingAges ages,
    TimeProvider time)
{
    private const string Reason = "An event said that something changed.";

    /// <summary>Pairs of phone and LID that events show. Who is shown by one id alone is learned when the group is read.</summary>
    public async Task LearnAsync(Connection number, IReadOnlyList<SeenPerson> people, CancellationToken cancellationToken)
    {
        var pairs = people.Select(p => Sighting.Of(p.Id, p.Phone, p.Lid, p.Name)).Where(s => s.IsPair).Distinct().ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        await cache.WriteAsync(
            async (write, token) =>
            {
                await IdentityGraph.ResolveAsync(write, pairs, $"an event, by {number.Name}", time.GetUtcNow(), token);
                await write.SaveAsync(token);
                return true;
            },
            cancellationToken);
    }

    /// <param name="receivedAt">When the last event that says so came: what was read since then needs no other look.</param>
    public async Task FollowAsync(Connection number, WebhookHint hint, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        switch (hint)
        {
            case WebhookHint.Session when number.StoppedReason is null:
                await reader.ReadSessionAsync(number.Id, Lane.Background, cancellationToken);
                break;
            case WebhookHint.GroupList when MayAsk(number):
                await reader.ReadListAsync(number.Id, Lane.Background, cancellationToken);
                break;
            case WebhookHint.Group(var group):
                await ReadGroupAsync(number, group, receivedAt, cancellationToken);
                break;
            case WebhookHint.Requests(var group):
                await ReadRequestsAsync(number, group, receivedAt, cancellationToken);
                break;
        }
    }

    private async Task<bool> CanAsync(Connection number, Capability capability, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await ConnectionCapability.EffectiveAsync(db, number.Id, catalog[number.Kind].Capabilities, cancellationToken)).Can(capability);
    }

    private bool MayAsk(Connection number) => number.IsUsable && !(number.PausedUntil > time.GetUtcNow());

    private async Task ReadGroupAsync(Connection number, GroupId group, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (await FindAsync(number.Id, group.Value, GroupAspect.Detail, cancellationToken) is not { } known)
        {
            // The number has just come into it. The list brings it, and the schedule reads it first.
            await FollowAsync(number, new WebhookHint.GroupList(), receivedAt, cancellationToken);
            return;
        }

        if (!(known.ReadAt > receivedAt)
            && (!MayAsk(number)
                || await reader.ReadGroupAsync(number.Id, group, Lane.Background, ReadingOrigin.Webhook, cancellationToken) is ReadOutcome.Failed))
        {
            await reader.MarkStaleAsync(number.Id, group.Value, GroupAspect.Detail, Reason, cancellationToken);
        }
    }

    private async Task ReadRequestsAsync(Connection number, GroupId group, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (await FindAsync(number.Id, group.Value, GroupAspect.Requests, cancellationToken) is not { Role: >= MemberRole.Admin } known
            || known.ReadAt > receivedAt
            || !await CanAsync(number, Capability.ListMembershipRequests, cancellationToken))
        {
            return;
        }

        if (!MayAsk(number)
            || await reader.ReadRequestsAsync(number.Id, group, Lane.Background, ReadingOrigin.Webhook, cancellationToken) is ReadOutcome.Failed)
        {
            await reader.MarkStaleAsync(number.Id, group.Value, GroupAspect.Requests, Reason, cancellationToken);
        }
    }

    /// <returns>Null when the number is not in the group, as far as we know.</returns>
    private async Task<KnownGroup?> FindAsync(Guid connectionId, string groupId, GroupAspect aspect, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.GroupConnections.AsNoTracking()
            .Where(r => r.ConnectionId == connectionId && r.GroupId == groupId && r.GoneAt == null)
            .Select(r => new
            {
                r.Role,
                At = db.GroupReadings.Where(x => x.GroupId == groupId && x.Aspect == aspect).Select(x => x.At).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        return known is null ? null : new KnownGroup(known.Role, ages.At(groupId, aspect, known.At));
    }

    private sealed record KnownGroup(MemberRole? Role, DateTimeOffset? ReadAt);
}
