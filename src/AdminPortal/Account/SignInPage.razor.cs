using AdminPortal.Features.Operators;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Account;

public sealed partial class SignInPage
{
    private readonly FormProblems _problems = new();
    private bool _nobody;

    [Inject]
    public required OneTimeLinks Links { get; init; }

    [Inject]
    internal OperatorSession Session { get; init; } = default!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public Credentials? Entered { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Entered ??= new();
        if (HttpMethods.IsGet(Http.Request.Method) && Http.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(LocalUrl.Or(ReturnUrl));
            return;
        }

        _nobody = !await Links.AnybodyExistsAsync(Http.RequestAborted);
    }

    private async Task SubmitAsync()
    {
        var result = await Session.SignInAsync(Entered!.Email, Entered.Password, Http.RequestAborted);
        if (result.Succeeded)
        {
            Navigation.NavigateTo(LocalUrl.Or(ReturnUrl));
        }
        else
        {
            _problems.Add(result.Failure);
        }
    }

    /// <summary>No record: its text would show the password.</summary>
    public sealed class Credentials
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
