using AdminPortal.Features.Operators;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Account;

public sealed partial class AccountPage
{
    private readonly FormProblems _nameProblems = new();
    private readonly FormProblems _passwordProblems = new();
    private OwnAccountView? _own;

    [Inject]
    public required OwnAccount Account { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    internal OperatorSession Session { get; init; } = default!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery]
    public string? Saved { get; set; }

    [SupplyParameterFromForm(FormName = "name")]
    public NameForm? Naming { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public PasswordForm? Passwords { get; set; }

    protected override async Task OnInitializedAsync()
    {
        // Before the first wait: the page is rendered while the account is read.
        var entered = Naming is not null;
        Naming ??= new();
        Passwords ??= new();
        _own = (await Account.GetAsync(await Current.GetAsync(), Http.RequestAborted)).Value;
        if (!entered)
        {
            Naming.Name = _own?.Name;
        }
    }

    private async Task RenameAsync()
    {
        var actor = await Current.GetAsync();
        var result = await Account.RenameAsync(actor, Naming!.Name, Http.RequestAborted);
        if (result.Succeeded)
        {
            await ReturnAsync(actor, "name");
        }
        else
        {
            _nameProblems.Add(result.Failure);
        }
    }

    private async Task ChangePasswordAsync()
    {
        var actor = await Current.GetAsync();
        var result = await Account.ChangePasswordAsync(actor, Passwords!.Current, Passwords.Next, Http.RequestAborted);
        if (result.Succeeded)
        {
            await ReturnAsync(actor, "password");
        }
        else
        {
            _passwordProblems.Add(result.Failure);
        }
    }

    private async Task ReturnAsync(Actor actor, string saved)
    {
        // The cookie carries the name and the stamp that have just changed.
        await Session.BeginAsync(actor.OperatorId, Http.RequestAborted);
        Navigation.NavigateTo($"{PortalUrls.Account}?saved={saved}");
    }

    public sealed class NameForm
    {
        public string? Name { get; set; }
    }

    /// <summary>No record: its text would show the passwords.</summary>
    public sealed class PasswordForm
    {
        public string? Current { get; set; }

        public string? Next { get; set; }
    }
}
