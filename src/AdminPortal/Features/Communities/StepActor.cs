using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

/// <summary>Which of our numbers would take a step, and what is to be said about it.</summary>
internal sealed record StepActor(CommunityDirectory.NumberRow? Number, IReadOnlyList<PlanCheck> Checks)
{
    /// <summary>Every number that could take it now.</summary>
    public IReadOnlyList<(Guid ConnectionId, string Name)> Able { get; init; } = [];

    /// <summary>The number must be admin of the community and of the group.</summary>
    /// <param name="facts">Knows our other numbers, who may be who could.</param>
    /// <param name="rather">A number that would be good: an operator chose it, or it takes the other half of the same move.</param>
    public static StepActor Choose(PlanFacts facts, GroupFact group, GroupFact? community, string communityName, Capability capability, DateTimeOffset now, Guid? rather = null)
    {
        if (group.Numbers.Count == 0)
        {
            return Blocked($"None of our numbers is in {group.Name}.", $"Somebody in {group.Name} can invite one of our numbers.");
        }

        if (community is null || community.Numbers.Count == 0)
        {
            return Blocked($"None of our numbers is in {communityName}.", $"An admin of {communityName} can invite one of our numbers and make it admin.");
        }

        var both = group.Numbers
            .Join(community.Numbers, g => g.Number.Number.ConnectionId, c => c.Number.Number.ConnectionId, (g, c) => new Candidate(g.Number, g.Role, c.Role))
            .ToList();
        if (both.Count == 0)
        {
            return Blocked(
                $"No single number of ours is in both {group.Name} and {communityName}.",
                $"An admin of {group.Name} can invite {community.Numbers[0].Number.Number.Name} and make it admin.");
        }

        var able = both.Where(c => c.Number.Number.Capabilities.Can(capability)).ToList();
        if (able.Count == 0)
        {
            var first = both[0].Number.Number;
            var others = facts.Numbers.Where(n => n.Trouble is null && n.Capabilities.Can(capability)).Select(n => n.Name).ToList();
            return Blocked(
                $"{first.Name} {first.Capabilities[capability].Reason}.",
                others.Count == 0
                    ? "It can be done in WhatsApp itself, or through a number at another gateway."
                    : $"{string.Join(" or ", others)} could, once it is an admin of {group.Name} and of {communityName}.");
        }

        var entitled = able.Where(c => c.InGroup is null or >= MemberRole.Admin && c.InCommunity is null or >= MemberRole.Admin).ToList();
        if (entitled.Count == 0)
        {
            var first = able.OrderByDescending(c => c.InGroup).ThenByDescending(c => c.InCommunity).First();
            var (where, numbers) = first.InGroup is MemberRole.Member ? (group.Name, group.Numbers) : (communityName, community.Numbers);
            var admin = numbers.FirstOrDefault(n => n.Role >= MemberRole.Admin)?.Number.Number.Name ?? $"An admin of {where}";
            return Blocked($"{first.Number.Number.Name} is no admin of {where}.", $"{admin} can make {first.Number.Number.Name} admin there.");
        }

        var chosen = entitled
            .OrderByDescending(c => c.Number.Number.Trouble is null)
            .ThenByDescending(c => c.Number.Number.ConnectionId == rather)
            .ThenBy(c => c.Number.PausedUntil > now)
            .ThenByDescending(c => c.InGroup is not null && c.InCommunity is not null)
            // Among equals always the same one: what was reviewed is what is sent.
            .ThenBy(c => c.Number.Number.Name, StringComparer.Ordinal)
            .First();
        return chosen.Number.Number.Trouble is { } trouble
            ? Blocked(trouble, $"Bring {chosen.Number.Number.Name} back under Connections.")
            : new StepActor(chosen.Number, [.. Remarks(chosen, group, communityName, capability, now)])
            {
                Able = [.. entitled.Where(c => c.Number.Number.Trouble is null).Select(c => (c.Number.Number.ConnectionId, c.Number.Number.Name))],
            };
    }

    private static IEnumerable<PlanCheck> Remarks(Candidate chosen, GroupFact group, string communityName, Capability capability, DateTimeOffset now)
    {
        var number = chosen.Number.Number;
        if (chosen.InGroup is null || chosen.InCommunity is null)
        {
            yield return new PlanCheck(Verdict.Warning, $"No read has shown yet whether {number.Name} is admin of {(chosen.InGroup is null ? group.Name : communityName)}; the gateway will tell.");
        }

        if (chosen.Number.PausedUntil is { } until && until > now)
        {
            yield return new PlanCheck(Verdict.Warning, $"{number.Name} pauses: {chosen.Number.PausedReason}. The step waits for it.");
        }

        if (number.Capabilities[capability] is { Level: CapabilityLevel.Limited, Reason: { } reason })
        {
            yield return new PlanCheck(Verdict.Fine, $"{number.Name} {reason}.");
        }
    }

    private static StepActor Blocked(string text, string fix) => new(Number: null, [new PlanCheck(Verdict.Blocked, text, fix)]);

    private sealed record Candidate(CommunityDirectory.NumberRow Number, MemberRole? InGroup, MemberRole? InCommunity);
}
