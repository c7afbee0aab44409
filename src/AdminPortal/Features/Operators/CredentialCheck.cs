using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operators;

/// <summary>
/// Email and password. Whatever the reason of a refusal, it takes the work of one password hash and gives the same answer.
/// Failures are counted in the database in one statement, so that tries in parallel count, too.
/// </summary>
public sealed class CredentialCheck(
    IDbContextFactory<PortalDbContext> contexts,
    IPasswordHasher<Operator> hasher,
    AuditTrail audit,
    TimeProvider time)
{
    public const int TriesBeforeLockout = 5;

    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    private static readonly Operator s_nobody = new();
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(s_nobody, LinkToken.Random()));

    /// <summary>The operator's id, or <see cref="WrongCredentials"/>.</summary>
    public async Task<Result<Guid>> CheckAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        password = password is { Length: <= PasswordRules.Longest } ? password : "";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = email is { Length: > 0 and <= OperatorEmail.Longest } ? await FindAsync(db, email, cancellationToken) : null;
        if (found?.PasswordHash is null || found.DisabledAt is not null || found.LockoutEnd > time.GetUtcNow())
        {
            hasher.VerifyHashedPassword(s_nobody, _nobodysHash.Value, password);
            return new WrongCredentials();
        }

        var verdict = hasher.VerifyHashedPassword(found, found.PasswordHash, password);
        if (verdict == PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(found, cancellationToken);
            return new WrongCredentials();
        }

        await WelcomeAsync(found, verdict == PasswordVerificationResult.SuccessRehashNeeded ? password : null, cancellationToken);
        return found.Id;
    }

    /// <summary>Counts a wrong password towards the lockout.</summary>
    internal async Task CountFailureAsync(Operator who, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Lockout;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async token =>
            {
                await db.Users.Where(o => o.Id == who.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(o => o.AccessFailedCount, o => o.AccessFailedCount + 1),
                    token);
                var locked = await db.Users
                    .Where(o => o.Id == who.Id && o.AccessFailedCount >= TriesBeforeLockout)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(o => o.AccessFailedCount, 0).SetProperty(o => o.LockoutEnd, until),
                        token);
                if (locked > 0)
                {
                    audit.Record(
                        db, Actor.System, "operator.locked-out", "operator", who.Id.ToString(),
                        $"{who.DisplayName} cannot sign in for {Lockout.TotalMinutes:0} minutes: {TriesBeforeLockout} wrong passwords.");
                }

                return await db.SaveChangesAsync(token);
            },
            cancellationToken);
    }

    private static Task<Operator?> FindAsync(PortalDbContext db, string email, CancellationToken cancellationToken)
    {
        var normalised = OperatorEmail.Normalise(email);
        return db.Users.AsNoTracking().FirstOrDefaultAsync(o => o.NormalizedUserName == normalised, cancellationToken);
    }

    private async Task WelcomeAsync(Operator who, string? rehash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hash = rehash is null ? who.PasswordHash : hasher.HashPassword(who, rehash);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async token =>
            {
                await db.Users.Where(o => o.Id == who.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(o => o.AccessFailedCount, 0)
                        .SetProperty(o => o.LastSignInAt, now)
                        .SetProperty(o => o.PasswordHash, hash),
                    token);
                audit.Record(db, who.AsActor(), "operator.signed-in", "operator", who.Id.ToString(), $"{who.DisplayName} signed in.");
                return await db.SaveChangesAsync(token);
            },
            cancellationToken);
    }
}
