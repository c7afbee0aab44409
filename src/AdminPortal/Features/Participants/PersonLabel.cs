namespace AdminPortal.Features.Participants;

/// <summary>How a person is called where only ids may be known. A masked or hidden number is said to be one.</summary>
public static class PersonLabel
{
    /// <summary>The name, else the number.</summary>
    public static string Of(string? name, string? phoneKey, string? lidKey) =>
        string.IsNullOrWhiteSpace(name) ? Number(phoneKey, lidKey) : name;

    /// <summary>"+4915110002000", or "hidden number · LID …1234" where no gateway has shown the number.</summary>
    public static string Number(string? phoneKey, string? lidKey)
    {
        if (Digits(phoneKey) is { Length: > 0 } phone)
        {
            return $"+{phone}";
        }

        return Digits(lidKey) is { Length: > 0 } lid
            ? $"hidden number · LID …{lid[Math.Max(0, lid.Length - 4)..]}"
            : "hidden number";
    }

    private static string Digits(string? key) => key is null ? "" : key[..(key.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? at : key.Length)];
}
