using AdminPortal.Features.Sync;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Approvals;

public sealed partial class ApprovalInboxPage : IAsyncDisposable
{
    private const int RowHeight = 56;
    private const string BusyKey = "approvals";

    private readonly ApprovalInboxState _state = new();
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _list;
    private LiveQuery? _live;
    private IJSObjectReference? _keys;
    private DotNetObjectReference<ApprovalInboxPage>? _self;
    private Task _renewing = Task.CompletedTask;
    private Actor? _me;
    private bool _mayDecide;
    private LoadState<ApprovalPage> _load = new LoadState<ApprovalPage>.Loading();
    private ApprovalPage? _page;
    private List<ApprovalRow> _rows = [];
    private ApprovalDetail? _detail;
    private IReadOnlyCollection<Guid>? _rejecting;
    private string? _reason;
    private Guid? _lastDecision;
    private bool _help;
    private bool _focused;

    [Inject]
    public required ApprovalInbox Inbox { get; init; }

    [Inject]
    public required ApprovalDesk Desk { get; init; }

    [Inject]
    public required ClaimBoard Claims { get; init; }

    [Inject]
    public required SyncDesk Sync { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "community")]
    public string? Community { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "selected")]
    public Guid? SelectedId { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    private bool Decided => State == "decided";

    private string NoRight => $"Your role does not allow to {Permissions.DecideRequests}.";

    private string RejectTitle => _rejecting switch
    {
        { Count: 1 } => $"Reject {_rows.Find(r => r.Id == _rejecting.First())?.Person}?",
        { } many => $"Reject {many.Count:N0} requests?",
        null => "",
    };

    protected override async Task OnInitializedAsync()
    {
        _me = await CurrentActor.GetAsync();
        _mayDecide = _me.Can(Permissions.DecideRequests);
    }

    protected override void OnParametersSet()
    {
        if (_live is null)
        {
            _live = LiveQuery.Start(
                Feed,
                [ChangeTopic.Requests, ChangeTopic.Claims, ChangeTopic.Operations],
                LoadAsync,
                OnLoaded,
                InvokeAsync,
                DispatchExceptionAsync,
                Time);
            _renewing = RenewClaimAsync();
        }
        else
        {
            _live.Refresh();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            var module = await JS.InvokeAsync<IJSObjectReference>("import", "./Features/Approvals/ApprovalInboxPage.razor.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("listen", _self);
            await module.DisposeAsync();
            StateHasChanged();
        }

        // Once, when there are rows and the keys work: from here on the page can be worked without a mouse.
        if (!_focused && _keys is not null && _rows.Count > 0)
        {
            _focused = true;
            await _list.FocusAsync(preventScroll: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        await _renewing;
        if (_me is not null)
        {
            await Claims.OpenAsync(_me, requestId: null, CancellationToken.None);
        }

        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("stop");
                await _keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self?.Dispose();
        _gone.Dispose();
    }

    /// <summary>A key pressed outside of any input; called by the page's script.</summary>
    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        switch (key)
        {
            case "j":
                await MoveAsync(1);
                break;
            case "k":
                await MoveAsync(-1);
                break;
            case "a":
                await DecideCurrentAsync(true);
                break;
            case "r":
                await DecideCurrentAsync(false);
                break;
            case "A":
                await DecideSelectedAsync(true);
                break;
            case "R":
                await DecideSelectedAsync(false);
                break;
            case "x" when _state.Current is { } current:
                _state.Toggle(current.Id);
                break;
            case "z" when _lastDecision is { } last:
                await TakeBackAsync(last);
                break;
            case "?":
                _help = true;
                break;
        }

        StateHasChanged();
    }

    private async Task<(ApprovalPage Page, ApprovalDetail? Detail)> LoadAsync(CancellationToken cancellationToken)
    {
        var page = await Inbox.ListAsync(new ApprovalQuery(Group, Community, Sight.Query(Query), Decided), cancellationToken);
        var wanted = _state.Current?.Id ?? SelectedId;
        var shown = page.Rows.FirstOrDefault(r => r.Id == wanted) ?? page.Rows.FirstOrDefault();
        var detail = shown is null ? null : (await Inbox.FindAsync(shown.Id, cancellationToken)).Value;
        return (page, detail);
    }

    private void OnLoaded((ApprovalPage Page, ApprovalDetail? Detail) loaded)
    {
        _page = loaded.Page;
        _load = loaded.Page.Rows.Count == 0 ? new LoadState<ApprovalPage>.Empty() : new LoadState<ApprovalPage>.Ready(loaded.Page);
        var before = _state.Current?.Id;
        _state.Show(loaded.Page.Rows, before is null ? SelectedId : null);
        _rows = [.. loaded.Page.Rows];
        if (_state.Current?.Id != loaded.Detail?.Row.Id)
        {
            _live?.Refresh();
        }
        else
        {
            _detail = loaded.Detail;
        }

        if (before is null && _state.Current is { } first && !Decided)
        {
            _ = ClaimAsync(first.Id);
        }

        StateHasChanged();
    }

    private void OnFilter(ChangeEventArgs e) =>
        Navigation.NavigateTo(PortalUrls.Approvals(Group, Community, e.Value as string, state: State), replace: true);

    private async Task OnOpenAsync(Guid id)
    {
        _state.MoveTo(id);
        await ShowCurrentAsync();
    }

    private async Task MoveAsync(int step)
    {
        _state.Move(step);
        await ShowCurrentAsync();
    }

    private async Task ShowCurrentAsync()
    {
        if (_state.Current is not { } current)
        {
            _detail = null;
            return;
        }

        if (_keys is not null)
        {
            await _keys.InvokeVoidAsync("reveal", _list, _state.CurrentIndex, RowHeight);
        }

        var found = await Inbox.FindAsync(current.Id, _gone.Token);
        if (_state.Current?.Id == current.Id)
        {
            _detail = found.Value;
        }

        await ClaimAsync(current.Id);
    }

    private async Task ClaimAsync(Guid id)
    {
        if (_me is not null && _mayDecide && !Decided)
        {
            await Claims.OpenAsync(_me, id, _gone.Token);
        }
    }

    private async Task DecideCurrentAsync(bool approve)
    {
        if (_mayDecide && _state.Current is { } current && ApprovalInboxState.IsOpen(current))
        {
            await DecideAsync([current.Id], approve);
        }
    }

    private async Task DecideSelectedAsync(bool approve)
    {
        if (_mayDecide && _state.Selected.Count > 0)
        {
            await DecideAsync([.. _state.Selected], approve);
        }
    }

    private async Task DecideAsync(IReadOnlyCollection<Guid> ids, bool approve)
    {
        if (!approve)
        {
            (_rejecting, _reason) = (ids, null);
            return;
        }

        await SendAsync(ids, approve: true, note: null);
    }

    private async Task OnRejectConfirmedAsync()
    {
        if (_rejecting is { } ids)
        {
            _rejecting = null;
            await SendAsync(ids, approve: false, _reason);
        }
    }

    private async Task SendAsync(IReadOnlyCollection<Guid> ids, bool approve, string? note)
    {
        var actor = await CurrentActor.GetAsync();
        DateTimeOffset? startAt = null;
        if (ids.Count > 1)
        {
            if (await AskAsync(actor, ids, approve) is not { } answer)
            {
                return;
            }

            startAt = answer.StartAt;
        }

        var result = await Actions.RunAsync(BusyKey, token => Desk.DecideAsync(actor, ids, approve, note, token, _state.Through, startAt));
        if (result?.Value is not { } ticket)
        {
            _live?.Refresh();
            return;
        }

        _lastDecision = ticket.OperationId;
        Actions.Toast(ToastTone.Done, DecisionQuestions.Said(ticket, approve, startAt is { } at ? Clock.Clock(at) : null), PortalUrls.Operation(ticket.OperationId));
        if (ids.Contains(_state.Current?.Id ?? Guid.Empty))
        {
            _state.MoveOn(actor.OperatorId);
        }

        _state.ClearSelection();
        _live?.Refresh();
        await ShowCurrentAsync();
    }

    private async Task TakeBackAsync(Guid operationId)
    {
        var actor = await CurrentActor.GetAsync();
        var result = await Actions.RunAsync($"take-back-{operationId}", token => Desk.TakeBackAsync(actor, operationId, token), "Taken back. The request waits again.");
        if (result is { Succeeded: true })
        {
            _lastDecision = null;
        }

        _live?.Refresh();
    }

    private async Task AskNowAsync(string groupId)
    {
        var actor = await CurrentActor.GetAsync();
        await Actions.RunAsync($"ask-{groupId}", token => Sync.RequestAsync(actor, groupId, token), "Asking the gateway. New requests appear here by themselves.");
    }

    private async Task RenewClaimAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(ClaimBoard.RenewEvery, Time);
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(async () =>
                {
                    if (_state.Current is { } current)
                    {
                        await ClaimAsync(current.Id);
                    }
                });
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone; its claim is released there.
        }
    }

    private string Counted(ApprovalPage page) =>
        $"{(page.Total > page.Rows.Count ? $"The first {page.Rows.Count:N0} of " : null)}{page.Total:N0} {(Decided ? "decided" : "waiting or being decided")}";
}
