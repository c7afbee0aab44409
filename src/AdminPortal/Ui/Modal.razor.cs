using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Ui;

/// <summary>How wide a <see cref="Modal"/> may grow.</summary>
public enum ModalWidth
{
    Small,
    Medium,
    Large,
}

/// <summary>
/// The browser's own modal dialog: it makes the rest of the page inert, keeps the focus inside and gives it back when it closes.
/// Either bind <see cref="Open"/>, or keep a reference and call <see cref="ShowAsync"/> and <see cref="CloseAsync"/>.
/// </summary>
public sealed partial class Modal
{
    private readonly string _titleId = $"modal-{Guid.NewGuid():N}";
    private ElementReference _dialog;
    private IJSObjectReference? _module;
    private DotNetObjectReference<Modal>? _self;
    private bool _open;
    private bool _openParameter;
    private bool _shown;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Buttons at the foot, the main one last.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }

    /// <summary>The operator closed it by the cross or Escape; not raised by <see cref="CloseAsync"/>.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [Parameter]
    public ModalWidth Width { get; set; } = ModalWidth.Medium;

    public Task ShowAsync() => SetOpenAsync(open: true);

    public Task CloseAsync() => SetOpenAsync(open: false);

    /// <summary>Called by the browser on Escape.</summary>
    [JSInvokable]
    public async Task OnDismissedAsync()
    {
        await SetOpenAsync(open: false);
        await OnClose.InvokeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        if (_module is not null)
        {
            try
            {
                // A page that goes away with its dialog open gives the focus back, too.
                await _module.InvokeVoidAsync("close", _dialog);
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the dialog with it.
            }
        }
    }

    protected override void OnParametersSet()
    {
        if (Open != _openParameter)
        {
            _openParameter = Open;
            _open = Open;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_open == _shown)
        {
            return;
        }

        _shown = _open;
        var show = _open;
        _module ??= await JS.InvokeAsync<IJSObjectReference>("import", "./Ui/Modal.razor.js");
        if (show)
        {
            _self ??= DotNetObjectReference.Create(this);
            await _module.InvokeVoidAsync("show", _dialog, _self);
        }
        else
        {
            await _module.InvokeVoidAsync("close", _dialog);
        }
    }

    private async Task SetOpenAsync(bool open)
    {
        if (_open == open)
        {
            return;
        }

        _open = open;
        StateHasChanged();
        await OpenChanged.InvokeAsync(open);
    }
}
