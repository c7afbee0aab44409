using Microsoft.AspNetCore.Components.Authorization;

namespace AdminPortal.Security;

/// <summary>The operator of this circuit. Asked anew for every action, so that a changed role counts at once.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in; pages that ask are behind an authorisation attribute.</exception>
    public async ValueTask<Actor> GetAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return Actor.From(state.User) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
    }
}
