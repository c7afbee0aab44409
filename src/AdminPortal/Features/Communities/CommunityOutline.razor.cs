using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Communities;

/// <summary>The estate as a virtualised tree. The tree keeps the focus and names its active row, so that no row has to exist to have it.</summary>
public sealed partial class CommunityOutline : IAsyncDisposable
{
    private ElementReference _tree;
    private IJSObjectReference? _keys;
    private DotNetObjectReference<CommunityOutline>? _self;
    private string? _renaming;
    private string? _revealed;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter, EditorRequired]
    public OutlineState State { get; set; } = default!;

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    [Parameter, EditorRequired]
    public CommunityDraft Draft { get; set; } = default!;

    /// <summary>As tall as its rows, scrolling with the page; else it scrolls by itself.</summary>
    [Parameter]
    public bool Whole { get; set; }

    /// <summary>Why nothing can be changed here; null when it can.</summary>
    [Parameter]
    public string? Locked { get; set; }

    [Parameter]
    public EventCallback<OutlineRow> OnOpen { get; set; }

    /// <summary>Selection or active row changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>"Move to…" for these groups.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> OnMove { get; set; }

    [Parameter]
    public EventCallback<string> OnTakeOut { get; set; }

    [Parameter]
    public EventCallback<string> OnUndo { get; set; }

    [Parameter]
    public EventCallback<string> OnCreateInside { get; set; }

    /// <summary>A text for the announcement group of this community.</summary>
    [Parameter]
    public EventCallback<string> OnAnnounce { get; set; }

    /// <summary>Asks for a new name through a number of ours; the answer is the sentence that stands in the way, or null.</summary>
    [Parameter, EditorRequired]
    public Func<EstateNode, string, Guid?, Task<string?>> Rename { get; set; } = default!;

    /// <summary>Called by the browser for keys pressed on the tree itself.</summary>
    [JSInvokable]
    public async Task OnKeyAsync(string key, bool shift, bool control)
    {
        switch (State.Press(key, shift, control))
        {
            case OutlineAction.None:
                return;
            case OutlineAction.Open when State.Active is { } row:
                await OnOpen.InvokeAsync(row);
                return;
            case OutlineAction.Rename when State.Active is { } row:
                await StartRenameAsync(row);
                break;
            case OutlineAction.Move when Locked is null:
                await OnMove.InvokeAsync(State.Concerned());
                break;
        }

        await OnChanged.InvokeAsync();
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null)
        {
            try
            {
                await _keys.InvokeVoidAsync("stop");
                await _keys.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and its listeners with it.
            }
        }

        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await using var module = await JS.InvokeAsync<IJSObjectReference>("import", "./Features/Communities/CommunityOutline.razor.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("attach", _tree, _self);
        }

        if (_keys is not null && State.Active?.Key != _revealed)
        {
            _revealed = State.Active?.Key;
            await _keys.InvokeVoidAsync("reveal", State.ActiveIndex);
        }
    }

    private static string IdOf(OutlineRow row) => $"node-{row.Key}";

    private static string MenuOf(OutlineRow row) => $"menu-{row.Key}";

    /// <summary>A CSS name: ids of groups carry signs that no name may have.</summary>
    private static string Anchor(string property, OutlineRow row) => $"{property}:--m{string.Concat(row.Key.Where(char.IsAsciiLetterOrDigit))}";

    private static int? RequestsOf(OutlineRow row) => row.Kind == OutlineRowKind.Community && row.Expanded != true ? row.Community!.Requests : row.Node?.Requests;

    // Everybody of a community is in its announcement group; the parent itself holds admins only.
    private static int? PeopleOf(OutlineRow row) => row.Community is { } community ? community.People : row.Node?.Members;

    private static string PeopleHref(OutlineRow row) =>
        row.Community is null ? PortalUrls.Group(row.Key, "participants") : row.Node is { IsKeptHere: true } kept ? OutlineWords.HrefOf(kept) : PortalUrls.Community(row.Key, "participants");

    private static string RequestsHref(OutlineRow row) =>
        row.Kind == OutlineRowKind.Community ? PortalUrls.Approvals(community: row.Key) : PortalUrls.Approvals(group: row.Key);

    private static string RolesOf(EstateNode node) => node.Numbers.Count == 0
        ? "None of our numbers is in it"
        : string.Join("; ", node.Numbers.Select(n => $"{n.Name}: {n.Role?.ToString().ToLowerInvariant() ?? "role not read yet"}"));

    private bool IsActive(OutlineRow row) => State.Active?.Key == row.Key;

    // Of all rows only the active one offers its controls to Tab; the others are reached by the tree's own keys.
    private int TabOf(OutlineRow row) => IsActive(row) ? 0 : -1;

    private string ClassOf(OutlineRow row) => string.Join(' ', new[]
    {
        "line",
        $"level-{row.Level}",
        row.Kind.ToString().ToLowerInvariant(),
        IsActive(row) ? "active" : null,
        State.IsPicked(row) ? "picked" : null,
        row.Node is { IsPlaceholder: true } ? "unseen" : null,
    }.Where(c => c is not null));

    private Capacity CapacityOf(OutlineRow row) => row.Community is { } community
        ? Capacity.OfSubgroups(community, Estate.Limits)
        : Capacity.OfMembers(row.Node!, Estate.Limits);

    private static string CapacityWords(OutlineRow row) => row.Community is null ? "people" : "groups";

    private async Task OnRowClickAsync(OutlineRow row, MouseEventArgs e)
    {
        State.Activate(row.Key);
        _revealed = row.Key;
        if (State.MayPick(row) && (e.CtrlKey || e.MetaKey || e.ShiftKey))
        {
            State.Pick(row.Key, e.ShiftKey);
        }
        else if (row.Kind == OutlineRowKind.Bucket)
        {
            State.Toggle(row.Key);
        }

        await OnChanged.InvokeAsync();
    }

    private async Task OnPickAsync(OutlineRow row, MouseEventArgs e)
    {
        State.Activate(row.Key);
        _revealed = row.Key;
        State.Pick(row.Key, e.ShiftKey);
        await OnChanged.InvokeAsync();
    }

    private async Task OnToggleAsync(OutlineRow row)
    {
        State.Toggle(row.Key);
        await OnChanged.InvokeAsync();
    }

    private Task OnMoveAsync(OutlineRow row)
    {
        State.Activate(row.Key);
        return OnMove.InvokeAsync(State.Selection.With(row.Key));
    }

    private Task StartRenameAsync(OutlineRow row)
    {
        if (Locked is null)
        {
            State.Activate(row.Key);
            _renaming = row.Key;
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    /// <summary>Who would rename it; null for a community kept here, which no number is asked for.</summary>
    private NumberRouting? RenameRoute(OutlineRow row) =>
        row.Node is { IsKeptHere: false } node ? Estate.Route(node, Capability.Rename, node.RoleToEdit) : null;

    private Task<string?> RenameAsync(OutlineRow row, string name, Guid? through) => Rename(row.Node!, name, through);

    private async Task OnRenamedAsync()
    {
        _renaming = null;
        StateHasChanged();
        await _tree.FocusAsync(preventScroll: true);
    }
}
