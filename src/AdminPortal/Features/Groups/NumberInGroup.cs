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

    /// <param name="relation">Null for a number that is not in the group.</param>
    internal static NumberInGroup From(Connection connection, GroupConnection? relation, GatewayCatalog catalog, IEnumerable<ConnectionCapability> found) => new(
        connection.Id,
        connection.Name,
        relation?.Role,
        relation?.Readable == true,
        TroubleOf(connection),
        ConnectionCapability.Effective(catalog[connection.Kind].Capabilities, found))
    {
        PausedUntil = connection.PausedUntil,
    };

    /// <summary>No call before this time, if it is still to come.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Picks who acts, or tells what is missing; see <see cref="NumberRouting"/>.</summary>
    /// <param name="group">The group's name, for the sentence.</param>
    /// <param name="needed">The least role; null when membership is enough.</param>
    public static Result<NumberInGroup> Choose(string group, IReadOnlyList<NumberInGroup> numbers, Capability capability, MemberRole? needed) =>
        NumberRouting.Of(group, numbers, capability, needed).Choose(through: null);

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
        { SessionDetail: { } word } => $"{connection.Name} is neither connected nor signed out: its gateway calls the session “{word}”.",
        _ => $"{connection.Name} has not been checked yet.",
    };
}
