using Microsoft.Extensions.Options;

namespace AdminPortal.Sandbox;

/// <summary>Section <c>Sandbox</c>: a made-up WhatsApp inside this process, for trying the console out.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    public bool Enabled { get; set; }

    /// <summary>Loopback port of the simulated gateways; 0 takes a free one at the first start and keeps it.</summary>
    public int Port { get; set; }

    /// <summary>How many things happen by themselves per minute: requests arrive, people join and leave. 0 stands still.</summary>
    public double EventsPerMinute { get; set; } = 6;
}

internal sealed class SandboxOptionsValidator : IValidateOptions<SandboxOptions>
{
    public ValidateOptionsResult Validate(string? name, SandboxOptions options)
    {
        List<string> problems = [];
        if (options.Port is < 0 or > 65_535)
        {
            problems.Add($"{SandboxOptions.Section}:Port must be between 0 and 65535; it is {options.Port}.");
        }

        if (options.EventsPerMinute is not (>= 0 and <= 6_000))
        {
            problems.Add($"{SandboxOptions.Section}:EventsPerMinute must be between 0 and 6000; it is {options.EventsPerMinute}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
