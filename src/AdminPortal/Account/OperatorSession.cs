using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Operators;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Account;

/// <summary>Begins and ends the browser session of an operator. Only for requests, never in a circuit: it writes cookies.</summary>
internal sealed class OperatorSession(
    CredentialCheck credentials,
    SignInManager<Operator> signIn,
    IDbContextFactory<PortalDbContext> contexts,
    AuditTrail audit)
{
    public async Task<Result<Done>> SignInAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        var checkedOperator = await credentials.CheckAsync(email, password, cancellationToken);
        if (!checkedOperator.Succeeded)
        {
            return checkedOperator.Failure;
        }

        await BeginAsync(checkedOperator.Value, cancellationToken);
        return default(Done);
    }

    /// <summary>Writes the cookie of an operator who has just proved to be the one, or changed what the cookie carries.</summary>
    public async Task BeginAsync(Guid operatorId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await signIn.SignInAsync(await db.Users.AsNoTracking().SingleAsync(o => o.Id == operatorId, cancellationToken), isPersistent: false);
    }

    public async Task EndAsync(Actor? actor, CancellationToken cancellationToken)
    {
        await signIn.SignOutAsync();
        if (actor is not null)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            audit.Record(db, actor, "operator.signed-out", "operator", actor.OperatorId.ToString(), $"{actor.Name} signed out.");
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
