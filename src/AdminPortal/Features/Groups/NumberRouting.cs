using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;

namespace AdminPortal.Features.Groups;

/// <summary>What a number would need to act.</summary>
public enum MissingPart
{
    Nothing,
    /// <summary>Connected and not stopped.</summary>
    Health,
    /// <summary>A role in the group.</summary>
    Right,
    /// <summary>Something its gateway does not do.</summary>
    Ability,
}

/// <summary>One of our numbers that is in the group.</summary>
/// <param name="Missing">The first thing it lacks, of ability, right and health.</param>
/// <param name="Why">What it lacks, as a sentence; null when it can act.</param>
public sealed record NumberCandidate(NumberInGroup Number, MissingPart Missing, string? Why)
{
    public bool CanAct => Missing == MissingPart.Nothing;
}

/// <summary>Which of our numbers acts on a group, which others could, and what the others lack.</summary>
/// <param name="Candidates">Every number in the group, the best first.</param>
/// <param name="Blocked">When none can act: what is missing and who could; null otherwise.</param>
public sealed record NumberRouting(string Group, IReadOnlyList<NumberCandidate> Candidates, string? Blocked)
{
    /// <summary>The number that acts unless somebody chooses another; null when none can.</summary>
    public NumberInGroup? Best => Candidates.FirstOrDefault(c => c.CanAct)?.Number;

    /// <summary>
    /// Able, entitled and healthy comes first; of these the one that is not pausing, that works without limits, whose role was
    /// read, whose role is higher. Equal ones stay in their order.
    /// </summary>
    /// <param name="group">The group's name, for sentences.</param>
    /// <param name="needed">The least role; null when membership is enough.</param>
    /// <param name="elsewhere">Our numbers that are not in the group: they may be who could.</param>
    public static NumberRouting Of(
        string group, IReadOnlyList<NumberInGroup> numbers, Capability capability, MemberRole? needed, IReadOnlyList<NumberInGroup>? elsewhere = null)
    {
        List<NumberCandidate> candidates =
        [
            .. numbers.Select(n => Judge(group, n, capability, needed))
                .OrderBy(c => c.Missing)
                // A pause that is over counts like one: who never had to pause goes first.
                .ThenBy(c => c.Number.PausedUntil ?? DateTimeOffset.MinValue)
                .ThenByDescending(c => c.Number.Capabilities[capability].Level)
                .ThenByDescending(c => c.Number.Role),
        ];
        return new NumberRouting(
            group, candidates, candidates.Exists(c => c.CanAct) ? null : Explain(group, candidates, elsewhere ?? [], capability, needed));
    }

    /// <param name="through">The number that an operator chose; null leaves it to the console.</param>
    public Result<NumberInGroup> Choose(Guid? through)
    {
        if (Blocked is not null)
        {
            return new NoNumberCanAct(Blocked);
        }

        return through is null ? Best!
            : Candidates.FirstOrDefault(c => c.Number.ConnectionId == through) is not { } chosen ? new NumberNotInGroup(Group)
            : chosen.Why is { } why ? new NoNumberCanAct(why)
            : chosen.Number;
    }

    private static NumberCandidate Judge(string group, NumberInGroup number, Capability capability, MemberRole? needed)
    {
        var statement = number.Capabilities[capability];
        if (!statement.Usable)
        {
            return new(number, MissingPart.Ability, $"{number.Name} {statement.Reason}.");
        }

        // A role nobody has read yet does not count as missing: the gateway will say.
        if (RoleFor(number, capability, needed) is { } least && number.Role is { } role && role < least)
        {
            return new(number, MissingPart.Right, least == MemberRole.SuperAdmin
                ? $"{number.Name} {(statement.Reason is { } limit ? $"{limit}; it " : "")}is not the creator of {group}."
                : $"{number.Name} must be an admin of {group} for this.");
        }

        return number.Trouble is { } trouble
            ? new(number, MissingPart.Health, Sentence(trouble))
            : new(number, MissingPart.Nothing, null);
    }

    /// <summary>Where a gateway limits promoting and demoting, the limit is that it must be the creator's own number.</summary>
    private static MemberRole? RoleFor(NumberInGroup number, Capability capability, MemberRole? needed) =>
        number.Capabilities[capability] is { Capability: Capability.PromoteParticipants or Capability.DemoteParticipants, Level: CapabilityLevel.Limited }
            ? MemberRole.SuperAdmin
            : needed;

    private static string Explain(
        string group, List<NumberCandidate> candidates, IReadOnlyList<NumberInGroup> elsewhere, Capability capability, MemberRole? needed)
    {
        // The candidates stand in the order of how little they lack: what the first one lacks is told of all who lack the same.
        var nearest = candidates.Count == 0 ? MissingPart.Ability : candidates[0].Missing;
        var lacking = candidates.Where(c => c.Missing == nearest).ToList();
        List<string> sentences = (nearest, lacking) switch
        {
            (_, []) => [$"None of our numbers is in {group}."],
            (MissingPart.Right, _) when lacking.TrueForAll(c => RoleFor(c.Number, capability, needed) != MemberRole.SuperAdmin) =>
                [$"{Names(lacking.Select(c => c.Number))} must be an admin of {group} for this."],
            _ => [.. lacking.Select(c => c.Why!)],
        };
        if (nearest == MissingPart.Right)
        {
            // Somebody there has the right and lacks something else, or can give the right.
            sentences.AddRange(candidates.Where(c => c.Missing == MissingPart.Ability && c.Number.Role >= needed).Select(c => $"{c.Number.Name} is admin there, but {c.Number.Capabilities[capability].Reason}."));
            if (needed != MemberRole.SuperAdmin && capability != Capability.PromoteParticipants && candidates.Find(c => CanAppoint(c.Number)) is { } admin)
            {
                sentences.Add($"{admin.Number.Name} can appoint {Names(lacking.Select(c => c.Number))} on the Participants tab.");
            }
        }
        else if (nearest == MissingPart.Ability && elsewhere.Where(n => n.Usable && n.Capabilities.Can(capability)).ToList() is { Count: > 0 } others)
        {
            sentences.Add($"{Names(others)} could, once {(others.Count == 1 ? "it is" : "one of them is")} {(needed switch { MemberRole.SuperAdmin => "the creator of", MemberRole.Admin => "an admin of", _ => "in" })} {group}.");
        }

        return string.Join(" ", sentences);
    }

    /// <summary>A number that was chosen for something which its gateway cannot do: why not, and who could.</summary>
    /// <param name="all">Our numbers.</param>
    internal static string Unable(NumberInGroup number, Capability capability, IReadOnlyList<NumberInGroup> all)
    {
        var others = all.Where(n => n.ConnectionId != number.ConnectionId && n.Usable && n.Capabilities.Can(capability)).ToList();
        return $"{number.Name} {number.Capabilities[capability].Reason}.{(others.Count == 0 ? "" : $" {Names(others)} could.")}";
    }

    private static bool CanAppoint(NumberInGroup number) =>
        number.Usable && number.Role >= (RoleFor(number, Capability.PromoteParticipants, MemberRole.Admin) ?? MemberRole.Admin) && number.Capabilities.Can(Capability.PromoteParticipants);

    private static string Names(IEnumerable<NumberInGroup> numbers)
    {
        var names = numbers.Select(n => n.Name).ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
