using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Communities;

/// <summary>A column per community. Cards are dragged with the browser's own drag and drop; every drag has "Move to…".</summary>
public sealed partial class CommunityBoard : IAsyncDisposable
{
    /// <summary>Columns with more cards are virtualised.</summary>
    private const int Plain = 40;

    private ElementReference _board;
    private IJSObjectReference? _drag;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter, EditorRequired]
    public BoardState State { get; set; } = default!;

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    /// <summary>Why nothing can be changed here; null when it can.</summary>
    [Parameter]
    public string? Locked { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<string>> OnMove { get; set; }

    [Parameter]
    public EventCallback<BoardDrop> OnDropped { get; set; }

    [Parameter]
    public EventCallback<string> OnUndo { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_drag is not null)
        {
            try
            {
                await _drag.InvokeVoidAsync("stop");
                await _drag.DisposeAsync();
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
            await using var module = await JS.InvokeAsync<IJSObjectReference>("import", "./Features/Communities/CommunityBoard.razor.js");
            _drag = await module.InvokeAsync<IJSObjectReference>("attach", _board);
        }
    }

    private string Places(BoardColumn column)
    {
        var count = column.Then == column.Now ? $"{column.Now:N0}" : $"{column.Now:N0} → {column.Then:N0}";
        return column.CommunityId is null || IsKept(column) ? count : $"{count} of {Estate.Limits.Subgroups:N0}";
    }

    private string PlacesTitle(BoardColumn column) =>
        column.CommunityId is null || IsKept(column) ? OutlineWords.Count(column.Now, "group") : $"{column.Now:N0} of {Estate.Limits.Subgroups:N0} groups" + (column.Then == column.Now ? "" : $", {column.Then:N0} with the draft");

    private static bool IsKept(BoardColumn column) => column.Community is { Parent.IsKeptHere: true };

    private string? ToneOf(BoardColumn column) => column.CommunityId is null || IsKept(column) ? null
        : column.Then > Estate.Limits.Subgroups ? "over"
        : new Capacity(column.Then, Estate.Limits.Subgroups).IsNear ? "near" : null;

    private bool IsFree(BoardCard card) => card is { IsShadow: false, Node.IsMovable: true } && Locked is null;

    private string ClassOf(BoardCard card) => string.Join(' ', new[]
    {
        "board-card",
        card.IsShadow ? "shadow" : null,
        card is { IsShadow: false, Change: not null } ? "staged" : null,
        State.Selection.Contains(card.Node.Id) && !card.IsShadow ? "picked" : null,
    }.Where(c => c is not null));

    private void OnDragStart(BoardCard card)
    {
        if (IsFree(card))
        {
            State.StartDrag(card.Node.Id);
        }
    }

    // After a drop this comes too; then nothing is left to end.
    private void OnDragEnd() => State.EndDrag();

    private async Task OnDropAsync(BoardColumn column)
    {
        var dragged = State.EndDrag();
        if (column.IsTarget && dragged.Count > 0 && Locked is null)
        {
            await OnDropped.InvokeAsync(new BoardDrop(dragged, column.CommunityId));
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs e, BoardCard card)
    {
        if (e.Key is "m" or "M" && !e.CtrlKey && !e.MetaKey && !e.AltKey && IsFree(card))
        {
            await OnMove.InvokeAsync(State.Selection.With(card.Node.Id));
        }
    }

    private async Task OnPickCommunityAsync(BoardColumn column)
    {
        State.Communities.Toggle(column.Key);
        await OnChanged.InvokeAsync();
    }

    private async Task OnPickAsync(BoardCard card)
    {
        State.Selection.Toggle(card.Node.Id);
        await OnChanged.InvokeAsync();
    }
}

/// <summary>Groups dropped on a column.</summary>
/// <param name="To">The community's id; null for none.</param>
public sealed record BoardDrop(IReadOnlyList<string> Groups, string? To);
