using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Section <c>Operations</c>: how soon outcomes are proven, and how long trouble is borne.</summary>
public sealed class OperationsOptions
{
    public const string Section = "Operations";

    /// <summary>How often a number looks for work nobody announced here, for example because another node took it in.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>So many accepted items of one group are proven by one read.</summary>
    public int ConfirmBatch { get; set; } = 20;

    /// <summary>No accepted item waits longer than this for its proof.</summary>
    public TimeSpan ConfirmAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What is still absent is looked for once more after this time.</summary>
    public TimeSpan SecondReadAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// As above where no answer came: the gateway may still be at it. Longer than any call may take (100 s), because what is
    /// absent then is taken for never done, and may be sent again.
    /// </summary>
    public TimeSpan SecondReadOfUnknownAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>After a read that failed; doubled each time, up to a minute.</summary>
    public TimeSpan ReadAgainAfter { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>An item that met a rate limit, or whose answer was lost, so often is given up.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>So many refusals in a row for one reason, of those that speak about the number or the group, stop the number.</summary>
    public int StopAfterRefusals { get; set; } = 3;

    /// <summary>How often a number that is not connected is asked whether it is again.</summary>
    public TimeSpan SessionEvery { get; set; } = TimeSpan.FromSeconds(15);
}

internal sealed class OperationsOptionsValidator : IValidateOptions<OperationsOptions>
{
    public ValidateOptionsResult Validate(string? name, OperationsOptions options)
    {
        List<string> problems = [];
        foreach (var (span, key) in (ReadOnlySpan<(TimeSpan, string)>)
        [
            (options.PollEvery, nameof(options.PollEvery)),
            (options.ConfirmAfter, nameof(options.ConfirmAfter)),
            (options.SecondReadAfter, nameof(options.SecondReadAfter)),
            (options.SecondReadOfUnknownAfter, nameof(options.SecondReadOfUnknownAfter)),
            (options.ReadAgainAfter, nameof(options.ReadAgainAfter)),
            (options.SessionEvery, nameof(options.SessionEvery)),
        ])
        {
            if (span < TimeSpan.FromMilliseconds(1) || span > TimeSpan.FromHours(1))
            {
                problems.Add($"{OperationsOptions.Section}:{key} must be between a millisecond and an hour, written as hh:mm:ss.fff; it is {span}.");
            }
        }

        if (options.ConfirmBatch < 1)
        {
            problems.Add($"{OperationsOptions.Section}:{nameof(options.ConfirmBatch)} must be at least 1.");
        }

        if (options.StopAfterRefusals < 2)
        {
            problems.Add($"{OperationsOptions.Section}:{nameof(options.StopAfterRefusals)} must be at least 2: a single refusal is no row.");
        }

        if (options.MaxAttempts < 1)
        {
            problems.Add($"{OperationsOptions.Section}:{nameof(options.MaxAttempts)} must be at least 1.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
