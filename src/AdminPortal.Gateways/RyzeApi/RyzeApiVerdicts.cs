using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>
/// The answer to a change of participants → one outcome per person.
/// <c>"participants": [ { "jid": "8811…@lid", "success": true }, { "jid": "…", "success": false, "error": "privacy settings block add" } ]</c>
/// </summary>
internal static class RyzeApiVerdicts
{
    public static IReadOnlyList<TargetOutcome<ParticipantId>> Read(
        ParticipantAction action, IReadOnlyList<ParticipantId> people, IReadOnlyList<RyzeParticipantEntry> entries) =>
        ParticipantVerdicts.Read(action, people, [.. entries.Select(e => new ParticipantEntry([.. IdsOf(e)], e.Success, Words: e.Error))]);

    private static IEnumerable<ParticipantId> IdsOf(RyzeParticipantEntry entry)
    {
        foreach (var text in (string?[])[entry.Jid, entry.Participant, entry.Number, entry.PhoneNumber, entry.Lid])
        {
            if (ParticipantId.TryParse(text, out var id))
            {
                yield return id;
            }
        }
    }
}
