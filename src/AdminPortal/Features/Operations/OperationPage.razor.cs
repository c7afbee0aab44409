using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace AdminPortal.Features.Operations;

public sealed partial class OperationPage : IAsyncDisposable
{
    private LiveQuery? _live;
    private LoadState<OperationDetail>? _load;
    private OperationDetail? _detail;
    private Virtualize<ItemRow>? _rows;
    private ExchangeDialog? _exchange;
    private PlanDialog? _plan;
    private Guid _shown;
    private string? _shownItems;
    private bool _mayChange;
    private bool _own;

    [Inject]
    public required OperationBoard Board { get; init; }

    [Inject]
    public required OperationControl Control { get; init; }

    [Inject]
    public required OperationRetry Retry { get; init; }

    [Inject]
    public required OperationRevert Reverter { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "items")]
    public string? Items { get; set; }

    private string NoRight => $"Your role does not allow to {_detail?.Permission ?? Permissions.ManageGroups}.";

    /// <summary>The stopped number for which the operation called a person: resuming the operation alone would change nothing.</summary>
    private WorkingNumber? WaitsForNumber =>
        _detail is { Row.State: OperationState.NeedsAttention } detail ? detail.Numbers.FirstOrDefault(n => n.StoppedReason is not null) : null;

    public async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_live is null)
        {
            _live = LiveQuery.Start(Feed, [ChangeTopic.Operations, ChangeTopic.Connections], LoadAsync, OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
        }
        else if (_shown != Id)
        {
            _live.Refresh();
        }
        else if (_shownItems != Items && _rows is not null)
        {
            await _rows.RefreshDataAsync();
        }

        (_shown, _shownItems) = (Id, Items);
    }

    private async Task<(OperationDetail? Detail, Actor Actor)> LoadAsync(CancellationToken cancellationToken) =>
        (await Board.FindAsync(Id, cancellationToken), await Current.GetAsync());

    private void OnLoaded((OperationDetail? Detail, Actor Actor) loaded)
    {
        _detail = loaded.Detail;
        _mayChange = _detail is not null && loaded.Actor.Can(_detail.Permission);
        _own = _detail?.Row.SubmittedById == loaded.Actor.OperatorId;
        _load = _detail is null ? new LoadState<OperationDetail>.Empty() : new LoadState<OperationDetail>.Ready(_detail);
        StateHasChanged();
        if (_rows is not null)
        {
            _ = RefreshRowsAsync(_rows);
        }
    }

    private async Task RefreshRowsAsync(Virtualize<ItemRow> rows)
    {
        try
        {
            await rows.RefreshDataAsync();
            StateHasChanged();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private async ValueTask<ItemsProviderResult<ItemRow>> ProvideAsync(ItemsProviderRequest request)
    {
        var states = OperationPageState.ItemStatesOf(Items);
        var rows = await Board.ItemsAsync(Id, states, request.StartIndex, request.Count, request.CancellationToken);
        return new ItemsProviderResult<ItemRow>(rows, _detail is null ? rows.Count : OperationPageState.CountOf(_detail.Row.Counts, states));
    }

    private string ItemsUrl(string? items) => PortalUrls.Operation(Id, items);

    private bool IsBusy(string action) => Actions.IsBusy($"{action}:{Id}");

    private Task ShowExchangeAsync(ItemRow item) => _exchange!.ShowAsync(item);

    private Task ConfirmAsync() => RunAsync("confirm", "Confirmed. It starts as its turn comes.", Control.ConfirmAsync, new Confirmation(
        "Confirm this operation?",
        $"“{_detail!.Row.Title}” by {_detail.Row.SubmittedBy}: {_detail.Row.Counts.Total:N0} items are sent in your name, too.",
        $"Confirm {_detail.Row.Counts.Total:N0} items"));

    private Task PauseAsync() => RunAsync("pause", "Paused. What is under way is brought to its end.", Control.PauseAsync);

    private Task ResumeAsync() => RunAsync("resume", "Resumed.", Control.ResumeAsync);

    private Task CancelAsync()
    {
        var open = _detail!.Row.Counts[ItemState.Planned];
        return RunAsync("cancel", "Cancelled. What was sent is settled.", Control.CancelAsync, new Confirmation(
            "Cancel this operation?",
            open == 1 ? "1 item was not sent yet and will not be. What was sent stays and is settled." : $"{open:N0} items were not sent yet and will not be. What was sent stays and is settled.",
            "Cancel the operation",
            Dangerous: true));
    }

    private async Task RetryAsync()
    {
        var actor = await Current.GetAsync();
        var planned = await Actions.RunAsync($"retry:{Id}", token => Retry.PlanAsync(actor, Id, token));
        if (planned is not { Succeeded: true, Value: var plan })
        {
            return;
        }

        var count = plan.Items.Count == 1 ? "Retry 1 item" : $"Retry {plan.Items.Count:N0} items";
        var answer = await _plan!.AskAsync(new PlanQuestion($"{count}?", plan, count)
        {
            Points = ["A new operation sends what failed and can still succeed. What can never succeed, and what happened, is left out."],
            NothingText = new NothingToRetry().Message,
        });
        if (answer is null)
        {
            return;
        }

        var result = await Actions.RunAsync(
            $"retry:{Id}",
            token => Retry.RetryAsync(actor, Id, token, answer.StartAt),
            answer.StartAt is { } at ? $"Scheduled for {Clock.Clock(at)}." : "Retrying.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        if (result is { Succeeded: true })
        {
            Navigation.NavigateTo(PortalUrls.Operation(result.Value.OperationId));
        }
    }

    private async Task RevertAsync()
    {
        var actor = await Current.GetAsync();
        var planned = await Actions.RunAsync($"revert:{Id}", token => Reverter.PlanAsync(actor, Id, token));
        if (planned is not { Succeeded: true, Value: var plan })
        {
            return;
        }

        var intent = Guid.NewGuid();
        var answer = await _plan!.AskAsync(new PlanQuestion("Revert this operation?", plan, plan.Items.Count == 1 ? "Revert with 1 call" : $"Revert with {plan.Items.Count:N0} calls")
        {
            Points = ["A new operation undoes what this one did. It is planned from what was recorded and from what the last reads showed."],
            Dangerous = plan.Items.Any(i => i.Draft.Kind is ItemKind.RemoveParticipant or ItemKind.UnlinkGroup),
            NothingText = new NothingToRevert().Message,
            Replan = async rather => (await Actions.RunAsync($"revert:{Id}:replan", token => Reverter.PlanAsync(actor, Id, token, rather)))?.Value,
        });
        if (answer is null)
        {
            return;
        }

        var result = await Actions.RunAsync(
            $"revert:{Id}",
            token => Reverter.SubmitAsync(actor, Id, answer.Plan.Fingerprint, intent, answer.StartAt, token, answer.Through),
            answer.StartAt is { } at ? $"Scheduled for {Clock.Clock(at)}." : "Reverting.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        if (result is { Succeeded: true })
        {
            Navigation.NavigateTo(PortalUrls.Operation(result.Value.OperationId));
        }
    }

    private async Task DecideAsync(ItemRow item, bool happened)
    {
        var actor = await Current.GetAsync();
        var phrase = OperationWords.PhraseOf(item.Kind, item.Label);
        await Actions.RunAsync(
            $"decide:{item.Id}",
            token => Control.DecideAsync(actor, item.Id, happened, token),
            "Noted.",
            confirm: new Confirmation(
                happened ? $"“{phrase}” happened?" : $"“{phrase}” did not happen?",
                "Reading cannot tell. Look in WhatsApp first: what you say here is taken as the outcome.",
                happened ? "It happened" : "It did not happen"));
    }

    private async Task RunAsync(
        string action, string done, Func<Actor, Guid, CancellationToken, Task<Result<Done>>> call, Confirmation? confirm = null)
    {
        var actor = await Current.GetAsync();
        await Actions.RunAsync($"{action}:{Id}", token => call(actor, Id, token), done, confirm: confirm);
    }
}
