using System.Security.Claims;

namespace AdminPortal.Security;

/// <summary>Who does something. Every changing service method takes one and checks its permission itself.</summary>
/// <param name="OperatorId">The operator's id; empty for <see cref="System"/>.</param>
/// <param name="Name">Shown in the audit trail.</param>
public sealed record Actor(Guid OperatorId, string Name, OperatorRole Role)
{
    /// <summary>Claim that carries an <see cref="OperatorRole"/>.</summary>
    public const string RoleClaim = "adminportal:role";

    /// <summary>Claim that carries the name shown to others.</summary>
    public const string NameClaim = "adminportal:name";

    /// <summary>The console itself: schedules, sync, recovery.</summary>
    public static Actor System { get; } = new(Guid.Empty, "AdminPortal", OperatorRole.Administrator);

    public bool Can(string permission) => Permissions.Allows(Role, permission);

    /// <summary>The actor behind a signed-in principal, or null when nobody is signed in or a claim is missing.</summary>
    public static Actor? From(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true
            || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            || !Enum.TryParse<OperatorRole>(principal.FindFirstValue(RoleClaim), out var role)
            || !Enum.IsDefined(role))
        {
            return null;
        }

        return new Actor(id, principal.FindFirstValue(NameClaim) ?? principal.Identity.Name ?? "?", role);
    }
}
