using AdminPortal.Features.Operators;

namespace AdminPortal.Account;

/// <summary>The posted fields of somebody who comes in through a link.</summary>
public sealed class NewOperatorForm
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    internal NewOperator ToNewOperator() => new(Name, Email, Password);
}
