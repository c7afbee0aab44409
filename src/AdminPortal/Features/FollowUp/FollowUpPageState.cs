using AdminPortal.Gateways.Results;
using AdminPortal.Ui;

namespace AdminPortal.Features.FollowUp;

/// <summary>Who is selected on the follow-up screen, and what can be done with whom.</summary>
public sealed class FollowUpPageState
{
    private readonly HashSet<Guid> _selected = [];

    /// <summary>What stands in the address.</summary>
    public FollowUpQuery Query { get; private set; } = new(FollowUpView.NeedsYou);

    public IReadOnlyCollection<Guid> Selected => _selected;

    /// <summary>Nobody may be acted upon whom the operator no longer sees: another question clears the selection.</summary>
    public void Ask(FollowUpQuery query)
    {
        if (query with { Page = 1 } != Query with { Page = 1 })
        {
            _selected.Clear();
        }

        Query = query;
    }

    /// <param name="ends">"soon" shows only whose private invitation ends soon.</param>
    public static FollowUpQuery QueryOf(string? view, string? state, string? group, string? search, int? page, string? ends = null)
    {
        var shown = FollowUpWords.ViewOf(view);
        var soon = shown == FollowUpView.Waiting && string.Equals(ends, PortalUrls.EndsSoon, StringComparison.OrdinalIgnoreCase);
        return new FollowUpQuery(
            shown,
            soon ? null : FollowUpWords.StateOf(state, shown),
            string.IsNullOrWhiteSpace(group) ? null : group,
            string.IsNullOrWhiteSpace(search) ? null : search,
            Math.Max(1, page ?? 1),
            soon);
    }

    public static string UrlOf(FollowUpQuery query) =>
        PortalUrls.FollowUp(FollowUpWords.Slug(query.View), FollowUpWords.Slug(query.State), query.GroupId, query.Search, query.Page, query.EndsSoon);

    public bool IsSelected(Guid id) => _selected.Contains(id);

    public void Toggle(Guid id)
    {
        if (!_selected.Remove(id))
        {
            _selected.Add(id);
        }
    }

    public void Choose(IEnumerable<Guid> ids)
    {
        _selected.Clear();
        _selected.UnionWith(ids);
    }

    public void Clear() => _selected.Clear();

    public static bool IsOpen(FollowUpRow row) => row.State is not (WantedState.Joined or WantedState.Closed);

    /// <summary>Writing to them makes sense.</summary>
    public static bool MayInvite(FollowUpRow row) =>
        row.State is WantedState.Refused or WantedState.Expired or WantedState.NotAdded or WantedState.LinkSent
        && row.Reason is not (RefusalReason.NotOnWhatsApp or RefusalReason.InvalidNumber or RefusalReason.LegalRestriction);

    public static bool MayAddAgain(FollowUpRow row) => MayInvite(row);

    /// <summary>Whether the invitation went out has to be found out first.</summary>
    public static bool MayTellWhetherInvited(FollowUpRow row) => row.State == WantedState.MayBeInvited;

    public static bool MayApprove(FollowUpRow row) => row is { State: WantedState.AskedToJoin, RequestId: not null };
}
