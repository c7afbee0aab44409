using System.Globalization;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;
using AdminPortal.Ui;

namespace AdminPortal.Features.FollowUp;

/// <summary>States of wanted people as the screen says them.</summary>
public static class FollowUpWords
{
    public static IReadOnlyList<(FollowUpView View, string? Value, string Text)> Views { get; } =
    [
        (FollowUpView.NeedsYou, null, "Needs you"),
        (FollowUpView.Waiting, "waiting", "Under way"),
        (FollowUpView.Over, "over", "Over"),
    ];

    private static readonly (WantedState State, string Value, string Text, StatusTone Tone)[] s_states =
    [
        (WantedState.AskedToJoin, "asked", "Asked to join", StatusTone.Warning),
        (WantedState.MayBeInvited, "maybe-invited", "Maybe invited", StatusTone.Unknown),
        (WantedState.Refused, "refused", "Refused", StatusTone.Refused),
        (WantedState.Expired, "expired", "Expired", StatusTone.Stale),
        (WantedState.NotAdded, "not-added", "Not added", StatusTone.Refused),
        (WantedState.ToAdd, "to-add", "To add", StatusTone.Pending),
        (WantedState.Added, "added", "Added", StatusTone.Pending),
        (WantedState.NotKnown, "not-known", "Not known", StatusTone.Unknown),
        (WantedState.ToInvite, "to-invite", "To invite", StatusTone.Pending),
        (WantedState.Invited, "invited", "Invited", StatusTone.Invited),
        (WantedState.LinkSent, "link-sent", "Link sent", StatusTone.Invited),
        (WantedState.Joined, "joined", "Joined", StatusTone.Confirmed),
        (WantedState.Closed, "closed", "Closed", StatusTone.Neutral),
    ];

    public static IReadOnlyList<WantedState> StatesOf(FollowUpView view) => view switch
    {
        FollowUpView.NeedsYou => [WantedState.AskedToJoin, WantedState.MayBeInvited, WantedState.Refused, WantedState.Expired, WantedState.NotAdded],
        FollowUpView.Waiting => [WantedState.ToAdd, WantedState.Added, WantedState.NotKnown, WantedState.ToInvite, WantedState.Invited, WantedState.LinkSent],
        _ => [WantedState.Joined, WantedState.Closed],
    };

    public static FollowUpView ViewOf(string? value) => Views.FirstOrDefault(v => string.Equals(v.Value, value, StringComparison.OrdinalIgnoreCase)).View;

    public static string? Slug(FollowUpView view) => Views.First(v => v.View == view).Value;

    /// <summary>Null for a word that names no state of the view.</summary>
    public static WantedState? StateOf(string? value, FollowUpView view) =>
        Array.Find(s_states, s => string.Equals(s.Value, value, StringComparison.OrdinalIgnoreCase)) is { Value: not null } found && StatesOf(view).Contains(found.State) ? found.State : null;

    public static string? Slug(WantedState? state) => state is { } one ? Array.Find(s_states, s => s.State == one).Value : null;

    public static string Of(WantedState state) => Array.Find(s_states, s => s.State == state).Text;

    public static StatusTone ToneOf(WantedState state) => Array.Find(s_states, s => s.State == state).Tone;

    /// <summary>"Invited, 41 h left".</summary>
    public static string Of(FollowUpRow row, DateTimeOffset now) => Of(row.State, row.ExpiresAt, now);

    public static string Of(WantedState state, DateTimeOffset? expiresAt, DateTimeOffset now) => state == WantedState.Invited && expiresAt is { } ends
        ? string.Create(CultureInfo.InvariantCulture, $"Invited, {Left(ends - now)} left")
        : Of(state);

    /// <summary>What it means, and what an operator can do best.</summary>
    public static (string Cause, string? Next) Explain(FollowUpRow row) => row.State switch
    {
        WantedState.AskedToJoin => ("A request to join waits in the approval queue.", row.RequestId is null ? "It can be approved here once it has been read." : "Approve it now."),
        WantedState.Refused when row.Note is not null => (row.Note, "Send the link if they are still wanted, or close it."),
        WantedState.Refused => Refused(row),
        WantedState.Expired => ("The private invitation ended after 72 h and was not used.", "Invite once more, or send the link."),
        WantedState.NotAdded when row.Note is not null => (row.Note, "Send the link if they are still wanted, or close it."),
        WantedState.NotAdded when row.AddState == ItemState.Skipped => (row.Words ?? "The add was never sent.", "Add them again, or close it."),
        WantedState.NotAdded => ("The gateway said yes, and reads do not show them in the group.", "Send the link, or add them through another number."),
        WantedState.ToAdd => ("Waits for its turn.", null),
        WantedState.Added => (row.Note ?? "The gateway said yes; a read has yet to show it.", null),
        WantedState.NotKnown => (row.Note ?? "No trustworthy answer came. Reading settles it.", null),
        WantedState.MayBeInvited => ("The answer was lost: the invitation may have gone out, or not.", "Ask them or look into the chat, then decide here."),
        WantedState.ToInvite => ("The invitation waits for its turn.", null),
        WantedState.Invited => ("Holds WhatsApp's private invitation.", null),
        WantedState.LinkSent => ("Got the link by message. The row closes by itself when they join.", null),
        WantedState.Joined => ("Is in the group.", null),
        _ => (row.Note ?? "Closed.", null),
    };

    /// <summary>How long a private invitation still lives.</summary>
    public static string Left(TimeSpan left) => left.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours} h")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (int)left.TotalMinutes)} min");

    private static (string Cause, string? Next) Refused(FollowUpRow row)
    {
        var meaning = OutcomeExplanation.Of(ItemKind.AddParticipant, ItemState.Refused, row.Reason);
        return row.Reason is null or RefusalReason.Unspecified
            ? (row.Words is { } words ? $"The gateway refused it: {words}" : meaning.Cause, "Invite them, or add them through another number.")
            : (meaning.Cause, meaning.NextAction);
    }
}
