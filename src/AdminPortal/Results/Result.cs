using System.Diagnostics.CodeAnalysis;

namespace AdminPortal.Results;

/// <summary>A value for calls that answer only "done".</summary>
public readonly record struct Done;

/// <summary>
/// What a service call came to: a value, or an expected failure. A bug is an exception, never a failure.
/// </summary>
public sealed class Result<T>
{
    private Result(T? value, PortalFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public T? Value { get; }

    public PortalFailure? Failure { get; }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(PortalFailure failure) => new(default, failure);
}

/// <summary>
/// An expected failure: a fact, told in one sentence that may be shown to an operator as it is.
/// Features derive one record per failure (<c>record GroupAlreadyLinked(...) : PortalFailure("…")</c>).
/// </summary>
/// <param name="Message">A whole sentence without secrets.</param>
public abstract record PortalFailure(string Message)
{
    /// <summary>The input that the sentence belongs to, when it belongs to one.</summary>
    public virtual string? Field => null;

    /// <summary>The operation that says more, when there is one.</summary>
    public virtual Guid? OperationId => null;
}

/// <summary>The acting operator lacks the permission.</summary>
public sealed record NotAllowed(string Permission) : PortalFailure($"Your role does not allow this ({Permission}).");

/// <summary>What was asked for is not, or no longer, there.</summary>
public sealed record NotThere(string What) : PortalFailure($"{What} is not there any more.");

/// <summary>An input that cannot be used.</summary>
public sealed record InvalidInput(string Message, string? InputField = null) : PortalFailure(Message)
{
    public override string? Field => InputField;
}

/// <summary>Somebody else changed it first.</summary>
public sealed record ChangedMeanwhile(string What) : PortalFailure($"{What} was changed by somebody else meanwhile. Look again, then repeat.");
