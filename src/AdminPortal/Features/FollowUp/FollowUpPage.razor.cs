using System.Globalization;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Features.FollowUp;

public sealed partial class FollowUpPage : IAsyncDisposable
{
    private const string ApproveKey = "follow-up:approve";
    private const string CopyKey = "follow-up:copy";

    private readonly FollowUpPageState _state = new();
    private LiveQuery? _live;
    private LoadState<FollowUpList>? _load;
    private FollowUpList? _list;
    private Actor? _actor;
    private IReadOnlyCollection<Guid>? _inviting;
    private IReadOnlyCollection<Guid>? _adding;
    private IReadOnlyCollection<Guid>? _closing;
    private FollowUpRow? _lost;
    private PlanDialog? _plan;

    [Inject]
    public required FollowUpBoard Board { get; init; }

    [Inject]
    public required FollowUpDesk Desk { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Runner { get; init; }

    [Inject]
    public required NumberSight Sight { get; init; }

    [Inject]
    public required ILogger<FollowUpPage> Logger { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "ends")]
    public string? Ends { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private FollowUpQuery Query => _state.Query;

    private int Skip => (Query.Page - 1) * FollowUpBoard.PageSize;

    private bool IsWhole => Query is { State: null, EndsSoon: false };

    /// <summary>Nothing is done with who is in or given up.</summary>
    private bool Selectable => Query.View != FollowUpView.Over;

    private bool MayManage => _actor?.Can(Permissions.ManageGroups) == true;

    private bool MayDecide => _actor?.Can(Permissions.DecideRequests) == true;

    private string? WhyNotManage => MayManage ? null : "Your role only reads here.";

    private string? WhyNotDecide => MayDecide ? null : "Your role only reads here.";

    private string EmptyTitle => Query.View switch
    {
        FollowUpView.NeedsYou => "Nobody needs you",
        FollowUpView.Waiting => "Nothing is under way",
        _ => "Nobody was followed to the end yet",
    };

    private string EmptyText => Query.View switch
    {
        FollowUpView.NeedsYou => "Whoever cannot be added to a group, asks to join it, or lets an invitation end, appears here.",
        FollowUpView.Waiting => "People who are being added or invited appear here until they are in.",
        _ => "Who has joined, and who was closed with a reason, stays readable here.",
    };

    public async ValueTask DisposeAsync()
    {
        Runner.Changed -= OnActionsChanged;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Runner.Changed += OnActionsChanged;
        _actor = await CurrentActor.GetAsync();
    }

    protected override void OnParametersSet()
    {
        _state.Ask(FollowUpPageState.QueryOf(View, State, Group, Search, Page, Ends));
        if (_live is null)
        {
            _live = LiveQuery.Start(Feed, [ChangeTopic.FollowUp], LoadAsync, OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
        }
        else
        {
            _live.Refresh();
        }
    }

    /// <summary>What is asked of the database: nobody is found by a number that may not be seen.</summary>
    private FollowUpQuery Asked => Query with { Search = Sight.Query(Query.Search) };

    private async Task<(LoadState<FollowUpList> State, FollowUpList? List)> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await Board.ListAsync(Asked, cancellationToken);
            return (LoadState.Of(list, l => l.Rows.Count == 0), list);
        }
#pragma warning disable CA1031 // A database that fails for a moment must not take the page down: it is logged, told, and tried again.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogReadFailed(Logger, exception);
            return (new LoadState<FollowUpList>.Failed("Who was wanted where could not be read from the console's database."), _list);
        }
    }

    private void OnLoaded((LoadState<FollowUpList> State, FollowUpList? List) read)
    {
        (_load, _list) = read;
        StateHasChanged();
    }

    private void OnRetry()
    {
        _load = new LoadState<FollowUpList>.Loading();
        _live?.Refresh();
    }

    /// <summary>The one person for whom the link could be taken instead.</summary>
    private Guid? LinkFor(IReadOnlyCollection<Guid> people) =>
        people.Count == 1 && _list?.Rows.FirstOrDefault(r => people.Contains(r.Id)) is { Code: not null } row ? row.Id : null;

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private void Go(FollowUpQuery query) => Navigation.NavigateTo(FollowUpPageState.UrlOf(query), replace: true);

    private static string? Clean(object? value) => value?.ToString() is { Length: > 0 } text ? text : null;

    private async Task OnSelectAllAsync()
    {
        _state.Choose(await Board.MatchingAsync(Asked, CancellationToken.None));
        Runner.Announce($"{_state.Selected.Count} selected");
    }

    private void OnSelectPage(FollowUpList list, bool select)
    {
        if (select)
        {
            _state.Choose(_state.Selected.Union(list.Rows.Select(r => r.Id)).ToList());
        }
        else
        {
            _state.Clear();
        }
    }

    private void OnDialogClosed(bool done)
    {
        (_inviting, _adding, _closing, _lost) = (null, null, null, null);
        if (done)
        {
            _state.Clear();
        }
    }

    private async Task ApproveAsync(IReadOnlyCollection<Guid> people)
    {
        var actor = await CurrentActor.GetAsync();
        DateTimeOffset? startAt = null;
        if (people.Count > 1)
        {
            var (plan, forecast) = await Desk.PlanApprovalAsync(actor, people, CancellationToken.None);
            if (await _plan!.AskAsync(DecisionQuestions.For(plan, forecast, approve: true)) is not { } answer)
            {
                return;
            }

            startAt = answer.StartAt;
        }

        var result = await Runner.RunAsync(
            ApproveKey,
            cancellationToken => Desk.ApproveAsync(actor, people, cancellationToken, startAt),
            startAt is { } at ? $"Scheduled for {Clock.Clock(at)}." : people.Count == 1 ? "The request is being approved." : "The requests are being approved.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        if (result is { Succeeded: true })
        {
            _state.Clear();
        }
    }

    /// <summary>Noted before it is copied: a link that nobody remembers taking is asked for, and sent, a second time.</summary>
    private async Task CopyAsync(Guid id)
    {
        var actor = await CurrentActor.GetAsync();
        if (await Runner.RunAsync(CopyKey, cancellationToken => Desk.CopyLinkAsync(actor, id, cancellationToken)) is not { Succeeded: true, Value: var link })
        {
            return;
        }

        try
        {
            await JS.InvokeVoidAsync("navigator.clipboard.writeText", link);
            Runner.Toast(ToastTone.Done, "The link is in your clipboard. It is noted that you have copied it.");
        }
        catch (JSException)
        {
            // No permission, or no TLS: browsers then keep the clipboard to themselves.
            Runner.Toast(ToastTone.Failure, $"Your browser does not let this page copy. The link is {link}");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The follow-up could not be read.")]
    private static partial void LogReadFailed(ILogger logger, Exception exception);
}
