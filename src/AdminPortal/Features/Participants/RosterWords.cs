using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;
using AdminPortal.Ui;

namespace AdminPortal.Features.Participants;

/// <summary>The words of the list of participants.</summary>
internal static class RosterWords
{
    public static (StatusTone Tone, string Text) Role(MemberRole role) => role switch
    {
        MemberRole.SuperAdmin => (StatusTone.Invited, "Creator"),
        MemberRole.Admin => (StatusTone.Confirmed, "Admin"),
        _ => (StatusTone.Neutral, "Member"),
    };

    public static string Doing(RosterChange change) => change.Kind switch
    {
        ItemKind.AddParticipant => "being added",
        ItemKind.ApproveRequest => "being approved",
        ItemKind.RemoveParticipant => "being removed",
        ItemKind.PromoteParticipant => "becoming admin",
        _ => "losing the admin role",
    };

    public static (StatusTone Tone, string Text, bool Runs) State(RosterChange change) => change.State switch
    {
        ItemState.Planned => (StatusTone.Pending, $"Waits: {Doing(change)}", false),
        ItemState.Unknown => (StatusTone.Unknown, $"We don't know yet: {Doing(change)}", false),
        _ => (StatusTone.Pending, char.ToUpperInvariant(Doing(change)[0]) + Doing(change)[1..], true),
    };

    public static string Untouchable(RosterRow row) => row.Untouchable switch
    {
        Participants.Untouchable.Creator => "The creator can be neither demoted nor removed",
        Participants.Untouchable.Ours => "One of our own numbers; it leaves from the settings",
        _ => "",
    };

    /// <summary>Query value of a filter in the address.</summary>
    public static string? Slug(RosterFilter filter) => filter switch
    {
        RosterFilter.Admins => "admins",
        RosterFilter.Members => "members",
        RosterFilter.UnderWay => "under-way",
        _ => null,
    };

    public static RosterFilter FilterOf(string? slug) =>
        Enum.GetValues<RosterFilter>().FirstOrDefault(f => string.Equals(Slug(f), slug, StringComparison.Ordinal));
}
