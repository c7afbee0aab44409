using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Account;

public sealed partial class SignOutPage
{
    [Inject]
    internal OperatorSession Session { get; init; } = default!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    private async Task SubmitAsync()
    {
        await Session.EndAsync(Actor.From(Http.User), Http.RequestAborted);
        Navigation.NavigateTo(PortalUrls.SignIn());
    }
}
