using AdminPortal.Results;

namespace AdminPortal.Features.Groups;

/// <summary>The group was deleted, or all our numbers left it.</summary>
public sealed record GroupGone(string Name) : PortalFailure($"{Name} is gone: none of our numbers lists it any more. Nothing was changed.");

/// <summary>The wanted value is the known one.</summary>
public sealed record NothingToChange(string What) : PortalFailure($"{What} is already so; there is nothing to change.");

/// <summary>WhatsApp does not let anybody change this here.</summary>
public sealed record FixedByWhatsApp(string Message) : PortalFailure(Message);

/// <summary>The number that should act is not in the group.</summary>
public sealed record NumberNotInGroup(string Group) : PortalFailure($"This number is not in {Group} any more.");
