using AdminPortal.Gateways.Identities;

namespace AdminPortal.Features.People;

/// <summary>How a person is called on screen when some of name, number and LID are known.</summary>
public static class PersonWords
{
    private const int ShownLidDigits = 4;

    /// <param name="phoneKey"><c>ParticipantId.Key</c> of the phone form, or null.</param>
    /// <param name="lidKey"><c>ParticipantId.Key</c> of the LID form, or null.</param>
    /// <returns>
    /// The name, else the number with a plus, else "Hidden number …1234"; and the number when it adds something to the name.
    /// </returns>
    public static (string Name, string? Number) Of(string? name, string? phoneKey, string? lidKey)
    {
        var number = ParticipantId.TryParse(phoneKey, out var phone) ? "+" + phone.Digits : null;
        if (!string.IsNullOrWhiteSpace(name))
        {
            return (name, number);
        }

        if (number is not null)
        {
            return (number, null);
        }

        return ParticipantId.TryParse(lidKey, out var lid) && lid.Digits.Length >= ShownLidDigits
            ? ($"Hidden number …{lid.Digits[^ShownLidDigits..]}", null)
            : ("Hidden number", null);
    }
}
