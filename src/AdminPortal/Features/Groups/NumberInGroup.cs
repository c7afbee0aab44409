using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;

namespace AdminPortal.Features.Groups;

/// <summary>One of our numbers in one group: what it is there, and what it can do now.</summary>
/// <param name="Role">Null until a read showed it.</param>
/// <param name="Readable">The number could read the group's detail.</param>
/// <param name="Trouble">Why it is not usable, as a sentence; null when it is.</param>
/// <param name="Capabilities">What the adapter declares, narrowed by what was found on this connection.</param>
public sealed record NumberInGroup(
    Guid ConnectionId,
    string Name,
    MemberRole? Role,
    bool Readable,
    string? Trouble,
    CapabilitySet Capabilities)
{
    /// <summary>Connected and not stopped.</summary>
    public bool Usable => Trouble is null;

    internal static NumberInGroup From(Connection connection, GroupConnection relation, GatewayCatalog catalog, IEnumerable<ConnectionCapability> found) => new(
        connection.Id,
        connection.Name,
        relation.Role,
        relation.Readable,
        TroubleOf(connection),
        ConnectionCapability.Effective(catalog[connection.Kind].Capabilities, found));

    /// <summary>
    /// Picks who acts: able, entitled, and rather connected than not. The first thing that is missing is told.
    /// </summary>
    /// <param name="group">The group's name, for the sentence.</param>
    /// <param name="needed">The least role; null when membership is enough.</param>
    public static Result<NumberInGroup> Choose(string group, IReadOnlyList<NumberInGroup> numbers, Capability capability, MemberRole? needed)
    {
        if (numbers.Count == 0)
        {
            return new NoNumberCanAct($"None of our numbers is in {group}.");
        }

        var able = numbers.Where(n => n.Capabilities.Can(capability)).ToList();
        if (able.Count == 0)
        {
            return new NoNumberCanAct($"{numbers[0].Name} {numbers[0].Capabilities[capability].Reason}.");
        }

        // A role nobody has read yet does not count as missing: the gateway will say.
        var entitled = able.Where(n => RoleFor(n, capability, needed) is not { } least || n.Role is null || n.Role >= least).ToList();
        if (entitled.Count == 0)
        {
            var names = string.Join(" and ", able.Select(n => n.Name));
            return new NoNumberCanAct(RoleFor(able[0], capability, needed) == MemberRole.SuperAdmin
                ? $"{names} {able[0].Capabilities[capability].Reason}; it is not the creator of {group}."
                : $"{names} must be an admin of {group} for this.");
        }

        var chosen = entitled.OrderByDescending(n => n.Usable).ThenByDescending(n => n.Role).First();
        return chosen.Trouble is { } trouble ? new NoNumberCanAct(trouble) : chosen;
    }

    /// <summary>Where a gateway limits promoting and demoting, the limit is that it must be the creator's own number.</summary>
    private static MemberRole? RoleFor(NumberInGroup number, Capability capability, MemberRole? needed) =>
        number.Capabilities[capability] is { Capability: Capability.PromoteParticipants or Capability.DemoteParticipants, Level: CapabilityLevel.Limited }
            ? MemberRole.SuperAdmin
            : needed;

    /// <summary>Why the number cannot act now, as a sentence; null when it can.</summary>
    internal static string? TroubleOf(Connection connection) => connection switch
    {
        { IsUsable: true } => null,
        { StoppedReason: { } stopped } => $"{connection.Name} was stopped: {stopped}",
        { Session: SessionState.SignedOut } => $"{connection.Name} is signed out; pair it again.",
        { Session: SessionState.Disconnected } => $"{connection.Name} is disconnected from WhatsApp.",
        { Session: SessionState.Connecting } => $"{connection.Name} is just connecting to WhatsApp.",
        // A failed check leaves the session unknown and says why.
        { LastError: not null } => $"{connection.Name} cannot be reached: its gateway does not answer.",
        _ => $"{connection.Name} has not been checked yet.",
    };
}
