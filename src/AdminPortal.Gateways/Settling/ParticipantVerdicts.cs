using System.Globalization;
using System.Text.RegularExpressions;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Settling;

/// <summary>What is done to people in a group.</summary>
internal enum ParticipantAction
{
    Add,
    Remove,
    Promote,
    Demote,
    Approve,
    Reject,
}

/// <summary>What an answer says of one person, whatever the vendor's shape.</summary>
/// <param name="Ids">Every id under which the answer names the person; empty when it counts on the order.</param>
/// <param name="Done">Success as said; null when not said.</param>
/// <param name="Code">WhatsApp's participant code; 200 is success.</param>
/// <param name="Words">The reason in the gateway's words.</param>
/// <param name="InvitationSent">The gateway has already sent WhatsApp's private invitation.</param>
internal sealed record ParticipantEntry(
    IReadOnlyList<ParticipantId> Ids, bool? Done, int? Code = null, string? Words = null, string? Invitation = null, bool InvitationSent = false);

/// <summary>The answer to a change of participants → one outcome per person, in the order asked.</summary>
internal static partial class ParticipantVerdicts
{
    private const int MaxDetail = 300;

    public static IReadOnlyList<TargetOutcome<ParticipantId>> Read(
        ParticipantAction action, IReadOnlyList<ParticipantId> people, IReadOnlyList<ParticipantEntry> entries)
    {
        var byPosition = entries.Count == people.Count;
        return [.. people.Select((person, i) =>
        {
            // The very id first: both forms of a Brazilian number can be two people in one answer.
            var entry = entries.FirstOrDefault(e => e.Ids.Contains(person))
                ?? entries.FirstOrDefault(e => e.Ids.Any(id => SamePerson.Matches(id, person)))
                ?? (byPosition && MayBe(entries[i], person, people) ? entries[i] : null);
            return entry is null ? new TargetOutcome<ParticipantId>(person, TargetVerdict.Unknown, Detail: "The gateway did not name this person in its answer.") : Judge(action, person, entry);
        })];
    }

    public static TargetOutcome<ParticipantId> Judge(ParticipantAction action, ParticipantId person, ParticipantEntry entry)
    {
        if (entry.Done == true || (entry.Done is null && entry.Code is >= 200 and < 300))
        {
            return new TargetOutcome<ParticipantId>(person, TargetVerdict.Accepted);
        }

        if (entry.Done is null && entry.Code is null)
        {
            return new TargetOutcome<ParticipantId>(person, TargetVerdict.Unknown, Detail: Bounded(entry.Words));
        }

        var reason = entry.Code is { } code ? ReasonOf(code, action) : ReasonOf(entry.Words ?? "", action);
        var outcome = Refused(action, person, reason, entry.Words) with { Invitation = entry.Invitation, InvitationSent = entry.InvitationSent };
        return outcome with { IsInterpreted = outcome.Verdict == TargetVerdict.AlreadySo && entry.Code is null && !CodeInText().IsMatch(entry.Words ?? "") };
    }

    /// <summary>A refusal, or "already so" when its reason says that the wanted state was there before.</summary>
    public static TargetOutcome<ParticipantId> Refused(ParticipantAction action, ParticipantId person, RefusalReason reason, string? words) =>
        new(person, IsWanted(action, reason) ? TargetVerdict.AlreadySo : TargetVerdict.Refused, reason, Bounded(words));

    /// <summary>The reason in a text, which may hold a code.</summary>
    public static RefusalReason ReasonOf(string error, ParticipantAction action)
    {
        if (CodeInText().Match(error) is { Success: true } match)
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
            // "join request already exists", "already invited": nobody is in the group by that.
            _ when Says("request created", "approval", "join request", "membership request") => RefusalReason.RequestCreated,
            _ when Says("invit") && Says("already") => RefusalReason.Unspecified,
            _ when action == ParticipantAction.Demote && Says("not an admin", "not admin", "already") => RefusalReason.AlreadyMember,
            _ when Says("already") => RefusalReason.AlreadyMember,
            _ when Says("creator", "owner") => RefusalReason.Creator,
            _ when Says("not a member", "not a participant", "not in the group", "not in group", "not in this group") => RefusalReason.NotAMember,
            _ when Says("recently") => RefusalReason.LeftRecently,
            _ when Says("full", "limit reached") => Says("community") ? RefusalReason.CommunityFull : RefusalReason.GroupFull,
            // "too many admins" is a limit that no reason of ours names.
            _ when Says("too many admins") => RefusalReason.Unspecified,
            _ when Says("rate limit", "rate-overlimit", "too many", "throttl") => RefusalReason.RateLimited,
            _ when Says("link") => RefusalReason.LinkOnly,
            _ when Says("legal") => RefusalReason.LegalRestriction,
            _ when Says("blocked") => RefusalReason.BlockedByPerson,
            _ when Says("admin", "not authorized", "forbidden", "permission") => RefusalReason.NoRight,
            _ when Says("invalid", "malformed") => RefusalReason.InvalidNumber,
            _ => RefusalReason.Unspecified,
        };
    }

    /// <summary>WhatsApp's participant codes mean something else when a request is decided, and an add is where 401 and 403 speak of the person.</summary>
    public static RefusalReason ReasonOf(int code, ParticipantAction action) => (action, code) switch
    {
        (ParticipantAction.Approve or ParticipantAction.Reject, 404 or 409) => RefusalReason.AlreadyHandled,
        (ParticipantAction.Remove or ParticipantAction.Promote or ParticipantAction.Demote, 404) => RefusalReason.NotAMember,
        (not ParticipantAction.Add, 401 or 403) => RefusalReason.NoRight,
        (_, < 1000) when Enum.IsDefined((RefusalReason)code) => (RefusalReason)code,
        _ => RefusalReason.Unspecified,
    };

    /// <summary>
    /// Position alone is trusted only when the entry's ids do not contradict: it names nobody, or this person in another form,
    /// as a phone number answered by its LID.
    /// </summary>
    private static bool MayBe(ParticipantEntry entry, ParticipantId person, IReadOnlyList<ParticipantId> people) =>
        !entry.Ids.Any(id => id.Kind == person.Kind) && !entry.Ids.Any(id => people.Any(p => SamePerson.Matches(id, p)));

    /// <summary>A refusal that says the wanted state was there before.</summary>
    private static bool IsWanted(ParticipantAction action, RefusalReason reason) => (action, reason) switch
    {
        (ParticipantAction.Add or ParticipantAction.Promote or ParticipantAction.Demote, RefusalReason.AlreadyMember) => true,
        (ParticipantAction.Approve or ParticipantAction.Reject, RefusalReason.AlreadyHandled) => true,
        (ParticipantAction.Remove, RefusalReason.NotAMember) => true,
        _ => false,
    };

    private static string? Bounded(string? text) => text is null ? null : ShortText.Of(text, MaxDetail);

    [GeneratedRegex(@"(?<!\d)(?:40[013489]|412|417|419|421|429|451|463|500)(?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodeInText();
}
