using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace AdminPortal.Shell;

/// <summary>The frame of the console: navigation, top bar, banners, the page, messages.</summary>
public sealed partial class MainLayout
{
    private static readonly ChangeTopic[] s_topics = [ChangeTopic.Requests, ChangeTopic.Operations, ChangeTopic.FollowUp, ChangeTopic.Connections];

    private ElementReference _main;
    private ElementReference _drawerButton;
    private ErrorBoundary? _boundary;
    private Actor? _actor;
    private ShellSnapshot? _status;
    private LiveQuery? _live;
    private bool _drawer;
    private bool _zoneKnown;

    [Inject]
    public required ShellStatus Status { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required NumberSight Sight { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required ILogger<MainLayout> Logger { get; init; }

    [CascadingParameter]
    public Task<AuthenticationState>? Authentication { get; set; }

    // The base address is "/", so a bare "#main" would lead to the overview.
    private string SkipTarget => Navigation.Uri.Split('#')[0] + "#main";

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Clock.Ticked -= OnTicked;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _actor = Authentication is null ? null : Actor.From((await Authentication).User);
        Sight.Take(_actor);
        if (_actor?.Can(Permissions.Read) == true)
        {
            _live = LiveQuery.Start(Feed, s_topics, ReadStatusAsync, OnStatus, InvokeAsync, DispatchExceptionAsync);
            Clock.Ticked += OnTicked;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            Clock.UseZone(await JS.InvokeAsync<string?>("adminPortalShell.timeZone"));
            _zoneKnown = true;
            StateHasChanged();
        }
    }

    /// <summary>The frame outlives a moment without a database: it keeps what it showed, and the log says why.</summary>
    private async Task<ShellSnapshot?> ReadStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Status.ReadAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Logged below; an exception here would end the circuit and with it whatever the operator is typing.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogStatusFailed(Logger, exception);
            return _status;
        }
    }

    private void OnStatus(ShellSnapshot? status)
    {
        _status = status;
        StateHasChanged();
    }

    /// <summary>A pause ends by the clock, without anybody saying so.</summary>
    private void OnTicked()
    {
        if (_status?.Numbers.Any(n => n.Until <= Clock.Now) == true)
        {
            _live?.Refresh();
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _drawer = false;
        // A screen that failed must not take the next one along.
        _boundary?.Recover();
        StateHasChanged();
    });

    private void OpenDrawer() => _drawer = true;

    private async Task CloseDrawerAsync()
    {
        _drawer = false;
        await _drawerButton.FocusAsync();
    }

    private async Task OnSkipAsync() => await _main.FocusAsync();

    [LoggerMessage(Level = LogLevel.Error, Message = "The counts and the health of the frame could not be read.")]
    private static partial void LogStatusFailed(ILogger logger, Exception exception);
}
