using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operators;

/// <summary>What every operator may change: the own name and password.</summary>
public sealed class OwnAccount(
    IDbContextFactory<PortalDbContext> contexts,
    IPasswordHasher<Operator> hasher,
    CredentialCheck credentials,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    public async Task<Result<OwnAccountView>> GetAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var view = await db.Users.Where(o => o.Id == actor.OperatorId)
            .Select(o => new OwnAccountView(o.DisplayName, o.Email!, o.Role, o.CreatedAt))
            .FirstOrDefaultAsync(cancellationToken);
        return view is null ? new NotThere("Your account") : view;
    }

    public async Task<Result<Done>> RenameAsync(Actor actor, string? name, CancellationToken cancellationToken)
    {
        var parsed = OperatorName.Parse(name);
        if (!parsed.Succeeded)
        {
            return parsed.Failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.FindAsync([actor.OperatorId], cancellationToken) is not { } own)
        {
            return new NotThere("Your account");
        }

        if (own.DisplayName == parsed.Value)
        {
            return default(Done);
        }

        audit.Record(db, actor, "operator.renamed", "operator", own.Id.ToString(), $"{own.DisplayName} is now called {parsed.Value}.");
        own.DisplayName = parsed.Value;
        return await SaveAsync(db, own, cancellationToken);
    }

    /// <summary>Other browsers of the same operator are signed out; the caller signs its own in again.</summary>
    public async Task<Result<Done>> ChangePasswordAsync(Actor actor, string? current, string? next, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.FindAsync([actor.OperatorId], cancellationToken) is not { PasswordHash: { } hash } own)
        {
            return new NotThere("Your account");
        }

        // Somebody at an unlocked screen gets no more guesses than at the door.
        if (own.LockoutEnd > time.GetUtcNow()
            || current is not { Length: > 0 and <= PasswordRules.Longest }
            || hasher.VerifyHashedPassword(own, hash, current) == PasswordVerificationResult.Failed)
        {
            await credentials.CountFailureAsync(own, cancellationToken);
            return new WrongCurrentPassword();
        }

        if (PasswordRules.ProblemWith(next ?? "", own.DisplayName, own.Email ?? "") is { } problem)
        {
            return new InvalidInput(problem, "password");
        }

        own.PasswordHash = hasher.HashPassword(own, next!);
        own.SecurityStamp = LinkToken.Random();
        audit.Record(db, actor, "operator.password-changed", "operator", own.Id.ToString(), $"{own.DisplayName} changed the own password.");
        return await SaveAsync(db, own, cancellationToken);
    }

    private async Task<Result<Done>> SaveAsync(PortalDbContext db, Operator own, CancellationToken cancellationToken)
    {
        own.ConcurrencyStamp = LinkToken.Random();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("Your account");
        }

        feed.Publish(ChangeTopic.Operators, own.Id.ToString());
        return default(Done);
    }
}

public sealed record OwnAccountView(string Name, string Email, OperatorRole Role, DateTimeOffset CreatedAt);
