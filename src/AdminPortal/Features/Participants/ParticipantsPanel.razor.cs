using System.Globalization;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.AspNetCore.WebUtilities;

namespace AdminPortal.Features.Participants;

public sealed partial class ParticipantsPanel
{
    private const int RowHeight = 49;

    private static readonly (RosterAction Action, string Text, string Icon, ButtonKind Kind)[] s_bulk =
    [
        (RosterAction.Promote, "Promote", "up", ButtonKind.Secondary),
        (RosterAction.Demote, "Demote", "down", ButtonKind.Secondary),
        (RosterAction.Remove, "Remove", "trash", ButtonKind.Danger),
    ];

    private readonly RosterSelection _selection = new();
    private RosterQuery _query = new("");
    private Virtualize<RosterRow>? _grid;
    private RosterCounts? _counts;
    private int? _total;
    private bool _stale;
    private bool _adding;
    private PlanDialog? _plan;

    [Inject]
    public required ParticipantRoster Roster { get; init; }

    [Inject]
    public required ParticipantDesk Desk { get; init; }

    [Inject]
    public required PlanForecaster Forecaster { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private string BusyKey => $"participants:{GroupId}";

    private RosterQuery Wanted => _query with { Search = Sight.Query(_query.Search) };

    private IEnumerable<(RosterFilter Filter, string Text, int? Count)> Filters => _counts is { Derived: true }
        ? [(RosterFilter.Everyone, "Everybody", _counts.Known), (RosterFilter.UnderWay, "Under way", _counts.UnderWay)]
        :
        [
            (RosterFilter.Everyone, "Everybody", _counts?.Known),
            (RosterFilter.Admins, "Admins", _counts?.Admins),
            (RosterFilter.Members, "Members", _counts?.Known - _counts?.Admins),
            (RosterFilter.UnderWay, "Under way", _counts?.UnderWay),
        ];

    protected override async Task OnParametersSetAsync()
    {
        if (_query.GroupId != GroupId)
        {
            // Read here and not supplied as parameters: the panel is made while a change of address is told around, and must
            // not join the listeners that are being gone through.
            var address = QueryHelpers.ParseQuery(Navigation.ToAbsoluteUri(Navigation.Uri).Query);
            var search = address.GetValueOrDefault("q").ToString();
            _query = new RosterQuery(GroupId, search.Length == 0 ? null : search, RosterWords.FilterOf(address.GetValueOrDefault("show").ToString()));
            (_total, _counts) = (null, null);
            _selection.Clear();
        }

        await base.OnParametersSetAsync();
    }

    protected override async Task ReadAlongAsync(GroupSheet sheet, CancellationToken cancellationToken) =>
        _counts = await Roster.CountAsync(sheet.Id, cancellationToken);

    protected override void OnSheet() => _stale = true;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_stale && _grid is { } grid)
        {
            _stale = false;
            await grid.RefreshDataAsync();
            StateHasChanged();
        }
    }

    private async ValueTask<ItemsProviderResult<RosterRow>> ReadAsync(ItemsProviderRequest request)
    {
        var window = await Roster.WindowAsync(Wanted, request.StartIndex, Math.Max(request.Count, 1), request.CancellationToken);
        if (_total != window.Total)
        {
            _total = window.Total;
            StateHasChanged();
        }

        return new ItemsProviderResult<RosterRow>(window.Rows, window.Total);
    }

    private void OnSearch(string? text) => Ask(_query with { Search = string.IsNullOrEmpty(text) ? null : text });

    private void Filter(RosterFilter filter) => Ask(_query with { Filter = filter });

    private void Sort(RosterSort sort) => Ask(_query with { Sort = sort, Descending = _query.Sort == sort && !_query.Descending });

    private void ShowEverybody() => Ask(_query with { Search = null, Filter = RosterFilter.Everyone });

    private void Ask(RosterQuery query)
    {
        if (query.Search != _query.Search || query.Filter != _query.Filter)
        {
            // Nobody may be acted upon whom the operator no longer sees.
            _selection.Clear();
        }

        _query = query;
        _stale = true;
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["q"] = query.Search, ["show"] = RosterWords.Slug(query.Filter) }),
            replace: true);
    }

    private string AriaSort(RosterSort sort) => _query.Sort != sort ? "none" : _query.Descending ? "descending" : "ascending";

    private ActionGate AddGate(GroupSheet sheet) => sheet.Kind == GroupKind.CommunityParent && MayManage && sheet.GoneAt is null
        // The announcement group decides, which the dialog looks up.
        ? new ActionGate(Number: null, Blocked: null)
        : sheet.Gate(Capability.AddParticipants, sheet.RoleToAdd, MayManage);

    private ActionGate Gate(GroupSheet sheet, RosterAction action)
    {
        var (capability, role) = ParticipantDesk.Needs(action);
        return sheet.Gate(capability, role, MayManage);
    }

    /// <summary>One sentence above the list when roles cannot be changed but people can be removed; else the buttons tell.</summary>
    private string? WhyNoRoles(GroupSheet sheet) =>
        _counts is { Derived: false } && Gate(sheet, RosterAction.Remove).IsOpen && Gate(sheet, RosterAction.Promote) is { IsOpen: false } gate
            ? $"Roles: {gate.Blocked}"
            : null;

    private static IEnumerable<RosterAction> ActionsOf(RosterRow row) => row switch
    {
        { Role: MemberRole.Member } => [RosterAction.Promote, RosterAction.Remove],
        { Role: MemberRole.Admin } => [RosterAction.Demote, RosterAction.Remove],
        { Role: MemberRole.SuperAdmin } => [RosterAction.Remove],
        _ => [],
    };

    private static string? WhyNot(RosterRow row, RosterAction action) =>
        row.Untouchable != Untouchable.No && action != RosterAction.Promote ? RosterWords.Untouchable(row) : null;

    private static string NameOf(RosterAction action) => action switch
    {
        RosterAction.Promote => "Promote",
        RosterAction.Demote => "Demote",
        _ => "Remove",
    };

    private static string IconOf(RosterAction action) => s_bulk.First(b => b.Action == action).Icon;

    private async Task OnSelectAllAsync()
    {
        _selection.Choose(await Roster.MatchingAsync(Wanted, CancellationToken.None));
        Actions.Announce($"{_selection.Count} selected");
    }

    private async Task RunAsync(RosterAction action, IReadOnlyCollection<Guid> people)
    {
        var actor = await CurrentActor.GetAsync();
        var planned = await Actions.RunAsync(BusyKey, cancellationToken => Desk.PlanAsync(actor, GroupId, action, people, cancellationToken));
        if (planned is not { Succeeded: true, Value: var plan })
        {
            return;
        }

        var (capability, role) = ParticipantDesk.Needs(action);
        Guid? through = null;
        DateTimeOffset? startAt = null;
        if (plan.People.Count > 1)
        {
            var question = await QuestionAsync(actor, plan) with
            {
                Content = ActingNumberChoice.In(plan.Group.Route(capability, role), id =>
                {
                    through = id;
                    _ = InvokeAsync(() => ReplanAsync(actor, action, people, id));
                }),
            };
            if (await _plan!.AskAsync(question) is not { } answer)
            {
                return;
            }

            startAt = answer.StartAt;
        }

        var intent = Guid.NewGuid();
        var result = await Actions.RunAsync(
            BusyKey,
            cancellationToken => Desk.SubmitAsync(actor, GroupId, action, [.. plan.People.Select(p => p.PersonId)], intent, cancellationToken, through, startAt),
            RosterQuestions.Done(plan),
            ticket => PortalUrls.Operation(ticket.OperationId),
            plan.People.Count > 1 ? null : RosterQuestions.For(plan) with { Content = ActingNumberChoice.In(plan.Group.Route(capability, role), id => through = id) });
        if (result is { Succeeded: true })
        {
            _selection.Clear();
        }
    }

    private async Task<PlanQuestion> QuestionAsync(Security.Actor actor, RosterPlan plan) =>
        RosterQuestions.For(plan, await Forecaster.ForecastAsync(actor, plan.Items, interactive: false, CancellationToken.None));

    /// <summary>Another number has another pace, and may do less.</summary>
    private async Task ReplanAsync(Security.Actor actor, RosterAction action, IReadOnlyCollection<Guid> people, Guid? through)
    {
        var planned = await Actions.RunAsync($"{BusyKey}:replan", cancellationToken => Desk.PlanAsync(actor, GroupId, action, people, cancellationToken, through));
        if (planned is { Succeeded: true, Value: var plan })
        {
            _plan!.Show((await QuestionAsync(actor, plan)).Plan);
        }
    }
}
