using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Settling;

/// <summary>What a member list says of people, for answers that say too little of them.</summary>
internal static class Roster
{
    /// <summary>Everybody who was wanted in a new group. Whom privacy protects is silently missing there.</summary>
    /// <param name="members">Null when they could not be read.</param>
    public static IReadOnlyList<TargetOutcome<ParticipantId>> Present(IReadOnlyList<ParticipantId> wanted, IReadOnlyList<GroupMember>? members) =>
        members is null
            ? [.. wanted.Select(p => new TargetOutcome<ParticipantId>(p, TargetVerdict.Unknown))]
            : [.. wanted.Select(person => Find(members, person) is not null
                ? new TargetOutcome<ParticipantId>(person, TargetVerdict.Verified)
                : new TargetOutcome<ParticipantId>(
                    person,
                    MayBeHidden(members, person) ? TargetVerdict.Unknown : TargetVerdict.NotApplied,
                    Detail: "Not among the members of the new group."))];

    /// <summary>One person after a change whose answer does not settle it.</summary>
    /// <param name="refusal">The gateway's refusal; null when it did not refuse.</param>
    public static TargetOutcome<ParticipantId> After(
        ParticipantAction action, ParticipantId person, IReadOnlyList<GroupMember> members, TargetOutcome<ParticipantId>? refusal)
    {
        var member = Find(members, person);
        if (member is null && MayBeHidden(members, person))
        {
            return refusal ?? new TargetOutcome<ParticipantId>(person, TargetVerdict.Unknown, Detail: "The members are listed by hidden ids; this person may be among them.");
        }

        if (IsWanted(action, member))
        {
            return refusal is null
                ? new TargetOutcome<ParticipantId>(person, TargetVerdict.Verified)
                : new TargetOutcome<ParticipantId>(person, TargetVerdict.AlreadySo, action == ParticipantAction.Remove ? RefusalReason.NotAMember : RefusalReason.AlreadyMember, refusal.Detail);
        }

        if (refusal is null)
        {
            return new TargetOutcome<ParticipantId>(person, TargetVerdict.NotApplied, Detail: "The gateway did not name an error, but a read does not show it.");
        }

        return refusal.Reason is null or RefusalReason.Unspecified ? refusal with { Reason = ReasonOf(action, member) } : refusal;
    }

    public static GroupMember? Find(IReadOnlyList<GroupMember> members, ParticipantId person) =>
        members.FirstOrDefault(m => Ids(m).Any(id => id == person)) ?? members.FirstOrDefault(m => Ids(m).Any(id => SamePerson.Matches(id, person)));

    /// <summary>Somebody is listed in the other form only, and may be the one we miss.</summary>
    public static bool MayBeHidden(IReadOnlyList<GroupMember> members, ParticipantId person) =>
        members.Any(m => person.Kind == ParticipantIdKind.Phone ? m.Phone is null : m.Lid is null);

    /// <summary>
    /// A member list as a gateway gives it. Entries that are no persons (assistants and other services, with a server name of
    /// their own) are left out and counted. Null when any other entry cannot be read: dropping it would look like a person who left.
    /// </summary>
    public static RosterReading? Read<T>(IEnumerable<T> entries, Func<T, GroupMember?> memberOf, Func<T, string?> idOf)
    {
        List<GroupMember> members = [];
        var strangers = 0;
        foreach (var entry in entries)
        {
            if (memberOf(entry) is { } member)
            {
                members.Add(member);
            }
            else if (IsNoPerson(idOf(entry)))
            {
                strangers++;
            }
            else
            {
                return null;
            }
        }

        return new RosterReading(members, strangers);
    }

    /// <summary>A member known under up to three ids, the first of which goes back. Null when none can be read.</summary>
    public static GroupMember? MemberOf(MemberRole role, string? name, params ReadOnlySpan<string?> ids)
    {
        ParticipantId? listedAs = null, phone = null, lid = null;
        foreach (var text in ids)
        {
            if (ParticipantId.TryParse(text, out var id))
            {
                listedAs ??= id;
                phone ??= id.Kind == ParticipantIdKind.Phone ? id : null;
                lid ??= id.Kind == ParticipantIdKind.Lid ? id : null;
            }
        }

        return listedAs is { } known ? new GroupMember(known, role, phone, lid, name) : null;
    }

    private static bool IsNoPerson(string? id) =>
        id is not null && id.Contains('@', StringComparison.Ordinal)
        && !id.EndsWith("@s.whatsapp.net", StringComparison.Ordinal) && !id.EndsWith("@c.us", StringComparison.Ordinal) && !id.EndsWith("@lid", StringComparison.Ordinal);

    private static IEnumerable<ParticipantId> Ids(GroupMember member)
    {
        yield return member.Id;
        if (member.Phone is { } phone)
        {
            yield return phone;
        }

        if (member.Lid is { } lid)
        {
            yield return lid;
        }
    }

    private static bool IsWanted(ParticipantAction action, GroupMember? member) => action switch
    {
        ParticipantAction.Remove => member is null,
        ParticipantAction.Promote => member?.Role >= MemberRole.Admin,
        ParticipantAction.Demote => member?.Role == MemberRole.Member,
        _ => member is not null,
    };

    private static RefusalReason ReasonOf(ParticipantAction action, GroupMember? member) => action switch
    {
        ParticipantAction.Remove or ParticipantAction.Demote when member?.Role == MemberRole.SuperAdmin => RefusalReason.Creator,
        ParticipantAction.Promote or ParticipantAction.Demote when member is null => RefusalReason.NotAMember,
        _ => RefusalReason.Unspecified,
    };
}

/// <param name="Strangers">Entries that are no persons; a stated count includes them.</param>
internal sealed record RosterReading(IReadOnlyList<GroupMember> Members, int Strangers);
