using AdminPortal.Gateways.Identities;

namespace AdminPortal.Features.Participants;

/// <summary>A person's number as a list shows it; a number that no gateway has shown is said to be hidden.</summary>
public static class PersonNumber
{
    private const int ShownLidDigits = 4;

    /// <returns>"+4915110002000", or "hidden number · LID …1234".</returns>
    public static string Of(string? phoneKey, string? lidKey)
    {
        if (ParticipantId.TryParse(phoneKey, out var phone))
        {
            return $"+{phone.Digits}";
        }

        return ParticipantId.TryParse(lidKey, out var lid)
            ? $"hidden number · LID …{lid.Digits[Math.Max(0, lid.Digits.Length - ShownLidDigits)..]}"
            : "hidden number";
    }
}
