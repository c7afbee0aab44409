using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Connections;

/// <summary>How a number hears of events: its address and secret, what came, and what nobody could use.</summary>
public sealed partial class WebhookPanel : IAsyncDisposable
{
    private const string SetKey = "webhook set";
    private const string OffKey = "webhook off";
    private const string ReplayKey = "webhook replay";

    private LiveQuery? _live;
    private Guid _shown;
    private WebhookSheet? _sheet;
    private WebhookGrant? _grant;
    private string? _given;
    private string? _givenError;

    [Parameter, EditorRequired]
    public Guid ConnectionId { get; set; }

    [Parameter, EditorRequired]
    public Actor Me { get; set; } = null!;

    [Inject]
    public required WebhookDesk Desk { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    private bool MayManage => Me.Can(Permissions.ManageConnections);

    private static string NoRight => $"Your role does not allow to {Permissions.ManageConnections}.";

    private Uri Console => new(Navigation.BaseUri);

    protected override void OnInitialized()
    {
        Actions.Changed += OnActionsChanged;
        Clock.Ticked += OnTicked;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == ConnectionId)
        {
            return;
        }

        (_shown, _sheet, _grant, _given, _givenError) = (ConnectionId, null, null, null, null);
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Connections],
            token => Desk.FindAsync(Me, ConnectionId, Console, token),
            sheet =>
            {
                _sheet = sheet;
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

    private static string WhatItTells(WebhookSheet sheet) => (sheet.Hears, sheet.HearsRequests) switch
    {
        (true, true) => "This gateway tells of members, settings and join requests. An event is a hint: what it points to is read.",
        (true, false) => "This gateway tells of members and settings. It never tells of join requests: these are asked for on schedule.",
        _ => "This gateway tells of its session only. Groups and join requests are asked for on schedule.",
    };

    private string? WhyNoReplay(bool canReplay) => !MayManage ? NoRight : canReplay ? null : "Nothing was kept of it that could be tried again.";

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private void OnTicked() => _live?.Refresh();

    private async Task OnSetUpAsync()
    {
        var result = await Actions.RunAsync(SetKey, token => Desk.SetUpAsync(Me, ConnectionId, Console, token), "The address is ready. Now give it to the gateway.");
        if (result is { Succeeded: true })
        {
            _grant = result.Value;
        }
    }

    private async Task OnReplaceAsync()
    {
        var made = _sheet?.VendorMakesSecret == true;
        var confirmation = new Confirmation(
            made ? "Make a new address?" : "Replace the secret?",
            made
                ? "Events to the former address are refused at once, until the gateway has the new one and its new secret was entered here."
                : "Events with the former secret are refused at once, until the gateway has the new one. The schedule goes on reading meanwhile.",
            made ? "Make a new address" : "Replace the secret",
            Dangerous: true);
        var result = await Actions.RunAsync(
            SetKey, token => Desk.SetUpAsync(Me, ConnectionId, Console, token), made ? "There is a new address." : "There is a new secret.", confirm: confirmation);
        if (result is { Succeeded: true })
        {
            _grant = result.Value;
        }
    }

    private async Task OnTakeSecretAsync()
    {
        var result = await Actions.RunAsync(SetKey, token => Desk.TakeSecretAsync(Me, ConnectionId, _given, token), "The secret is kept. Events are taken in from now on.");
        (_givenError, _given) = result is { Succeeded: true } ? (null, null) : (result?.Failure?.Message, _given);
        if (_givenError is null)
        {
            _grant = null;
        }
    }

    private async Task OnTurnOffAsync()
    {
        var confirmation = new Confirmation(
            "Turn events off?",
            "The address stops working at once. Changes then show when the schedule reads them. Take it out of the gateway's settings, too.",
            "Turn off",
            Dangerous: true);
        var result = await Actions.RunAsync(OffKey, token => Desk.TurnOffAsync(Me, ConnectionId, token), "Events are turned off.", confirm: confirmation);
        if (result is { Succeeded: true })
        {
            _grant = null;
        }
    }

    private Task OnReplayAsync(Guid? delivery) =>
        Actions.RunAsync(ReplayKey, token => Desk.ReplayAsync(Me, ConnectionId, delivery, token), "Tried again.");

    private async Task CopyAsync(string text)
    {
        try
        {
            await JS.InvokeVoidAsync("navigator.clipboard.writeText", text);
            Actions.Announce("Copied.");
        }
        catch (JSException)
        {
            // Browsers keep the clipboard to themselves without TLS or permission.
            Actions.Toast(ToastTone.Failure, "The browser does not allow to copy. Select the text and copy it yourself.");
        }
    }
}
