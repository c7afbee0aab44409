using AdminPortal.Results;

namespace AdminPortal.Ui;

/// <summary>A bug, as its caller sees it: the exception itself is in the log.</summary>
public sealed record UnexpectedFailure()
    : PortalFailure("Something unexpected happened, and it was logged. Look whether your change is there before you repeat it.");
