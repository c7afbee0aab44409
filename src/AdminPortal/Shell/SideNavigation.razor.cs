using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AdminPortal.Shell;

/// <summary>The places of the console; a drawer on narrow screens.</summary>
public sealed partial class SideNavigation
{
    private static readonly Place[] s_places =
    [
        new("overview", "Overview", PortalUrls.Overview, Permissions.Read),
        new("community", "Communities", PortalUrls.Communities(), Permissions.Read),
        new("inbox", "Approvals", PortalUrls.Approvals(), Permissions.Read),
        new("send", "Follow-up", PortalUrls.FollowUp(), Permissions.Read),
        new("people", "People", PortalUrls.People(), Permissions.Read),
        new("operations", "Operations", PortalUrls.Operations(), Permissions.Read),
        new("audit", "Audit", PortalUrls.Audit(), Permissions.Read),
        new("connection", "Connections", PortalUrls.Connections, Permissions.Read),
        new("operators", "Operators", PortalUrls.Operators, Permissions.ManageOperators),
    ];

    private ElementReference _close;
    private bool _wasOpen;

    [Parameter]
    public Actor? Actor { get; set; }

    /// <summary>Null until it was read.</summary>
    [Parameter]
    public ShellSnapshot? Status { get; set; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Open && !_wasOpen)
        {
            await _close.FocusAsync();
        }

        _wasOpen = Open;
    }

    private Task OnKeyDownAsync(KeyboardEventArgs e) => Open && e.Key == "Escape" ? OnClose.InvokeAsync() : Task.CompletedTask;

    private RenderFragment? CountOf(Place place) => (place.Icon, Status) switch
    {
        (_, null) => null,
        ("inbox", { RequestsWaiting: > 0 and var waiting }) => Count(waiting, "accent", waiting == 1 ? "request waiting" : "requests waiting"),
        ("send", { FollowUpsNeedingYou: > 0 and var stranded }) => Count(stranded, "accent", stranded == 1 ? "person needs you" : "people need you"),
        ("operations", { OperationsNeedingAttention: > 0 and var stuck }) => Count(stuck, "alarm", stuck == 1 ? "needs attention" : "need attention"),
        ("operations", { OperationsRunning: > 0 and var running }) => Count(running, "running", "running"),
        _ => null,
    };

    private static RenderFragment Count(int count, string kind, string words) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", $"count {kind}");
        builder.AddAttribute(2, "title", $"{count} {words}");
        builder.AddContent(3, count > 999 ? "999+" : count);
        builder.OpenElement(4, "span");
        builder.AddAttribute(5, "class", "visually-hidden");
        builder.AddContent(6, $" {words}");
        builder.CloseElement();
        builder.CloseElement();
    };

    private sealed record Place(string Icon, string Text, string Href, string Permission);
}
