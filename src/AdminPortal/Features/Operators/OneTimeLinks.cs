using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operators;

/// <summary>Turns a one-time link into an operator. The link is the authority: nobody is signed in here.</summary>
public sealed class OneTimeLinks(
    IDbContextFactory<PortalDbContext> contexts,
    IPasswordHasher<Operator> hasher,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public async Task<bool> AnybodyExistsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(cancellationToken);
    }

    /// <summary>
    /// A new link to set the console up, or null when somebody exists. It replaces the one given out before, which nobody
    /// may have read any more.
    /// </summary>
    public async Task<string?> OfferSetupAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async token =>
            {
                if (await db.Users.AnyAsync(token))
                {
                    return null;
                }

                var now = time.GetUtcNow();
                // While nobody exists nobody can have invited: every link is one of these.
                await db.OperatorInvitations.Where(i => i.UsedAt == null).ExecuteDeleteAsync(token);
                var secret = LinkToken.Random();
                db.OperatorInvitations.Add(new OperatorInvitation
                {
                    TokenHash = LinkToken.HashOf(LinkPurpose.Setup, secret),
                    Role = OperatorRole.Administrator,
                    CreatedBy = Actor.System.Name,
                    CreatedAt = now,
                    ExpiresAt = now + Lifetime,
                });
                await db.SaveChangesAsync(token);
                return secret;
            },
            cancellationToken);
    }

    /// <summary>Whether this link still sets the console up.</summary>
    public async Task<bool> IsSetupOpenAsync(string? token, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, LinkPurpose.Setup, token, cancellationToken) is not null && !await db.Users.AnyAsync(cancellationToken);
    }

    /// <summary>What this link offers, or null when it is not valid.</summary>
    public async Task<InvitationOffer?> OfferBehindAsync(string? token, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, LinkPurpose.Invitation, token, cancellationToken) is { } invitation
            ? new InvitationOffer(invitation.Role, invitation.For, invitation.CreatedBy, invitation.ExpiresAt)
            : null;
    }

    /// <summary>Makes the first administrator. Only one link and one caller ever succeed.</summary>
    public Task<Result<Guid>> SetUpAsync(string? token, NewOperator entered, CancellationToken cancellationToken) =>
        UseAsync(LinkPurpose.Setup, token, entered, cancellationToken);

    /// <summary>Makes an operator with the role that the invitation carries.</summary>
    public Task<Result<Guid>> AcceptAsync(string? token, NewOperator entered, CancellationToken cancellationToken) =>
        UseAsync(LinkPurpose.Invitation, token, entered, cancellationToken);

    private async Task<Result<Guid>> UseAsync(LinkPurpose purpose, string? token, NewOperator entered, CancellationToken cancellationToken)
    {
        if (entered.Problems() is [var problem, ..])
        {
            return problem;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Result<Guid> result;
        try
        {
            result = await db.WriteOrTakeBackAsync(t => CreateAsync(db, purpose, token, entered, t), cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same link, used at the same moment.
            return new LinkNotValid();
        }
        catch (DbUpdateException)
        {
            // The unique email, taken at the same moment.
            return new EmailTaken();
        }

        if (result.Succeeded)
        {
            feed.Publish(ChangeTopic.Operators, result.Value.ToString());
        }

        return result;
    }

    private async Task<Result<Guid>> CreateAsync(
        PortalDbContext db, LinkPurpose purpose, string? token, NewOperator entered, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, purpose, token, cancellationToken) is not { } invitation)
        {
            return new LinkNotValid();
        }

        var created = entered.ToOperator(invitation.Role, hasher, time.GetUtcNow());
        if (await db.Users.AnyAsync(o => o.NormalizedUserName == created.NormalizedUserName, cancellationToken))
        {
            return new EmailTaken();
        }

        // Whoever comes through a link is in at once.
        invitation.UsedAt = created.LastSignInAt = time.GetUtcNow();
        db.Users.Add(created);
        var (action, how) = purpose == LinkPurpose.Setup
            ? ("operator.set-up", "set the console up as its first administrator")
            : ("operator.joined", $"joined as {created.Role}, invited by {invitation.CreatedBy}");
        audit.Record(db, created.AsActor(), action, "operator", created.Id.ToString(), $"{created.DisplayName} {how}.");
        await db.SaveChangesAsync(cancellationToken);
        // After the save, which writers with audit lines pass one by one: a set-up on another node is seen here.
        if (purpose == LinkPurpose.Setup && await db.Users.CountAsync(cancellationToken) > 1)
        {
            return new LinkNotValid();
        }

        return created.Id;
    }

    private async Task<OperatorInvitation?> FindAsync(
        PortalDbContext db, LinkPurpose purpose, string? token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 200)
        {
            return null;
        }

        var hash = LinkToken.HashOf(purpose, token);
        var now = time.GetUtcNow();
        return await db.OperatorInvitations.FirstOrDefaultAsync(
            i => i.TokenHash == hash && i.UsedAt == null && i.RevokedAt == null && i.ExpiresAt > now,
            cancellationToken);
    }
}

/// <summary>What a link offers to whoever opens it.</summary>
/// <param name="For">Who it is meant for, as the inviting operator wrote it.</param>
public sealed record InvitationOffer(OperatorRole Role, string? For, string InvitedBy, DateTimeOffset ExpiresAt);
