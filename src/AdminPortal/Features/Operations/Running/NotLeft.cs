namespace AdminPortal.Features.Operations.Running;

/// <summary>Another runner took over the number while this one stood still. Nothing of the call has left.</summary>
internal sealed class TermEndedException() : Exception("Another runner took over this number; this one sends nothing any more.");

/// <summary>The number was stopped, or the operation cancelled, while the call waited for its turn. Nothing of it has left.</summary>
internal sealed class HeldBackException(string reason) : Exception(reason);
