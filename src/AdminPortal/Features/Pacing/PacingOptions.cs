using AdminPortal.Gateways;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Pacing;

/// <summary>How fast a number may work. What is left out comes from the level above, at last from the built-in defaults.</summary>
public class PacingValues
{
    /// <summary>HTTP requests of one number, reads and writes together. Left out: what the vendor allows.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Between two people added by one number.</summary>
    public TimeSpan? AddSpacing { get; set; }

    /// <summary>Between two groups linked or unlinked.</summary>
    public TimeSpan? LinkSpacing { get; set; }

    /// <summary>Between two changes of any other kind.</summary>
    public TimeSpan? OtherSpacing { get; set; }

    /// <summary>Groups and communities created by one number.</summary>
    public int? CreationsPerHour { get; set; }

    public int? CreationsPerDay { get; set; }

    /// <summary>Between two texts to groups.</summary>
    public TimeSpan? GroupMessageSpacing { get; set; }

    /// <summary>Direct messages to people: the main ban risk.</summary>
    public int? MessagesPerMinute { get; set; }

    public int? MessagesPerQuarterHour { get; set; }
}

/// <summary>Section <c>Pacing</c>: values for every number, and own values per gateway.</summary>
public sealed class PacingOptions : PacingValues
{
    public const string Section = "Pacing";

    /// <summary>Part of the requests that items of bulk operations may use; the rest is kept for single clicks.</summary>
    public double BulkShare { get; set; } = 0.9;

    /// <summary>Part of the requests that Sync may use.</summary>
    public double BackgroundShare { get; set; } = 0.7;

    /// <summary>When a gateway reports fewer requests left than this, bulk and Sync stretch what is left to the reset.</summary>
    public int SlowDownBelow { get; set; } = 10;

    /// <summary>Cool-downs after a rate limit, from the first to the last; the gateway's own reset is the floor.</summary>
    public TimeSpan[] CoolDowns { get; set; } = [];

    /// <summary>Pauses while a gateway cannot be reached.</summary>
    public TimeSpan[] OutagePauses { get; set; } = [];

    /// <summary>After so long without a rate limit the next one starts at the first cool-down again.</summary>
    public TimeSpan ForgiveAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Own values by the name of the gateway, for example <c>Pacing:Gateways:RyzeApi:AddSpacing</c>.</summary>
    public Dictionary<string, PacingValues> Gateways { get; } = new(StringComparer.OrdinalIgnoreCase);

    // Arrays from configuration are appended to a default, so the defaults stand here.
    internal IReadOnlyList<TimeSpan> CoolDownLadder =>
        CoolDowns is { Length: > 0 } ? CoolDowns : [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    internal IReadOnlyList<TimeSpan> OutageLadder =>
        OutagePauses is { Length: > 0 }
            ? OutagePauses
            : [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)];

    /// <summary>The pace of a number behind this vendor.</summary>
    internal PaceProfile For(IGatewayVendor vendor)
    {
        var own = Gateways.GetValueOrDefault(vendor.Kind.ToString());
        T Pick<T>(Func<PacingValues, T?> value, T otherwise)
            where T : struct => (own is null ? null : value(own)) ?? value(this) ?? otherwise;

        return new PaceProfile(
            Pick(v => v.RequestsPerMinute, vendor.RequestsPerMinute),
            new Dictionary<PaceClass, PaceRule>
            {
                [PaceClass.Add] = new(Pick(v => v.AddSpacing, TimeSpan.FromSeconds(10)), []),
                [PaceClass.Link] = new(Pick(v => v.LinkSpacing, TimeSpan.FromSeconds(1)), []),
                [PaceClass.GroupMessage] = new(Pick(v => v.GroupMessageSpacing, TimeSpan.FromSeconds(20)), []),
                [PaceClass.Other] = new(Pick(v => v.OtherSpacing, TimeSpan.Zero), []),
                [PaceClass.Create] = new(
                    TimeSpan.Zero,
                    [new(Pick(v => v.CreationsPerHour, 5), TimeSpan.FromHours(1)), new(Pick(v => v.CreationsPerDay, 30), TimeSpan.FromDays(1))]),
                [PaceClass.DirectMessage] = new(
                    TimeSpan.Zero,
                    [new(Pick(v => v.MessagesPerMinute, 2), TimeSpan.FromMinutes(1)), new(Pick(v => v.MessagesPerQuarterHour, 10), TimeSpan.FromMinutes(15))]),
            });
    }
}

/// <summary>Says every problem of the section at once, each with its key.</summary>
internal sealed class PacingOptionsValidator : IValidateOptions<PacingOptions>
{
    public ValidateOptionsResult Validate(string? name, PacingOptions options)
    {
        List<string> problems = [];
        Check(options, PacingOptions.Section, problems);
        foreach (var (gateway, values) in options.Gateways)
        {
            if (!Enum.TryParse<GatewayKind>(gateway, ignoreCase: true, out _))
            {
                problems.Add($"Pacing:Gateways:{gateway} names no gateway; known are {string.Join(", ", Enum.GetNames<GatewayKind>())}.");
            }

            Check(values, $"{PacingOptions.Section}:Gateways:{gateway}", problems);
        }

        Share(options.BulkShare, nameof(options.BulkShare));
        Share(options.BackgroundShare, nameof(options.BackgroundShare));
        Ladder(options.CoolDowns, nameof(options.CoolDowns));
        Ladder(options.OutagePauses, nameof(options.OutagePauses));
        if (options.SlowDownBelow < 0)
        {
            problems.Add("Pacing:SlowDownBelow must not be negative.");
        }

        if (options.ForgiveAfter <= TimeSpan.Zero)
        {
            problems.Add("Pacing:ForgiveAfter must be longer than zero.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Share(double share, string key)
        {
            if (share is not (> 0 and <= 1))
            {
                problems.Add($"Pacing:{key} must be above 0 and at most 1.");
            }
        }

        void Ladder(TimeSpan[] ladder, string key)
        {
            if (ladder.Any(step => step <= TimeSpan.Zero))
            {
                problems.Add($"Pacing:{key} must hold only times longer than zero.");
            }
        }
    }

    private static void Check(PacingValues values, string section, List<string> problems)
    {
        foreach (var (count, key) in (ReadOnlySpan<(int?, string)>)
        [
            (values.RequestsPerMinute, nameof(values.RequestsPerMinute)),
            (values.CreationsPerHour, nameof(values.CreationsPerHour)),
            (values.CreationsPerDay, nameof(values.CreationsPerDay)),
            (values.MessagesPerMinute, nameof(values.MessagesPerMinute)),
            (values.MessagesPerQuarterHour, nameof(values.MessagesPerQuarterHour)),
        ])
        {
            if (count < 1)
            {
                problems.Add($"{section}:{key} must be at least 1.");
            }
        }

        foreach (var (span, key) in (ReadOnlySpan<(TimeSpan?, string)>)
        [
            (values.AddSpacing, nameof(values.AddSpacing)),
            (values.LinkSpacing, nameof(values.LinkSpacing)),
            (values.OtherSpacing, nameof(values.OtherSpacing)),
            (values.GroupMessageSpacing, nameof(values.GroupMessageSpacing)),
        ])
        {
            if (span < TimeSpan.Zero)
            {
                problems.Add($"{section}:{key} must not be negative.");
            }
        }
    }
}
