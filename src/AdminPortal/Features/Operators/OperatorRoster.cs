using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operators;

/// <summary>Who may use the console, and as what. Everything here needs <see cref="Permissions.ManageOperators"/>.</summary>
public sealed class OperatorRoster(
    IDbContextFactory<PortalDbContext> contexts,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    private const int MostInvitations = 200;

    /// <summary>Everybody, and the links that are neither used nor taken back, expired ones included.</summary>
    public async Task<Result<RosterView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageOperators))
        {
            return new NotAllowed(Permissions.ManageOperators);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var operators = await db.Users
            .OrderBy(o => o.DisabledAt != null).ThenBy(o => o.DisplayName).ThenBy(o => o.Id)
            .Select(o => new OperatorRow(
                o.Id, o.DisplayName, o.Email!, o.Role, o.CreatedAt, o.LastSignInAt, o.DisabledAt, o.LockoutEnd > now ? o.LockoutEnd : null))
            .ToListAsync(cancellationToken);
        var invitations = await db.OperatorInvitations
            .Where(i => i.UsedAt == null && i.RevokedAt == null)
            .OrderByDescending(i => i.CreatedAt)
            .Select(i => new InvitationRow(i.Id, i.Role, i.For, i.CreatedBy, i.CreatedAt, i.ExpiresAt, i.ExpiresAt <= now))
            .Take(MostInvitations)
            .ToListAsync(cancellationToken);
        return new RosterView(operators, invitations);
    }

    /// <summary>The operator is signed out everywhere and comes back with the new role.</summary>
    public Task<Result<Done>> ChangeRoleAsync(Actor actor, Guid operatorId, OperatorRole role, CancellationToken cancellationToken) =>
        Enum.IsDefined(role)
            ? ChangeAsync(
                actor,
                operatorId,
                o => o.Role == role ? null : ("operator.role-changed", $"{o.DisplayName}: {o.Role} → {role}."),
                o => o.Role = role,
                cancellationToken)
            : Task.FromResult<Result<Done>>(new InvalidInput("There is no such role.", "role"));

    /// <summary>Takes access away; the operator's open screens end at once.</summary>
    public async Task<Result<Done>> DisableAsync(Actor actor, Guid operatorId, CancellationToken cancellationToken)
    {
        if (actor.OperatorId == operatorId && actor.Can(Permissions.ManageOperators))
        {
            return new NotYourself();
        }

        return await ChangeAsync(
            actor,
            operatorId,
            o => o.DisabledAt is not null ? null : ("operator.disabled", $"{o.DisplayName} may not use the console any more."),
            o => o.DisabledAt = time.GetUtcNow(),
            cancellationToken);
    }

    /// <summary>Gives access back, also after a lockout.</summary>
    public Task<Result<Done>> EnableAsync(Actor actor, Guid operatorId, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            operatorId,
            o => o.DisabledAt is null && o.LockoutEnd is null ? null : ("operator.enabled", $"{o.DisplayName} may use the console again as {o.Role}."),
            o => (o.DisabledAt, o.LockoutEnd, o.AccessFailedCount) = (null, null, 0),
            cancellationToken);

    private async Task<Result<Done>> ChangeAsync(
        Actor actor,
        Guid operatorId,
        Func<Operator, (string Action, string Summary)?> describe,
        Action<Operator> change,
        CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageOperators))
        {
            return new NotAllowed(Permissions.ManageOperators);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Result<Done> result;
        try
        {
            result = await db.WriteOrTakeBackAsync(t => ApplyAsync(db, actor, operatorId, describe, change, t), cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("This operator");
        }

        if (result.Succeeded)
        {
            feed.Publish(ChangeTopic.Operators, operatorId.ToString());
        }

        return result;
    }

    private async Task<Result<Done>> ApplyAsync(
        PortalDbContext db,
        Actor actor,
        Guid operatorId,
        Func<Operator, (string Action, string Summary)?> describe,
        Action<Operator> change,
        CancellationToken cancellationToken)
    {
        if (await db.Users.FindAsync([operatorId], cancellationToken) is not { } changed)
        {
            return new NotThere("This operator");
        }

        if (describe(changed) is not var (action, summary))
        {
            return default(Done);
        }

        audit.Record(db, actor, action, "operator", changed.Id.ToString(), summary);
        change(changed);
        changed.SecurityStamp = LinkToken.Random();
        changed.ConcurrencyStamp = LinkToken.Random();
        await db.SaveChangesAsync(cancellationToken);
        // After the save, which writers with audit lines pass one by one: two administrators cannot remove each other.
        return await db.Users.AnyAsync(o => o.Role == OperatorRole.Administrator && o.DisabledAt == null, cancellationToken)
            ? default(Done)
            : new LastAdministrator();
    }
}

public sealed record RosterView(IReadOnlyList<OperatorRow> Operators, IReadOnlyList<InvitationRow> Invitations);

/// <param name="LockedUntil">Waits after too many wrong passwords.</param>
public sealed record OperatorRow(
    Guid Id,
    string Name,
    string Email,
    OperatorRole Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSignInAt,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? LockedUntil);

/// <param name="For">Who it is meant for, as the inviting operator wrote it.</param>
public sealed record InvitationRow(
    Guid Id, OperatorRole Role, string? For, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool Expired);
