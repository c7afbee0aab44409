using System.Text.Json.Serialization;

namespace AdminPortal.Simulator.World;

/// <summary>What happens when somebody who is not an admin's contact tries to add this person to a group.</summary>
public enum PrivacyWall
{
    /// <summary>Anybody may add.</summary>
    None,

    /// <summary>403 with an invitation code: a private invitation can be sent.</summary>
    InvitationOnly,

    /// <summary>403 without an invitation code.</summary>
    Closed,

    /// <summary>417: joins only by link.</summary>
    LinkOnly,
}

/// <summary>Somebody with a phone number, on WhatsApp or not. Keyed by <see cref="Phone"/>.</summary>
public sealed record Person
{
    /// <summary>International digits without a plus sign.</summary>
    public required string Phone { get; init; }

    /// <summary>The digits of the LID, without <c>@lid</c>.</summary>
    public required string Lid { get; init; }

    public required string Name { get; init; }

    public bool IsOnWhatsApp { get; init; } = true;

    public PrivacyWall Privacy { get; init; }

    /// <summary>451: may not be added for legal reasons.</summary>
    public bool IsLegallyRestricted { get; init; }

    /// <summary>Listed by LID only: groups and requests do not show the phone number.</summary>
    public bool HidesPhone { get; init; }

    /// <summary>Phone digits of everybody this person has blocked.</summary>
    public IReadOnlyList<string> Blocks { get; init; } = [];

    [JsonIgnore]
    public string PhoneJid => $"{Phone}@s.whatsapp.net";

    [JsonIgnore]
    public string LidJid => $"{Lid}@lid";

    /// <summary>The id under which groups list this person.</summary>
    [JsonIgnore]
    public string ListedJid => HidesPhone ? LidJid : PhoneJid;

    public bool HasBlocked(string phone) => Blocks.Contains(phone, StringComparer.Ordinal);
}
