using System.Diagnostics.CodeAnalysis;

namespace AdminPortal.Gateways.Identities;

/// <summary>How WhatsApp names a person in an id.</summary>
public enum ParticipantIdKind
{
    /// <summary>A phone number: bare digits, <c>…@s.whatsapp.net</c> or <c>…@c.us</c>.</summary>
    Phone,

    /// <summary>A hidden identity, <c>…@lid</c>. A phone number cannot be computed from it.</summary>
    Lid,
}

/// <summary>
/// A person's id in the form in which a gateway listed it; it goes back in that form.
/// Two ids are equal when kind and digits are equal, whatever suffix the phone form carries.
/// </summary>
public readonly struct ParticipantId : IEquatable<ParticipantId>
{
    private const string LidSuffix = "@lid";
    private const int MinPhoneDigits = 7;
    private const int MaxPhoneDigits = 15;
    private const int MaxLidDigits = 20;

    private readonly string? _value;
    private readonly string? _digits;

    private ParticipantId(string value, string digits, ParticipantIdKind kind)
    {
        _value = value;
        _digits = digits;
        Kind = kind;
    }

    /// <summary>The id exactly as listed.</summary>
    public string Value => _value ?? "";

    /// <summary>Only the digits: an international phone number without <c>+</c>, or the digits of a LID.</summary>
    public string Digits => _digits ?? "";

    public ParticipantIdKind Kind { get; }

    /// <summary>One spelling per identity, for storing and comparing: <c>4915…@s.whatsapp.net</c> or <c>8811…@lid</c>.</summary>
    public string Key => Kind == ParticipantIdKind.Lid ? Digits + LidSuffix : Digits + "@s.whatsapp.net";

    /// <summary>A phone id from international digits without <c>+</c>.</summary>
    public static ParticipantId FromPhone(string digits) => Parse(digits + "@s.whatsapp.net");

    /// <summary>
    /// Accepts <c>4915110002000</c>, <c>4915110002000@s.whatsapp.net</c>, <c>…@c.us</c>, <c>8811…@lid</c>, each optionally
    /// with a device part (<c>4915110002000:12@s.whatsapp.net</c>), which names a device and not a person and is dropped.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ParticipantId id)
    {
        id = default;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > 64)
        {
            return false;
        }

        var at = trimmed.IndexOf('@');
        var user = at < 0 ? trimmed : trimmed[..at];
        var server = at < 0 ? "" : trimmed[at..];
        var device = user.IndexOf(':');
        var digits = device < 0 ? user : user[..device];
        if (digits.Length == 0 || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        switch (server)
        {
            case LidSuffix when digits.Length <= MaxLidDigits:
                id = new ParticipantId(digits + server, digits, ParticipantIdKind.Lid);
                return true;
            case "" or "@s.whatsapp.net" or "@c.us" when digits.Length is >= MinPhoneDigits and <= MaxPhoneDigits:
                id = new ParticipantId(digits + server, digits, ParticipantIdKind.Phone);
                return true;
            default:
                return false;
        }
    }

    /// <exception cref="FormatException">The text is no id of a person.</exception>
    public static ParticipantId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("The text is not a participant id.");

    public bool Equals(ParticipantId other) =>
        Kind == other.Kind && string.Equals(Digits, other.Digits, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is ParticipantId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, Digits);

    public override string ToString() => Value;

    public static bool operator ==(ParticipantId left, ParticipantId right) => left.Equals(right);

    public static bool operator !=(ParticipantId left, ParticipantId right) => !left.Equals(right);
}
