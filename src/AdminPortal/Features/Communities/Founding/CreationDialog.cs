using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What the dialogs that create groups and communities do alike: they look ahead at every change, ask before a series, and submit once.</summary>
public abstract class CreationDialog<TState> : ComponentBase, IDisposable
    where TState : CreationState
{
    private PreviewLook? _look;
    private Estate? _shown;

    [Inject]
    public required CommunityFounder Founder { get; init; }

    [Inject]
    public required GroupText Text { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required PlanForecaster Forecaster { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    [Parameter]
    public EventCallback OnClose { get; set; }

    protected TState State { get; private set; } = default!;

    /// <summary>Asks before more than a few calls; the dialog renders it.</summary>
    protected PlanDialog? Review { get; set; }

    protected abstract string Noun { get; }

    protected abstract string Plural { get; }

    protected CreationPreview? Preview => _look?.Preview;

    /// <summary>Why there is no preview.</summary>
    protected string? PreviewProblem => _look?.Problem;

    protected bool IsBusy => Actions.IsBusy(BusyKey);

    private string BusyKey => $"{Noun}:create";

    public void Dispose()
    {
        _look?.Dispose();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    protected abstract TState NewState();

    /// <summary>The estate was read, at first or anew.</summary>
    protected abstract void Show(Estate estate);

    /// <summary>Asked before a single one is created; null when that needs no question.</summary>
    protected virtual Confirmation? Question() => null;

    protected override void OnInitialized()
    {
        State = NewState();
        _look = new PreviewLook(SeeAsync);
    }

    protected override Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_shown, Estate))
        {
            return Task.CompletedTask;
        }

        _shown = Estate;
        Show(Estate);
        return LookAsync();
    }

    protected Task ChangeAsync(Action change)
    {
        change();
        State.Touch();
        return LookAsync();
    }

    protected Task LookAsync() => _look!.AgainAsync();

    protected async Task OnSubmitAsync()
    {
        if (!State.Check())
        {
            return;
        }

        var (actor, order) = (await CurrentActor.GetAsync(), State.ToOrder());
        var draft = Founder.DraftOf(Estate, order);
        var isBulk = draft.Succeeded && (order.Count > 1 || !draft.Value.Interactive);
        if (isBulk)
        {
            if (await Review!.AskAsync(await ReviewOfAsync(actor, draft.Value!)) is not { } answer)
            {
                return;
            }

            order = order with { StartAt = answer.StartAt };
        }

        var result = await Actions.RunAsync(
            BusyKey,
            token => Founder.CreateAsync(actor, order, token),
            order.StartAt is { } at ? $"Scheduled for {Clock.Clock(at)}."
                : order.Count > 1 ? $"{order.Count:N0} {Plural} are being created, as the budget of {State.Number!.Name} allows."
                : $"The {Noun} is being created. It shows as pending until a read has seen it.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            isBulk ? null : Question());
        State.Refuse(result?.Failure);
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
    }

    /// <summary>Everything that takes more than a few calls is shown before it begins.</summary>
    private async Task<PlanQuestion> ReviewOfAsync(Actor actor, OperationDraft draft)
    {
        var forecast = await Forecaster.ForecastAsync(actor, CommunityFounder.CallsOf(draft), draft.Interactive, CancellationToken.None);
        var second = (await Forecaster.ForecastAsync(actor, draft.Items, draft.Interactive, CancellationToken.None)).SecondOperator;
        var plan = new OperationPlan(
            draft.Title,
            [.. draft.Items.Select(i => new PlannedItem(i, Where: null, State.Number!.Name))],
            [],
            [
                .. forecast.Calls == draft.Items.Count ? (string[])[] : ["The first people come in with the creation itself; who is missing then is added."],
                .. Preview?.Budget is { } budget ? (string[])[$"{State.Number!.Name} creates at most {budget}."] : [],
            ],
            forecast with { SecondOperator = second });
        var many = Preview?.Names is { Count: > 1 } names ? names : null;
        return many is null && Question() is { } single
            ? PlanQuestion.From(single, plan)
            : new PlanQuestion($"{(many is null ? draft.Title : $"Create {many.Count:N0} {Plural}")}?", plan, many is null ? $"Create {Noun}" : $"Create {many.Count:N0} {Plural}")
            {
                Points = many is null ? [] : [$"{many[0]} to {many[^1]}, created by {State.Number!.Name}. You can cancel what has not been created yet."],
            };
    }

    private async Task<Result<CreationPreview>?> SeeAsync(CancellationToken cancellationToken) =>
        State.Naming.IsEmpty || State.Number is null ? null : await Founder.PreviewAsync(Estate, State.ToOrder(), cancellationToken);
}
