using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Ui;

/// <summary>Where the circuit's messages, questions and announcements appear. Stands once, in the layout.</summary>
public sealed partial class ActionHost
{
    private ElementReference _host;
    private IJSObjectReference? _module;
    private Confirmation? _shown;
    private string? _typed;
    private Guid _newest;

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    private bool MayConfirm => _shown?.TypeToConfirm is not { } expected || string.Equals(_typed?.Trim(), expected, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        Actions.Changed -= OnChanged;
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the module with it.
            }
        }
    }

    protected override void OnInitialized() => Actions.Changed += OnChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var newest = Actions.Toasts.LastOrDefault()?.Id ?? Guid.Empty;
        if (newest == _newest)
        {
            return;
        }

        // A message that comes while a modal is open must lie above it.
        _newest = newest;
        _module ??= await JS.InvokeAsync<IJSObjectReference>("import", "./Ui/ActionHost.razor.js");
        await _module.InvokeVoidAsync(newest == Guid.Empty ? "lower" : "raise", _host);
    }

    private static string IconOf(ToastTone tone) => tone switch
    {
        ToastTone.Done => "check",
        ToastTone.Failure => "warning",
        _ => "info",
    };

    private void OnChanged() => _ = InvokeAsync(() =>
    {
        if (Actions.OpenConfirmation is { } open && !ReferenceEquals(open, _shown))
        {
            _shown = open;
            _typed = null;
        }

        StateHasChanged();
    });

    private void Answer(bool accepted)
    {
        if (!accepted || MayConfirm)
        {
            Actions.AnswerConfirmation(accepted);
        }
    }
}
