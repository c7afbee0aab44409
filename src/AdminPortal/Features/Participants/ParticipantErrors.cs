using AdminPortal.Results;

namespace AdminPortal.Features.Participants;

/// <summary>Of all who were chosen nobody remains.</summary>
/// <param name="UnderWayIn">The operation that some of them wait in.</param>
public sealed record NobodyLeftToChange(string Message, Guid? UnderWayIn = null) : PortalFailure(Message)
{
    public override Guid? OperationId => UnderWayIn;
}

/// <summary>More people than places.</summary>
public sealed record TooFewPlaces(string Group, int Members, int Limit, int Wanted)
    : PortalFailure($"{Group} has {Members:N0} of {Limit:N0} members: {(Limit - Members == 1 ? "1 place is" : $"{Math.Max(0, Limit - Members):N0} places are")} left, you want to add {Wanted:N0}.");

/// <summary>A community has no announcement group that we know, and so no door.</summary>
public sealed record NoDoorIntoCommunity(string Community)
    : PortalFailure($"People enter a community through its announcement group, and we know none of {Community} yet. Ask the gateway for it first.");

/// <summary>The list was put together from other groups.</summary>
public sealed record MembersAreHidden(string Group)
    : PortalFailure($"Members of {Group} are hidden from us. Change them in the group of the community in which they are.");
