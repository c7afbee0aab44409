using AdminPortal.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Shell;

/// <summary>Jump to anything by a part of its name, from anywhere, with the keyboard.</summary>
public sealed partial class CommandPalette
{
    private ElementReference _dialog;
    private ElementReference _input;
    private IJSObjectReference? _module;
    private DotNetObjectReference<CommandPalette>? _self;
    private CancellationTokenSource? _search;
    private IReadOnlyList<PaletteEntry> _found = [];
    private string _query = "";
    private int _active;
    private bool _open;
    private bool _shown;
    private bool _searching;
    private bool _failed;

    [Inject]
    public required PaletteIndex Index { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required ILogger<CommandPalette> Logger { get; init; }

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = default!;

    /// <summary>Called by the browser on Ctrl K and Cmd K.</summary>
    [JSInvokable]
    public async Task OpenAsync()
    {
        if (!_open)
        {
            (_open, _query, _active) = (true, "", 0);
            await SearchAsync();
        }
    }

    /// <summary>Called by the browser on Escape and on a click beside the palette.</summary>
    [JSInvokable]
    public void Close()
    {
        _open = false;
        _search?.Cancel();
        StateHasChanged();
    }

    /// <summary>Called by the browser, which keeps the arrow keys from moving the caret.</summary>
    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        if (_found.Count == 0)
        {
            return;
        }

        switch (key)
        {
            case "ArrowDown":
                _active = (_active + 1) % _found.Count;
                break;
            case "ArrowUp":
                _active = (_active + _found.Count - 1) % _found.Count;
                break;
            case "Enter":
                await GoAsync(_found[_active]);
                return;
        }

        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        _search?.Dispose();
        _self?.Dispose();
        if (_module is not null)
        {
            try
            {
                await _module.InvokeVoidAsync("detach");
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and its listeners with it.
            }
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./Shell/CommandPalette.razor.js");
            await _module.InvokeVoidAsync("attach", _dialog, _self);
        }

        if (_module is not null && _open != _shown)
        {
            _shown = _open;
            await (_open ? _module.InvokeVoidAsync("show", _dialog, _input) : _module.InvokeVoidAsync("close", _dialog));
        }
        else if (_module is not null && _open)
        {
            await _module.InvokeVoidAsync("reveal", _dialog);
        }
    }

    private static string OptionId(int index) => $"palette-option-{index}";

    private async Task OnQuery(string? query)
    {
        _query = query ?? "";
        await SearchAsync();
    }

    private async Task SearchAsync()
    {
        // Only the answer to the latest keystroke counts.
        if (_search is not null)
        {
            await _search.CancelAsync();
        }

        using var search = new CancellationTokenSource();
        _search = search;
        (_searching, _failed) = (true, false);
        StateHasChanged();
        try
        {
            var found = await Index.FindAsync(Actor, _query, search.Token);
            if (ReferenceEquals(_search, search))
            {
                (_found, _active) = (found, 0);
            }
        }
        catch (OperationCanceledException) when (search.IsCancellationRequested)
        {
            // A later keystroke took over.
        }
#pragma warning disable CA1031 // The palette is part of every page: a failed search is told in it and logged, the page stays.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogSearchFailed(Logger, exception);
            (_found, _failed) = ([], true);
        }
        finally
        {
            if (ReferenceEquals(_search, search))
            {
                (_search, _searching) = (null, false);
                StateHasChanged();
            }
        }
    }

    private async Task GoAsync(PaletteEntry entry)
    {
        Close();
        await Task.Yield();
        Navigation.NavigateTo(entry.Url);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The search of the command palette failed.")]
    private static partial void LogSearchFailed(ILogger logger, Exception exception);
}
