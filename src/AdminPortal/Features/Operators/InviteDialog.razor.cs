using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Operators;

public sealed partial class InviteDialog
{
    private const string BusyKey = "operator:invite";

    private static readonly IReadOnlyList<SelectOption<OperatorRole>> s_roles =
        [.. Enum.GetValues<OperatorRole>().Select(role => new SelectOption<OperatorRole>(role, role.ToString()))];

    private InvitationLink? _link;
    private PortalFailure? _failure;
    private OperatorRole _role = OperatorRole.Viewer;
    private string? _for;
    private bool _copied;

    [Inject]
    public required InvitationDesk Invitations { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter, EditorRequired]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private string? ErrorAt(string field) => _failure?.Field == field ? _failure.Message : null;

    private string Address(InvitationLink link) => Navigation.ToAbsoluteUri(PortalUrls.AcceptInvite(link.Token)).ToString();

    private async Task InviteAsync()
    {
        var actor = await Current.GetAsync();
        var result = await Actions.RunAsync(BusyKey, token => Invitations.InviteAsync(actor, _role, _for, token));
        _failure = result?.Failure;
        _link = result?.Value;
    }

    private async Task CopyAsync(InvitationLink link)
    {
        try
        {
            await JS.InvokeVoidAsync("navigator.clipboard.writeText", Address(link));
            _copied = true;
            Actions.Announce("The link is copied.");
        }
        catch (JSException)
        {
            // Browsers keep the clipboard to themselves without TLS or permission.
            Actions.Toast(ToastTone.Failure, "The browser does not allow to copy. Select the link and copy it yourself.");
        }
    }

    private async Task CloseAsync()
    {
        (_link, _failure, _for, _role, _copied) = (null, null, null, OperatorRole.Viewer, false);
        await OnClose.InvokeAsync();
    }
}
