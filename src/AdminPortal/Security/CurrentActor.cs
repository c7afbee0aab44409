using System.Security.Claims;

namespace AdminPortal.Security;

/// <summary>The operator of this circuit or request. Asked anew for every action, so that a changed role counts at once.</summary>
/// <param name="principal">Who is signed in now.</param>
public sealed class CurrentActor(Func<ValueTask<ClaimsPrincipal>> principal)
{
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in; pages that ask are behind an authorisation attribute.</exception>
    public async ValueTask<Actor> GetAsync() =>
        Actor.From(await principal()) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
}
