using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.AspNetCore.Identity;

namespace AdminPortal.Features.Operators;

/// <summary>What somebody enters who comes in through a link. No record: its text would show the password.</summary>
public sealed class NewOperator(string? name, string? email, string? password)
{
    /// <summary>Every problem with its field: <c>name</c>, <c>email</c>, <c>password</c>.</summary>
    public IReadOnlyList<InvalidInput> Problems()
    {
        List<InvalidInput> problems = [];
        foreach (var failure in (PortalFailure?[])[OperatorName.Parse(name).Failure, OperatorEmail.Parse(email).Failure])
        {
            if (failure is InvalidInput problem)
            {
                problems.Add(problem);
            }
        }

        if (PasswordRules.ProblemWith(password ?? "", name ?? "", email ?? "") is { } weak)
        {
            problems.Add(new InvalidInput(weak, "password"));
        }

        return problems;
    }

    /// <exception cref="InvalidOperationException">There are <see cref="Problems"/>.</exception>
    internal Operator ToOperator(OperatorRole role, IPasswordHasher<Operator> hasher, DateTimeOffset now)
    {
        if (OperatorName.Parse(name).Value is not { } cleanName || OperatorEmail.Parse(email).Value is not { } cleanEmail)
        {
            throw new InvalidOperationException("Ask for the problems first.");
        }

        var created = new Operator
        {
            DisplayName = cleanName,
            Email = cleanEmail,
            NormalizedEmail = OperatorEmail.Normalise(cleanEmail),
            UserName = cleanEmail,
            NormalizedUserName = OperatorEmail.Normalise(cleanEmail),
            Role = role,
            CreatedAt = now,
            LockoutEnabled = true,
            SecurityStamp = LinkToken.Random(),
        };
        created.PasswordHash = hasher.HashPassword(created, password!);
        return created;
    }
}
