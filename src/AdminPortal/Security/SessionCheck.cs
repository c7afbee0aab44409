using System.Security.Claims;
using AdminPortal.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Security;

/// <summary>
/// Whether somebody who signed in earlier may still be here: the operator exists, is not disabled, and the security stamp,
/// which every change of role, access and password renews, is the one in the cookie.
/// </summary>
internal sealed class SessionCheck(IDbContextFactory<PortalDbContext> contexts, IOptions<IdentityOptions> options)
{
    public async Task<bool> IsCurrentAsync(ClaimsPrincipal? principal, CancellationToken cancellationToken)
    {
        if (principal is null || Actor.From(principal) is not { } actor
            || principal.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) is not { } stamp)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(
            o => o.Id == actor.OperatorId && o.DisabledAt == null && o.SecurityStamp == stamp,
            cancellationToken);
    }
}
