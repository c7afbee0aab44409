using AdminPortal.Results;

namespace AdminPortal.Account;

/// <summary>What is wrong with a posted form: per field, or with the whole.</summary>
public sealed class FormProblems
{
    private readonly Dictionary<string, string> _byField = new(StringComparer.Ordinal);

    /// <summary>Belongs to no field.</summary>
    public string? Whole { get; private set; }

    public string? At(string field) => _byField.GetValueOrDefault(field);

    public FormProblems Add(PortalFailure failure)
    {
        if (failure.Field is { } field)
        {
            _byField.TryAdd(field, failure.Message);
        }
        else
        {
            Whole ??= failure.Message;
        }

        return this;
    }
}
