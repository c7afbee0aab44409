using System.Globalization;
using System.Text.RegularExpressions;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>
/// The answer to a change of participants → one outcome per person.
/// <c>"participants": [ { "jid": "8811…@lid", "success": true }, { "jid": "…", "success": false, "error": "privacy settings block add" } ]</c>
/// </summary>
internal static partial class RyzeApiVerdicts
{
    private const int MaxDetail = 300;

    public static IReadOnlyList<TargetOutcome<ParticipantId>> Read(
        ParticipantAction action, IReadOnlyList<ParticipantId> people, IReadOnlyList<RyzeParticipantEntry> entries)
    {
        var byPosition = entries.Count == people.Count;
        return [.. people.Select((person, i) =>
        {
            // The very id first: both forms of a Brazilian number can be two people in one answer.
            var entry = entries.FirstOrDefault(e => IdsOf(e).Contains(person))
                ?? entries.FirstOrDefault(e => IdsOf(e).Any(id => SamePerson.Matches(id, person)))
                ?? (byPosition && MayBe(entries[i], person, people) ? entries[i] : null);
            return entry is null ? new TargetOutcome<ParticipantId>(person, TargetVerdict.Unknown, Detail: "The gateway did not name this person in its answer.") : Judge(action, person, entry);
        })];
    }

    /// <summary>
    /// Position alone is trusted only when the entry's ids do not contradict: it names nobody, or this person in another form,
    /// as a phone number answered by its LID.
    /// </summary>
    private static bool MayBe(RyzeParticipantEntry entry, ParticipantId person, IReadOnlyList<ParticipantId> people)
    {
        var ids = IdsOf(entry).ToList();
        return !ids.Exists(id => id.Kind == person.Kind) && !ids.Exists(id => people.Any(p => SamePerson.Matches(id, p)));
    }

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

    private static TargetOutcome<ParticipantId> Judge(ParticipantAction action, ParticipantId person, RyzeParticipantEntry entry)
    {
        if (entry.Success is not { } success)
        {
            return new TargetOutcome<ParticipantId>(person, TargetVerdict.Unknown, Detail: Bounded(entry.Error));
        }

        if (success)
        {
            return new TargetOutcome<ParticipantId>(person, TargetVerdict.Accepted);
        }

        var reason = ReasonOf(entry.Error ?? "", action);
        return new TargetOutcome<ParticipantId>(person, IsWanted(action, reason) ? TargetVerdict.AlreadySo : TargetVerdict.Refused, reason, Bounded(entry.Error));
    }

    /// <summary>A refusal that says the wanted state was there before.</summary>
    private static bool IsWanted(ParticipantAction action, RefusalReason reason) => (action, reason) switch
    {
        (ParticipantAction.Add or ParticipantAction.Promote or ParticipantAction.Demote, RefusalReason.AlreadyMember) => true,
        (ParticipantAction.Approve or ParticipantAction.Reject, RefusalReason.AlreadyHandled) => true,
        (ParticipantAction.Remove, RefusalReason.NotAMember) => true,
        _ => false,
    };

    private static RefusalReason ReasonOf(string error, ParticipantAction action)
    {
        if (Code().Match(error) is { Success: true } match)
        {
            return ReasonOf(int.Parse(match.Value, CultureInfo.InvariantCulture), action);
        }

        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (error.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        var deciding = action is ParticipantAction.Approve or ParticipantAction.Reject;
        return error switch
        {
            // "privacy settings block add" speaks of blocking too: privacy goes first.
            _ when Says("privacy") => RefusalReason.PrivacyBlocked,
            _ when Says("not on whatsapp", "no whatsapp", "not have whatsapp", "not registered", "not a whatsapp") => RefusalReason.NotOnWhatsApp,
            _ when deciding && Says("not found", "no pending", "no request", "not pending", "withdrawn", "already") => RefusalReason.AlreadyHandled,
            _ when action == ParticipantAction.Demote && Says("not an admin", "not admin", "already") => RefusalReason.AlreadyMember,
            _ when Says("already") => RefusalReason.AlreadyMember,
            _ when Says("creator", "owner") => RefusalReason.Creator,
            _ when Says("not a member", "not a participant", "not in the group", "not in group", "not in this group") => RefusalReason.NotAMember,
            _ when Says("recently") => RefusalReason.LeftRecently,
            _ when Says("full", "limit reached") => Says("community") ? RefusalReason.CommunityFull : RefusalReason.GroupFull,
            // "too many admins" is a limit that no reason of ours names.
            _ when Says("too many admins") => RefusalReason.Unspecified,
            _ when Says("rate limit", "rate-overlimit", "too many", "throttl") => RefusalReason.RateLimited,
            _ when Says("request created", "approval", "join request", "membership request") => RefusalReason.RequestCreated,
            _ when Says("link") => RefusalReason.LinkOnly,
            _ when Says("legal") => RefusalReason.LegalRestriction,
            _ when Says("blocked") => RefusalReason.BlockedByPerson,
            _ when Says("admin", "not authorized", "forbidden", "permission") => RefusalReason.NoRight,
            _ when Says("invalid", "malformed") => RefusalReason.InvalidNumber,
            _ => RefusalReason.Unspecified,
        };
    }

    /// <summary>WhatsApp's participant codes mean something else when a request is decided, and an add is where 401 and 403 speak of the person.</summary>
    private static RefusalReason ReasonOf(int code, ParticipantAction action) => (action, code) switch
    {
        (ParticipantAction.Approve or ParticipantAction.Reject, 404 or 409) => RefusalReason.AlreadyHandled,
        (ParticipantAction.Remove or ParticipantAction.Promote or ParticipantAction.Demote, 404) => RefusalReason.NotAMember,
        (not ParticipantAction.Add, 401 or 403) => RefusalReason.NoRight,
        _ => (RefusalReason)code,
    };

    private static string? Bounded(string? text) => text is { Length: > MaxDetail } ? text[..MaxDetail] + "…" : text;

    [GeneratedRegex(@"(?<!\d)(?:40[013489]|412|417|419|421|429|451|500)(?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}

/// <summary>The values of <c>action</c>, in lower case on the wire.</summary>
internal enum ParticipantAction
{
    Add,
    Remove,
    Promote,
    Demote,
    Approve,
    Reject,
}
