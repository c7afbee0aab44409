namespace AdminPortal.Gateways.Identities;

/// <summary>Whether two ids of the same kind may name the same person although their digits differ.</summary>
public static class SamePerson
{
    private const string Brazil = "55";

    /// <summary>Equal, or Brazilian numbers that differ only in the ninth digit, which gateways add or drop as WhatsApp has it.</summary>
    public static bool Matches(ParticipantId one, ParticipantId other) =>
        one == other || (one.Kind == ParticipantIdKind.Phone && other.Kind == ParticipantIdKind.Phone && Digits(one) == Digits(other));

    /// <summary>One key for all ids that <see cref="Matches"/> each other; the short form of a Brazilian number.</summary>
    public static string KeyOf(ParticipantId id) => id.Kind == ParticipantIdKind.Phone ? ParticipantId.FromPhone(Digits(id)).Key : id.Key;

    /// <summary>Country 55, area of two digits, then eight digits, with a 9 before them in the long form.</summary>
    private static string Digits(ParticipantId id)
    {
        var digits = id.Digits;
        return digits.Length == 13 && digits.StartsWith(Brazil, StringComparison.Ordinal) && digits[4] == '9'
            ? string.Concat(digits.AsSpan(0, 4), digits.AsSpan(5))
            : digits;
    }
}
