using AdminPortal.Results;

namespace AdminPortal.Features.Operators;

/// <summary>One sentence for every reason, so that nobody learns which emails exist or which account waits.</summary>
public sealed record WrongCredentials() : PortalFailure(
    "Email and password do not match, or this account waits 15 minutes after too many tries.");

public sealed record WrongCurrentPassword() : PortalFailure("This is not your current password.")
{
    public override string Field => "current";
}

/// <summary>Used, revoked, expired or never given out: one sentence for all of them.</summary>
public sealed record LinkNotValid() : PortalFailure("This link is not valid any more. Ask for a new one.");

public sealed record EmailTaken() : PortalFailure("Somebody with this email is an operator already.")
{
    public override string Field => "email";
}

public sealed record LastAdministrator() : PortalFailure("This is the last administrator. Make somebody else administrator first.");

public sealed record NotYourself() : PortalFailure("You cannot take away your own access. Ask another administrator.");
