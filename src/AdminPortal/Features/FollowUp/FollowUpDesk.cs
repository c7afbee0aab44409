using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.FollowUp;

/// <summary>A number through which some of the chosen could be added again.</summary>
/// <param name="People">Of how many groups' people it is the other number.</param>
/// <param name="Trouble">Why it cannot; null when it can.</param>
public sealed record OtherNumber(Guid ConnectionId, string Name, int People, string? Trouble);

/// <summary>Moves people on who were wanted in a group: another number, approval, or an end with a reason.</summary>
public sealed class FollowUpDesk(
    IDbContextFactory<PortalDbContext> contexts,
    ActingNumbers numbers,
    OperationDesk operations,
    ApprovalDesk approvals,
    PlanForecaster forecaster,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    public const int MaxReason = 300;

    /// <summary>Our numbers that are in the groups concerned and have not tried yet, the ones that help most first.</summary>
    public async Task<Result<OtherNumber[]>> OthersAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = (await ChosenMembers.ReadAsync(db, ids, cancellationToken)).FindAll(c => ChosenMembers.WhyNot(c) is null);
        var found = new Dictionary<Guid, OtherNumber>();
        foreach (var group in chosen.GroupBy(c => c.GroupId, StringComparer.Ordinal))
        {
            foreach (var number in await numbers.InAsync(group.Key, cancellationToken))
            {
                var able = NumberRouting.Of(group.First().GroupName, [number], Capability.AddParticipants, await RoleToAddAsync(db, group.Key, cancellationToken)).Choose(null);
                var people = group.Count(g => g.ConnectionId != number.ConnectionId);
                if (people == 0)
                {
                    continue;
                }

                var before = found.GetValueOrDefault(number.ConnectionId);
                found[number.ConnectionId] = new OtherNumber(
                    number.ConnectionId, number.Name, (before?.People ?? 0) + (able.Succeeded ? people : 0), able.Succeeded || before is { Trouble: null } ? null : able.Failure.Message);
            }
        }

        return found.Count == 0
            ? new NobodyToFollowUp(chosen.Count == 0 ? "Nobody of them can be added now." : "No other number of ours is in the group.")
            : found.Values.OrderByDescending(n => n.People).ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase).ToArray();
    }

    /// <summary>Adds those of the chosen whom another number has tried, where this one may add.</summary>
    /// <param name="intent">Made once when the dialog opens.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    public async Task<Result<OperationTicket>> AddThroughAsync(
        Actor actor, IReadOnlyCollection<Guid> ids, Guid connectionId, Guid intent, CancellationToken cancellationToken, DateTimeOffset? startAt = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var intentKey = $"follow-up:add:{connectionId:N}:{intent:N}";
        if (await operations.FindAsync(intentKey, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var found = await AddsThroughAsync(ids, connectionId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var (items, where) = found.Value;
        var groups = items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).ToList();
        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.AddParticipants,
                $"Add {(items.Count == 1 ? items[0].Label : FormattableString.Invariant($"{items.Count:N0} people"))} to {where}",
                intentKey,
                Interactive: items.Count == 1,
                items,
                GroupId: groups.Count == 1 ? groups[0] : null,
                StartAt: startAt),
            cancellationToken);
    }

    /// <summary>What adding them through that number would cost. Changes nothing.</summary>
    public async Task<Result<PlanForecast>> ForecastThroughAsync(Actor actor, IReadOnlyCollection<Guid> ids, Guid connectionId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var found = await AddsThroughAsync(ids, connectionId, cancellationToken);
        return found.Succeeded
            ? await forecaster.ForecastAsync(actor, found.Value.Items, found.Value.Items.Count == 1, cancellationToken)
            : found.Failure;
    }

    private async Task<Result<Adds>> AddsThroughAsync(IReadOnlyCollection<Guid> ids, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = (await ChosenMembers.ReadAsync(db, ids, cancellationToken)).FindAll(c => ChosenMembers.WhyNot(c) is null && c.ConnectionId != connectionId);
        var items = new List<ItemDraft>();
        PortalFailure? trouble = null;
        foreach (var group in chosen.GroupBy(c => c.GroupId, StringComparer.Ordinal))
        {
            var number = (await numbers.InAsync(group.Key, cancellationToken)).Where(n => n.ConnectionId == connectionId).ToList();
            var able = number.Count == 0
                ? new NumberNotInGroup(group.First().GroupName)
                : NumberRouting.Of(group.First().GroupName, number, Capability.AddParticipants, await RoleToAddAsync(db, group.Key, cancellationToken)).Choose(null);
            if (able.Succeeded)
            {
                items.AddRange(group.Select(g => new ItemDraft(ItemKind.AddParticipant, connectionId, g.Label) { GroupId = g.GroupId, Participant = g.Participant }));
            }
            else
            {
                trouble = able.Failure;
            }
        }

        if (items.Count == 0)
        {
            return trouble ?? new NobodyToFollowUp("Nobody of them can be added through this number now.");
        }

        var groups = items.Select(i => i.GroupId).Distinct(StringComparer.Ordinal).ToList();
        return new Adds(items, groups.Count == 1 ? chosen.First(c => c.GroupId == groups[0]).GroupName : FormattableString.Invariant($"{groups.Count:N0} groups"));
    }

    /// <summary>Approves the requests of those who asked to join.</summary>
    /// <param name="startAt">Not before this time; null is after the seconds in which it can be taken back.</param>
    public async Task<Result<DecisionTicket>> ApproveAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken, DateTimeOffset? startAt = null)
    {
        if (!actor.Can(Permissions.DecideRequests))
        {
            return new NotAllowed(Permissions.DecideRequests);
        }

        var requests = await RequestsOfAsync(ids, cancellationToken);
        return requests.Count == 0
            ? new NobodyToFollowUp("None of them has a request that has been read.")
            : await approvals.DecideAsync(actor, requests, approve: true, note: null, cancellationToken, startAt: startAt);
    }

    /// <summary>What approving them would send. Changes nothing.</summary>
    public async Task<(DecisionPlan Plan, PlanForecast Forecast)> PlanApprovalAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var plan = await approvals.PlanAsync(await RequestsOfAsync(ids, cancellationToken), approve: true, through: null, cancellationToken);
        return (plan, await forecaster.ForecastAsync(actor, [.. plan.Items.Select(i => i.Draft)], plan.Interactive, cancellationToken));
    }

    private async Task<List<Guid>> RequestsOfAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await ChosenMembers.ReadAsync(db, ids, cancellationToken)).Where(c => c.State == WantedState.AskedToJoin).Select(c => c.RequestId).OfType<Guid>()];
    }

    /// <summary>Ends the following of people who are not in, with a reason that others can read. What is under way goes on.</summary>
    /// <returns>How many were closed.</returns>
    public async Task<Result<int>> CloseAsync(Actor actor, IReadOnlyCollection<Guid> ids, string? reason, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var why = reason?.Trim() ?? "";
        if (why.Length is 0 or > MaxReason)
        {
            return new InvalidInput(why.Length == 0 ? "Say why, so that others understand it later." : $"The reason may have at most {MaxReason} characters.", "reason");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        List<WantedMember> rows = [];
        foreach (var chunk in ids.Distinct().Chunk(500))
        {
            rows.AddRange(await db.WantedMembers
                .Where(w => chunk.Contains(w.Id) && w.State != WantedState.Joined && w.State != WantedState.Closed)
                .ToListAsync(cancellationToken));
        }

        if (rows.Count == 0)
        {
            return new NobodyToFollowUp("They are all over already.");
        }

        foreach (var row in rows)
        {
            (row.State, row.StateSince, row.Note, row.ClosedBy, row.ExpiresAt) = (WantedState.Closed, now, why, actor.Name, null);
            audit.Record(db, actor, "follow-up.closed", "group", row.GroupId, $"Closed the follow-up of {row.Label}: {why}", row.AddOperationId);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("One of these people");
        }

        foreach (var groupId in rows.Select(r => r.GroupId).Distinct(StringComparer.Ordinal))
        {
            feed.Publish(ChangeTopic.FollowUp, groupId);
        }

        return rows.Count;
    }

    /// <summary>
    /// Notes that somebody took the group's link for a person, to send it by hand. It is no invitation of ours and does not
    /// move them on: nobody knows whether it was sent.
    /// </summary>
    /// <returns>The link.</returns>
    public async Task<Result<string>> CopyLinkAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.WantedMembers.FirstOrDefaultAsync(w => w.Id == id && w.State != WantedState.Joined && w.State != WantedState.Closed, cancellationToken);
        var code = row is null ? null : await db.Groups.Where(g => g.Id == row.GroupId && g.GoneAt == null).Select(g => g.InviteCode).FirstOrDefaultAsync(cancellationToken);
        if (row is null || !InviteCode.TryParse(code, out var invite))
        {
            return row is null ? new NobodyToFollowUp("This is over already.") : new NotThere("The link of the group");
        }

        (row.LinkCopiedAt, row.LinkCopiedBy) = (time.GetUtcNow(), actor.Name);
        audit.Record(db, actor, "follow-up.link-copied", "group", row.GroupId, $"Copied the link of the group for {row.Label}, to send it by hand.", row.AddOperationId);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("This person");
        }

        feed.Publish(ChangeTopic.FollowUp, row.GroupId);
        return invite.Link.ToString();
    }

    private static async Task<MemberRole?> RoleToAddAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken) =>
        await db.Groups.Where(g => g.Id == groupId).Select(g => g.OnlyAdminsAdd).FirstOrDefaultAsync(cancellationToken) == false ? null : MemberRole.Admin;

    /// <param name="Where">The group by name, or how many.</param>
    private sealed record Adds(IReadOnlyList<ItemDraft> Items, string Where);
}
