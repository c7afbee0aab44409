using AdminPortal.Features.Operators;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Account;

public sealed partial class SetupPage
{
    private readonly FormProblems _problems = new();
    private bool _open;

    [Inject]
    public required OneTimeLinks Links { get; init; }

    [Inject]
    internal OperatorSession Session { get; init; } = default!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "setup")]
    public NewOperatorForm? Entered { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Entered ??= new();
        _open = await Links.IsSetupOpenAsync(Token, Http.RequestAborted);
    }

    private async Task SubmitAsync()
    {
        var entered = Entered!.ToNewOperator();
        foreach (var problem in entered.Problems())
        {
            _problems.Add(problem);
        }

        var result = await Links.SetUpAsync(Token, entered, Http.RequestAborted);
        if (result.Succeeded)
        {
            await Session.BeginAsync(result.Value, Http.RequestAborted);
            Navigation.NavigateTo(PortalUrls.Overview);
        }
        else
        {
            _problems.Add(result.Failure);
            _open = result.Failure is not LinkNotValid;
        }
    }
}
