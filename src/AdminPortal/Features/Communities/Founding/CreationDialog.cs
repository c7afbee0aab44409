using AdminPortal.Features.Groups;
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

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    [Parameter]
    public EventCallback OnClose { get; set; }

    protected TState State { get; private set; } = default!;

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
        var many = order.Count > 1 ? (await Founder.PreviewAsync(Estate, order, CancellationToken.None)).Value : null;
        var result = await Actions.RunAsync(
            BusyKey,
            token => Founder.CreateAsync(actor, order, token),
            many is null
                ? $"The {Noun} is being created. It shows as pending until a read has seen it."
                : $"{many.Names.Count:N0} {Plural} are being created, as the budget of {State.Number!.Name} allows.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            many is null ? Question() : new Confirmation(
                $"Create {many.Names.Count:N0} {Plural}?",
                $"{many.Names[0]} to {many.Names[^1]}, created by {State.Number!.Name}. {many.Pace} You can cancel what has not been created yet.",
                $"Create {many.Names.Count:N0} {Plural}"));
        State.Refuse(result?.Failure);
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
    }

    private async Task<Result<CreationPreview>?> SeeAsync(CancellationToken cancellationToken) =>
        State.Naming.IsEmpty || State.Number is null ? null : await Founder.PreviewAsync(Estate, State.ToOrder(), cancellationToken);
}
