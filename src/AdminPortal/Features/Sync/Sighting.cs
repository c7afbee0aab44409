using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Sync;

/// <summary>One person as one answer showed them: by phone, by LID, or by the exact pair.</summary>
/// <param name="ListedKey">Key of the form in which they were listed; one of the two others.</param>
internal sealed record Sighting(string ListedKey, string? PhoneKey, string? LidKey, string? Name)
{
    public bool IsPair => PhoneKey is not null && LidKey is not null;

    public static Sighting Of(GroupMember member) => Of(member.Id, member.Phone, member.Lid, member.Name);

    public static Sighting Of(MembershipRequestListing request) => Of(request.Id, request.Phone, null, null);

    public static Sighting Of(ParticipantId id, ParticipantId? phone = null, ParticipantId? lid = null, string? name = null)
    {
        var isLid = id.Kind == ParticipantIdKind.Lid;
        return new(
            id.Key,
            isLid ? KeyOf(phone, ParticipantIdKind.Phone) : id.Key,
            isLid ? id.Key : KeyOf(lid, ParticipantIdKind.Lid),
            string.IsNullOrWhiteSpace(name) ? null : name.Trim());
    }

    /// <summary>The same without the claim that two ids are one person.</summary>
    public Sighting Unpaired() => this with
    {
        PhoneKey = PhoneKey == ListedKey ? PhoneKey : null,
        LidKey = LidKey == ListedKey ? LidKey : null,
    };

    private static string? KeyOf(ParticipantId? id, ParticipantIdKind kind) => id is { } given && given.Kind == kind ? given.Key : null;
}
