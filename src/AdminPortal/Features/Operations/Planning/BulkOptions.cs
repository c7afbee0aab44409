using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>Section <c>Bulk</c>: when bulk work may run, and from which size on a second operator looks at it.</summary>
public sealed class BulkOptions
{
    public const string Section = "Bulk";

    /// <summary>From this time of the day bulk work waits; single clicks go. With <see cref="QuietTo"/> unset there are no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>Until this time, on the next day where it is not after <see cref="QuietFrom"/>.</summary>
    public TimeOnly? QuietTo { get; set; }

    /// <summary>IANA name of the zone in which the quiet hours are meant.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>An operation with more items than this waits for a second operator; 0 is never.</summary>
    public int SecondOperatorAbove { get; set; } = 500;

    internal sealed class Validator : IValidateOptions<BulkOptions>
    {
        public ValidateOptionsResult Validate(string? name, BulkOptions options)
        {
            List<string> problems = [];
            if (options.QuietFrom is null != options.QuietTo is null)
            {
                problems.Add($"{Section}:{nameof(QuietFrom)} and {Section}:{nameof(QuietTo)} belong together: set both, or neither.");
            }
            else if (options.QuietFrom is { } from && from == options.QuietTo)
            {
                problems.Add($"{Section}:{nameof(QuietFrom)} and {Section}:{nameof(QuietTo)} must differ; both are {from:HH\\:mm}.");
            }

            if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
            {
                problems.Add($"{Section}:{nameof(TimeZone)} must be a time zone that this machine knows, for example Europe/Berlin; it is \"{options.TimeZone}\".");
            }

            if (options.SecondOperatorAbove < 0)
            {
                problems.Add($"{Section}:{nameof(SecondOperatorAbove)} must be at least 0, where 0 asks nobody; it is {options.SecondOperatorAbove}.");
            }

            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
