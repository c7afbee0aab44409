using AdminPortal.Features.Sync;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Connections;

public sealed partial class ConnectionPage : IAsyncDisposable
{
    private const string CheckKey = "connection check";
    private const string TestKey = "connection test";
    private const string SaveKey = "connection save";
    private const string RemoveKey = "connection remove";
    private const string ReasonKey = "connection reason";

    private readonly ConnectionForm _form = new();
    private LiveQuery? _live;
    private Actor? _me;
    private Guid _shown;
    private bool _mayManage;
    private bool _edited;
    private bool _resting;
    private bool _resuming;
    private string? _reason;
    private string? _reasonError;
    private LoadState<ConnectionSettings> _state = new LoadState<ConnectionSettings>.Loading();

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    public required ConnectionDirectory Directory { get; init; }

    [Inject]
    public required ConnectionRegistry Registry { get; init; }

    [Inject]
    public required SyncDesk Sync { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private static string NoRight => $"Your role does not allow to {Permissions.ManageConnections}.";

    protected override async Task OnInitializedAsync()
    {
        Actions.Changed += OnActionsChanged;
        Clock.Ticked += OnRetry;
        _me = await CurrentActor.GetAsync();
        _mayManage = _me.Can(Permissions.ManageConnections);
        _live = LiveQuery.Start(Feed, [ChangeTopic.Connections], token => Directory.FindAsync(Id, token), OnLoaded, InvokeAsync, DispatchExceptionAsync);
    }

    protected override void OnParametersSet()
    {
        if (_shown != Id)
        {
            (_shown, _edited) = (Id, false);
            _state = new LoadState<ConnectionSettings>.Loading();
            _live?.Refresh();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Actions.Changed -= OnActionsChanged;
        Clock.Ticked -= OnRetry;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    private void OnLoaded(ConnectionSettings? settings)
    {
        _state = settings is null ? new LoadState<ConnectionSettings>.Empty() : new LoadState<ConnectionSettings>.Ready(settings);
        if (settings is not null && !_edited)
        {
            // What somebody is typing is not overwritten by an observation about the number's health.
            _form.Show(settings);
        }

        StateHasChanged();
    }

    private void OnTyped() => _edited = true;

    private void OnRetry() => _live?.Refresh();

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private Task OnCheckAsync() =>
        Actions.RunAsync(CheckKey, token => Sync.RequestAsync(_me!, Id, token), "The gateway is asked for the session and the groups.");

    private async Task OnTestAsync()
    {
        // From here on the form belongs to the operator, so that a finding is not wiped by the next observation.
        _edited = true;
        var draft = _form.ToDraft();
        var result = await Actions.RunAsync(TestKey, token => Registry.TestAsync(_me!, draft, Id, token));
        if (result is { Succeeded: true })
        {
            _form.Take(result.Value);
            Actions.Announce(result.Value.Works ? "The settings work." : "The settings do not work yet: see the fields.");
        }
    }

    private async Task OnSaveAsync()
    {
        var result = await Actions.RunAsync(SaveKey, token => Registry.EditAsync(_me!, Id, _form.ToDraft(), token), "The settings were saved.");
        if (result is { Succeeded: false })
        {
            _form.Take(result.Failure);
        }
        else if (result is { Succeeded: true })
        {
            _edited = false;
            _live?.Refresh();
        }
    }

    private void OnResume() => (_resuming, _reason, _reasonError) = (true, null, null);

    private async Task OnReasonAsync()
    {
        var result = await Actions.RunAsync(ReasonKey, token => Registry.ResumeAsync(_me!, Id, _reason, token), "The number goes on.");
        if (result is { Succeeded: true })
        {
            _resuming = false;
        }
        else
        {
            _reasonError = result?.Failure?.Message;
        }
    }

    private async Task OnRemoveAsync()
    {
        if (_state is not LoadState<ConnectionSettings>.Ready { Value.Card: var card })
        {
            return;
        }

        var impact = await Directory.ImpactOfRemovalAsync(Id, CancellationToken.None);
        var confirmation = new Confirmation(
            $"Remove {card.Name}?",
            $"{impact.OnlySeenByIt:N0} of its {impact.Groups:N0} groups are seen by no other number and leave the console. Its credentials are deleted.",
            "Remove the number",
            Dangerous: true,
            TypeToConfirm: impact.OnlySeenByIt >= 10 ? $"{impact.OnlySeenByIt}" : null);
        var result = await Actions.RunAsync(RemoveKey, token => Registry.RemoveAsync(_me!, Id, token), $"{card.Name} was removed.", confirm: confirmation);
        if (result is { Succeeded: true })
        {
            Navigation.NavigateTo(PortalUrls.Connections);
        }
    }
}
