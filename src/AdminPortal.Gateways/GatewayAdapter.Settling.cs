using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways;

/// <summary>What adapters have in common where one call of the port takes several requests, or its answer has to be looked up.</summary>
internal abstract partial class GatewayAdapter
{
    /// <summary>
    /// One request per target. What <paramref name="send"/> throws before anything was done fails the call; later it is the
    /// outcome of its target and nothing more is sent, because what was done before must not be lost with it.
    /// </summary>
    protected static async Task<IReadOnlyList<TargetOutcome<T>>> EachAsync<T>(IReadOnlyList<T> targets, Func<T, Task<TargetOutcome<T>>> send)
    {
        var outcomes = new List<TargetOutcome<T>>(targets.Count);
        GatewayFailure? stopped = null;
        foreach (var target in targets)
        {
            if (stopped is not null)
            {
                outcomes.Add(new TargetOutcome<T>(target, TargetVerdict.Refused, Detail: $"Not sent, because of the one before: {stopped.Message}"));
                continue;
            }

            try
            {
                outcomes.Add(await send(target));
            }
            catch (GatewayCallException ended) when (outcomes.Count > 0)
            {
                stopped = ended.Failure;
                outcomes.Add(OutcomeOf(target, stopped));
            }
        }

        return outcomes;
    }

    /// <summary>The failure of one request as the outcome of its target.</summary>
    protected static TargetOutcome<T> OutcomeOf<T>(T target, GatewayFailure failure) => failure.Kind switch
    {
        GatewayFailureKind.OutcomeUnknown => new(target, TargetVerdict.Unknown, Detail: failure.Message),
        GatewayFailureKind.Forbidden => new(target, TargetVerdict.Refused, RefusalReason.NoRight, failure.Message),
        GatewayFailureKind.RateLimited => new(target, TargetVerdict.Refused, RefusalReason.RateLimited, failure.Message),
        _ => new(target, TargetVerdict.Refused, Detail: failure.Message),
    };

    /// <summary>Several requests that make up one change. A failure says what had taken effect before it.</summary>
    protected static async Task InStepsAsync(IEnumerable<ChangeStep> steps)
    {
        List<string> done = [];
        foreach (var step in steps)
        {
            try
            {
                await step.Send();
                done.Add(step.Words);
            }
            catch (GatewayCallException ended) when (done.Count > 0)
            {
                throw new GatewayCallException(
                    ended.Failure with { Message = $"Changed: {string.Join(", ", done)}. Not changed: {step.Words}. {ended.Failure.Message}" }, inner: ended);
            }
        }
    }

    /// <summary>What follows a creation. The thing exists, so nothing of this fails the call; each failure becomes a warning.</summary>
    /// <param name="created">For the sentences: "The group was created".</param>
    protected static async Task<List<string>> AfterwardsAsync(string created, IEnumerable<ChangeStep> steps)
    {
        List<string> warnings = [];
        var stopped = false;
        foreach (var step in steps)
        {
            if (stopped)
            {
                warnings.Add($"{created}, but this was not set: {step.Words}.");
                continue;
            }

            try
            {
                await step.Send();
            }
            catch (GatewayCallException ended)
            {
                warnings.Add($"{created}, but this was not set: {step.Words}. {ended.Failure.Message}");
                stopped = ended.Failure.Kind is GatewayFailureKind.SignedOut or GatewayFailureKind.RateLimited or GatewayFailureKind.Unavailable;
            }
        }

        return warnings;
    }

    /// <summary>
    /// A join into a group with approval is answered like any other. Who is in can read the group, who waits cannot.
    /// </summary>
    protected static async Task<JoinOutcome> JoinedAsync(GroupId group, Func<Task<GroupDetail>> read)
    {
        try
        {
            await read();
            return new JoinOutcome(group, RequestCreated: false);
        }
        catch (GatewayCallException ended)
        {
            // Any other failure tells nothing: then the gateway's word, that we joined, is all there is.
            return new JoinOutcome(group, ended.Failure.Kind is GatewayFailureKind.NotFound or GatewayFailureKind.Forbidden);
        }
    }

    /// <summary>Looks where every group is after a link or unlink, and weighs it against what the answer claimed.</summary>
    /// <param name="linked">True after a link, false after an unlink.</param>
    /// <param name="list">Reads the community's list.</param>
    /// <param name="read">Reads one group; asked only for groups that the list does not show.</param>
    protected static async Task<IReadOnlyList<TargetOutcome<GroupId>>> SettleLinksAsync(
        CommunityId community,
        IReadOnlyList<GroupId> groups,
        bool linked,
        Func<GroupId, LinkClaim> claimOf,
        Func<Task<IReadOnlyList<SubgroupListing>>> list,
        Func<GroupId, Task<GroupDetail>> read)
    {
        var listed = await ReadBackAsync(list);
        var isFull = LinkVerdicts.IsFull(listed);
        var outcomes = new List<TargetOutcome<GroupId>>(groups.Count);
        foreach (var group in groups)
        {
            LinkSight sight;
            if (listed?.FirstOrDefault(s => s.Id == group) is { } entry)
            {
                sight = entry.IsAnnouncement ? LinkSight.Announcement : LinkSight.Here;
            }
            else
            {
                sight = LinkVerdicts.SightOf(community, await ReadBackAsync(() => read(group)), listed is not null);
            }

            outcomes.Add(linked ? LinkVerdicts.Linked(group, claimOf(group), sight, isFull) : LinkVerdicts.Unlinked(group, claimOf(group), sight));
        }

        return outcomes;
    }

    /// <summary>
    /// Everybody in the subgroups. Roles are those in the announcement group; who is seen in another subgroup only is listed as a
    /// member. One unread subgroup fails the whole: a part presented as everybody is worse than nothing.
    /// </summary>
    protected async Task<IReadOnlyList<GroupMember>> UnionOfMembersAsync(
        GatewayCall call, IReadOnlyList<SubgroupListing> subgroups, Func<GroupId, Task<GroupDetail>> read)
    {
        var members = new Dictionary<string, GroupMember>(StringComparer.Ordinal);
        foreach (var subgroup in subgroups.OrderByDescending(s => s.IsAnnouncement))
        {
            var detail = await read(subgroup.Id);
            foreach (var member in detail.Members ?? throw Untrustworthy(call.Read()))
            {
                members.TryAdd((member.Lid ?? member.Id).Key, subgroup.IsAnnouncement ? member : member with { Role = MemberRole.Member });
            }
        }

        return [.. members.Values];
    }
}

/// <summary>One of several requests that make up one change.</summary>
/// <param name="Words">Names what it changes, in a sentence.</param>
internal sealed record ChangeStep(string Words, Func<Task> Send);
