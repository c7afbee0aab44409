using AdminPortal.Results;

namespace AdminPortal.Features.Operations;

/// <summary>It ended before the click arrived.</summary>
public sealed record OperationIsOver() : PortalFailure("The operation is over.");

/// <summary>It is in a state that has nothing to pause, resume or cancel.</summary>
public sealed record OperationNotInState(string Message) : PortalFailure(Message);

/// <summary>The second operator must be another one.</summary>
public sealed record NeedsSomebodyElse() : PortalFailure("Somebody else has to confirm what you have submitted.");

/// <summary>Nothing of it can still succeed.</summary>
public sealed record NothingToRetry() : PortalFailure("Nothing of this operation can succeed by sending it again.");

/// <summary>Nothing of it can be undone.</summary>
public sealed record NothingToRevert() : PortalFailure("Nothing of this operation can be reverted.");

/// <summary>Somebody or a read was faster.</summary>
public sealed record AlreadySettled() : PortalFailure("This is settled already.");

/// <summary>The same was asked for and is not settled.</summary>
/// <param name="UnderWay">How many of the people wait for it.</param>
/// <param name="Asked">Of how many.</param>
public sealed record UnderWayAlready(Guid Operation, string Title, string By, int UnderWay, int Asked)
    : PortalFailure(UnderWay == Asked
        ? $"This is under way already, by {By}: {Title}. Nobody is asked for twice."
        : $"{(UnderWay == 1 ? "1 person waits" : $"{UnderWay:N0} people wait")} for the same already, by {By}: {Title}. Nobody is asked for twice: look again, then repeat for the others.")
{
    public override Guid? OperationId => Operation;
}
