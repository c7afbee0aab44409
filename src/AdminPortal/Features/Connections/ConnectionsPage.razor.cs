using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Live;
using AdminPortal.Sandbox;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Connections;

public sealed partial class ConnectionsPage : IAsyncDisposable
{
    private LiveQuery? _live;
    private Actor? _me;
    private bool _mayManage;
    private IReadOnlyDictionary<Guid, PaceMeter> _meters = new Dictionary<Guid, PaceMeter>();
    private LoadState<IReadOnlyList<ConnectionCard>> _state = new LoadState<IReadOnlyList<ConnectionCard>>.Loading();

    [Inject]
    public required ConnectionDirectory Directory { get; init; }

    [Inject]
    public required PacingGovernor Pacing { get; init; }

    [Inject]
    public required SyncDesk Sync { get; init; }

    [Inject]
    public required SandboxControl Sandbox { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    private static string NoRight => $"Your role does not allow to {Permissions.ManageConnections}.";

    protected override async Task OnInitializedAsync()
    {
        Actions.Changed += OnActionsChanged;
        Clock.Ticked += OnTicked;
        _me = await CurrentActor.GetAsync();
        _mayManage = _me.Can(Permissions.ManageConnections);
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Connections],
            LoadAsync,
            loaded =>
            {
                (_state, _meters) = (LoadState.OfList(loaded.Cards), loaded.Meters);
                StateHasChanged();
            },
            InvokeAsync,
            DispatchExceptionAsync);
    }

    public async ValueTask DisposeAsync()
    {
        Actions.Changed -= OnActionsChanged;
        Clock.Ticked -= OnTicked;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    private async Task<(IReadOnlyList<ConnectionCard> Cards, IReadOnlyDictionary<Guid, PaceMeter> Meters)> LoadAsync(CancellationToken cancellationToken)
    {
        var cards = await Directory.ListAsync(cancellationToken);
        Dictionary<Guid, PaceMeter> meters = [];
        foreach (var card in cards)
        {
            if (await Pacing.MeterAsync(card.Id, cancellationToken) is { } meter)
            {
                meters[card.Id] = meter;
            }
        }

        return (cards, meters);
    }

    private static string KeyOf(Guid connectionId) => $"check {connectionId}";

    private Task OnCheckAsync(ConnectionCard card) => Actions.RunAsync(
        KeyOf(card.Id), token => Sync.RequestAsync(_me!, card.Id, token), $"{card.Name} is asked for its session and its groups.");

    private void OnRetryAsync() => _live?.Refresh();

    // A list that brought nothing new announces nothing, and still became younger.
    private void OnTicked() => _live?.Refresh();

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);
}
