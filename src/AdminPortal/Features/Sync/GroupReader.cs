using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Reads from a gateway into the cache, within the number's budget. The only way by which facts about groups, members and
/// requests come into the database.
/// </summary>
public sealed class GroupReader
{
    private readonly GatewaySwitchboard _switchboard;
    private readonly PacingGovernor _pacing;
    private readonly ConnectionHealth _health;
    private readonly CacheWriter _cache;
    private readonly ListWriter _lists;
    private readonly ListedDetails _listed;
    private readonly DetailWriter _details;
    private readonly SubgroupWriter _subgroups;
    private readonly RequestWriter _requests;
    private readonly SuggestionWriter _suggestions;
    private readonly TimeProvider _time;

    internal GroupReader(
        GatewaySwitchboard switchboard,
        PacingGovernor pacing,
        ConnectionHealth health,
        CacheWriter cache,
        ListWriter lists,
        ListedDetails listed,
        DetailWriter details,
        SubgroupWriter subgroups,
        RequestWriter requests,
        SuggestionWriter suggestions,
        TimeProvider time)
    {
        (_switchboard, _pacing, _health, _cache, _time) = (switchboard, pacing, health, cache, time);
        (_lists, _listed, _details, _subgroups, _requests, _suggestions) = (lists, listed, details, subgroups, requests, suggestions);
    }

    /// <summary>Asks for the state of the session and keeps the answer.</summary>
    public async Task<GatewayResult<GatewaySession>> ReadSessionAsync(Guid connectionId, Lane lane, CancellationToken cancellationToken)
    {
        var gateway = await _switchboard.ConnectAsync(connectionId, _pacing.GateFor(connectionId, lane), cancellationToken);
        var result = gateway is null
            ? GatewayResult<GatewaySession>.Failed(Unconnectable)
            : await gateway.GetSessionAsync(cancellationToken);
        await _health.RecordSessionAsync(connectionId, result, cancellationToken);
        return result;
    }

    /// <summary>Which groups the number is in. Believed only when it does not shrink suspiciously.</summary>
    public async Task<ReadOutcome> ReadListAsync(Guid connectionId, Lane lane, CancellationToken cancellationToken)
    {
        IReadOnlyList<GroupListing> listed = [];
        var asked = DateTimeOffset.MinValue;
        var outcome = await ReadAsync(
            connectionId,
            lane,
            (gateway, token) => gateway.ListGroupsAsync(token),
            (listings, at, token) =>
            {
                (listed, asked) = (listings, at);
                return _lists.StoreAsync(connectionId, listings, at, token);
            },
            cancellationToken);
        if (outcome is ReadOutcome.Stored stored)
        {
            // Some gateways put everything into the list; then no group needs a call of its own.
            var changed = stored.Changed;
            IReadOnlyList<GroupDetail> details = [.. listed.Select(l => l.Detail).OfType<GroupDetail>()];
            foreach (var (detail, before) in await _listed.SiftAsync(connectionId, details, asked, cancellationToken))
            {
                switch ((await _details.StoreAsync(detail, new(connectionId, ReadingOrigin.List, asked), cancellationToken)).Outcome)
                {
                    case ReadOutcome.Stored { Changed: true }:
                        changed = true;
                        break;
                    case ReadOutcome.Stored:
                        _listed.Remember(connectionId, detail, before);
                        break;
                }
            }

            return new ReadOutcome.Stored(changed);
        }

        return outcome;
    }

    /// <summary>
    /// Detail and members. When only the members are suspicious the detail is stored all the same, and the outcome is
    /// <see cref="ReadOutcome.Quarantined"/>. Members that the gateway says it hides are no suspicion: counts are stored.
    /// </summary>
    public async Task<ReadOutcome> ReadGroupAsync(Guid connectionId, GroupId group, Lane lane, ReadingOrigin origin, CancellationToken cancellationToken)
    {
        string? unnamed = null;
        GroupDetail? shown = null;
        var outcome = await ReadAsync(
            connectionId,
            lane,
            (gateway, token) => gateway.GetGroupAsync(group, includeMembers: true, token),
            async (detail, at, token) =>
            {
                var stored = await _details.StoreAsync(detail, new(connectionId, origin, at), token);
                (unnamed, shown) = (stored.UnnamedCommunity, detail);
                return stored.Outcome;
            },
            cancellationToken);
        if (unnamed is not null)
        {
            var released = await ReadSubgroupsAsync(connectionId, CommunityId.Parse(unnamed), lane, origin, group.Value, cancellationToken);
            if (outcome is ReadOutcome.Stored { Changed: false } && released is ReadOutcome.Stored { Changed: true })
            {
                return released with { Shown = shown };
            }
        }

        if (outcome is ReadOutcome.Failed { Failure.Kind: GatewayFailureKind.NotFound or GatewayFailureKind.Forbidden })
        {
            await MarkUnreadableAsync(connectionId, group.Value, cancellationToken);
        }

        return outcome with { Shown = shown };
    }

    /// <summary>The code that a gateway named when our own reset made it, where no read shows it: the old one is dead.</summary>
    public Task StoreInviteAsync(string groupId, string code, CancellationToken cancellationToken) =>
        _cache.WriteAsync(
            async (write, token) =>
            {
                if (await write.Db.Groups.FirstOrDefaultAsync(g => g.Id == groupId && g.InviteCode != code, token) is { } group)
                {
                    group.InviteCode = code;
                    write.NoteGroup(groupId);
                    await write.SaveAsync(token);
                }

                return true;
            },
            cancellationToken);

    /// <summary>Waiting membership requests. Needs a number that is admin of the group.</summary>
    public Task<ReadOutcome> ReadRequestsAsync(Guid connectionId, GroupId group, Lane lane, ReadingOrigin origin, CancellationToken cancellationToken) =>
        ReadAsync(
            connectionId,
            lane,
            (gateway, token) => gateway.ListRequestsAsync(group, token),
            (listings, at, token) => _requests.StoreAsync(group, listings, new(connectionId, origin, at), token),
            cancellationToken);

    /// <summary>The groups of a community. A listed group is placed; a missing one only gets a reason to be read.</summary>
    public Task<ReadOutcome> ReadSubgroupsAsync(Guid connectionId, CommunityId community, Lane lane, ReadingOrigin origin, CancellationToken cancellationToken) =>
        ReadSubgroupsAsync(connectionId, community, lane, origin, unnamed: null, cancellationToken);

    /// <summary>Groups that members propose for a community. Needs a number that is admin of it.</summary>
    public Task<ReadOutcome> ReadSuggestionsAsync(Guid connectionId, CommunityId community, Lane lane, ReadingOrigin origin, CancellationToken cancellationToken) =>
        ReadAsync(
            connectionId,
            lane,
            (gateway, token) => gateway.ListSuggestionsAsync(community, token),
            (listings, at, token) => _suggestions.StoreAsync(community, listings, new(connectionId, origin, at), token),
            cancellationToken);

    /// <summary>Gives the schedule a reason to read one aspect soon. An earlier reason stands. Unknown groups are passed over.</summary>
    public Task MarkStaleAsync(Guid connectionId, string groupId, GroupAspect aspect, string reason, CancellationToken cancellationToken) =>
        _cache.WriteAsync(
            async (write, token) =>
            {
                if (await write.Db.Groups.AnyAsync(g => g.Id == groupId, token))
                {
                    (await GroupReadingSet.LoadAsync(write, groupId, token)).Stale(aspect, connectionId, reason);
                    await write.SaveAsync(token);
                }

                return true;
            },
            cancellationToken);

    private static GatewayFailure Unconnectable { get; } =
        new(GatewayFailureKind.SignedOut, "The number was removed, or its credentials cannot be read with the keys at hand. Set them again.");

    private async Task<ReadOutcome> ReadSubgroupsAsync(
        Guid connectionId,
        CommunityId community,
        Lane lane,
        ReadingOrigin origin,
        string? unnamed,
        CancellationToken cancellationToken)
    {
        var outcome = await ReadAsync(
            connectionId,
            lane,
            (gateway, token) => gateway.ListSubgroupsAsync(community, token),
            (listings, at, token) => _subgroups.StoreAsync(community, listings, new(connectionId, origin, at), unnamed, token),
            cancellationToken);
        if (unnamed is not null && outcome is ReadOutcome.Failed { Failure.Kind: GatewayFailureKind.NotFound })
        {
            await _subgroups.ReleaseAsync(community, unnamed, cancellationToken);
            return new ReadOutcome.Stored(Changed: true);
        }

        return outcome;
    }

    private async Task<ReadOutcome> ReadAsync<T>(
        Guid connectionId,
        Lane lane,
        Func<IWhatsAppGateway, CancellationToken, Task<GatewayResult<T>>> ask,
        Func<T, DateTimeOffset, CancellationToken, Task<ReadOutcome>> store,
        CancellationToken cancellationToken)
    {
        var gateway = await _switchboard.ConnectAsync(connectionId, _pacing.GateFor(connectionId, lane), cancellationToken);
        if (gateway is null)
        {
            await _health.RecordErrorAsync(connectionId, Unconnectable.Message, cancellationToken);
            return new ReadOutcome.Failed(Unconnectable);
        }

        var asked = _time.GetUtcNow();
        var result = await ask(gateway, cancellationToken);
        if (!result.Succeeded)
        {
            await RecordAsync(connectionId, result.Failure, cancellationToken);
            return new ReadOutcome.Failed(result.Failure);
        }

        // The call may have waited long for its turn; a value is as old as the request that fetched it.
        var at = result.Exchanges is [.., var last] ? last.At.ToUniversalTime() : asked;
        return await store(result.Value, at, cancellationToken);
    }

    private Task RecordAsync(Guid connectionId, GatewayFailure failure, CancellationToken cancellationToken) => failure.Kind switch
    {
        GatewayFailureKind.SignedOut =>
            _health.RecordSessionAsync(connectionId, GatewayResult<GatewaySession>.Failed(failure), cancellationToken),
        GatewayFailureKind.Unavailable or GatewayFailureKind.OutcomeUnknown or GatewayFailureKind.Unreadable =>
            _health.RecordErrorAsync(connectionId, failure.Message, cancellationToken),
        _ => Task.CompletedTask,
    };

    private Task MarkUnreadableAsync(Guid connectionId, string groupId, CancellationToken cancellationToken) =>
        _cache.WriteAsync(
            async (write, token) =>
            {
                var relation = await write.Db.GroupConnections.FirstOrDefaultAsync(r => r.GroupId == groupId && r.ConnectionId == connectionId, token);
                if (relation is { Readable: true })
                {
                    relation.Readable = false;
                    write.NoteGroup(groupId);
                    await write.SaveAsync(token);
                }

                return true;
            },
            cancellationToken);
}
