using System.Security.Claims;
using AdminPortal.Features.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AdminPortal.Security;

/// <summary>Puts into the cookie what <see cref="Actor.From"/> reads.</summary>
internal sealed class OperatorClaims(UserManager<Operator> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Operator>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Operator user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Actor.RoleClaim, user.Role.ToString()));
        identity.AddClaim(new Claim(Actor.NameClaim, user.DisplayName));
        return identity;
    }
}
