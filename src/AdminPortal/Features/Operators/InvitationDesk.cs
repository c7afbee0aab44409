using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operators;

/// <summary>Gives out and takes back the links through which operators come in. Needs <see cref="Permissions.ManageOperators"/>.</summary>
public sealed class InvitationDesk(
    IDbContextFactory<PortalDbContext> contexts,
    AuditTrail audit,
    ChangeFeed feed,
    TimeProvider time)
{
    private const int LongestNote = 100;

    /// <summary>The answer is the only time the link can be seen.</summary>
    /// <param name="for">Who it is meant for; a note, cut at 100 characters.</param>
    public async Task<Result<InvitationLink>> InviteAsync(Actor actor, OperatorRole role, string? @for, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageOperators))
        {
            return new NotAllowed(Permissions.ManageOperators);
        }

        if (!Enum.IsDefined(role))
        {
            return new InvalidInput("There is no such role.", "role");
        }

        var note = OperatorName.Clean(@for);
        if (note.Length > LongestNote)
        {
            return new InvalidInput($"Use at most {LongestNote} characters.", "for");
        }

        var secret = LinkToken.Random();
        var now = time.GetUtcNow();
        var invitation = new OperatorInvitation
        {
            TokenHash = LinkToken.HashOf(LinkPurpose.Invitation, secret),
            Role = role,
            For = note.Length == 0 ? null : note,
            CreatedBy = actor.Name,
            CreatedAt = now,
            ExpiresAt = now + OneTimeLinks.Lifetime,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.OperatorInvitations.Add(invitation);
        audit.Record(db, actor, "operator.invited", "invitation", invitation.Id.ToString(), $"A link for {Describe(invitation)} was made.");
        await db.SaveChangesAsync(cancellationToken);
        feed.Publish(ChangeTopic.Operators, invitation.Id.ToString());
        return new InvitationLink(invitation.Id, secret, invitation.ExpiresAt);
    }

    public async Task<Result<Done>> RevokeAsync(Actor actor, Guid invitationId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageOperators))
        {
            return new NotAllowed(Permissions.ManageOperators);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var invitation = await db.OperatorInvitations.FindAsync([invitationId], cancellationToken);
        if (invitation is null or { UsedAt: not null })
        {
            return new NotThere("This invitation");
        }

        if (invitation.RevokedAt is not null)
        {
            return default(Done);
        }

        invitation.RevokedAt = time.GetUtcNow();
        audit.Record(db, actor, "operator.invitation-revoked", "invitation", invitation.Id.ToString(), $"The link for {Describe(invitation)} was taken back.");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile("This invitation");
        }

        feed.Publish(ChangeTopic.Operators, invitation.Id.ToString());
        return default(Done);
    }

    private static string Describe(OperatorInvitation invitation) =>
        invitation.For is null ? $"a new {invitation.Role}" : $"{invitation.For} as {invitation.Role}";
}

/// <summary>A link that was just made. Its text hides the token.</summary>
public sealed record InvitationLink(Guid Id, string Token, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"Invitation {Id}";
}
