using AdminPortal.Gateways.Model;
using AdminPortal.Ui;

namespace AdminPortal.Features.Approvals;

/// <summary>The words of the inbox.</summary>
internal static class ApprovalWords
{
    public static string How(RequestMethod method) => method switch
    {
        RequestMethod.InviteLink => "by invite link",
        RequestMethod.LinkedGroupJoin => "from another group of the community",
        RequestMethod.NonAdminAdd => "added by a member",
        _ => "unknown: this gateway does not say",
    };

    public static (StatusTone Tone, string Text) Badge(ApprovalRow row) => row.State switch
    {
        RequestState.Waiting => (StatusTone.Neutral, "Waiting"),
        RequestState.Deciding => (StatusTone.Pending, row.Approve == true ? "Approving" : "Rejecting"),
        RequestState.Approved => (StatusTone.Confirmed, "Approved"),
        RequestState.Rejected => (StatusTone.Refused, "Rejected"),
        _ => (StatusTone.Stale, "Gone"),
    };

    public static string Earlier(RequestState state) => state switch
    {
        RequestState.Approved => "approved",
        RequestState.Rejected => "rejected",
        _ => "withdrawn or handled elsewhere",
    };
}
