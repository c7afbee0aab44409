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

    public static FollowUpQuery QueryOf(string? view, string? state, string? group, string? search, int? page)
    {
        var shown = FollowUpWords.ViewOf(view);
        return new FollowUpQuery(
            shown,
            FollowUpWords.StateOf(state, shown),
            string.IsNullOrWhiteSpace(group) ? null : group,
            string.IsNullOrWhiteSpace(search) ? null : search,
            Math.Max(1, page ?? 1));
    }

    public static string UrlOf(FollowUpQuery query) =>
        PortalUrls.FollowUp(FollowUpWords.Slug(query.View), FollowUpWords.Slug(query.State), query.GroupId, query.Search, query.Page);

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

    public static bool MayApprove(FollowUpRow row) => row is { State: WantedState.AskedToJoin, RequestId: not null };
}
