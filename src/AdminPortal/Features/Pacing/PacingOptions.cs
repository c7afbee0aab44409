using AdminPortal.Gateways;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Pacing;

/// <summary>Section <c>Pacing</c>: values for every number whatever its profile, values per profile, and values per gateway.</summary>
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

    /// <summary>How much wider the spacing becomes with every rate limit (429) or reach-out lock (463).</summary>
    public double WidenBy { get; set; } = 2;

    /// <summary>The spacing becomes at most so many times as wide.</summary>
    public double WidenAtMost { get; set; } = 8;

    /// <summary>After so many changes that were taken, the spacing becomes a fifth narrower again.</summary>
    public int NarrowAfter { get; set; } = 10;

    /// <summary>Values by the name of the profile, for example <c>Pacing:Profiles:Careful:AddsPerDay</c>.</summary>
    public Dictionary<string, PacingValues> Profiles { get; } = new(StringComparer.OrdinalIgnoreCase);

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
    /// <param name="own">The number's own values, which come first.</param>
    internal PaceProfile For(IGatewayVendor vendor, PaceLevel level = PaceLevel.Normal, PacingValues? own = null)
    {
        PacingValues?[] levels =
        [
            own,
            Gateways.GetValueOrDefault(vendor.Kind.ToString()),
            this,
            Profiles.GetValueOrDefault(level.ToString()),
            PaceProfiles.BuiltIn(level),
        ];
        var vendors = level == PaceLevel.Careful ? Math.Max(1, vendor.RequestsPerMinute / 2) : vendor.RequestsPerMinute;
        return new PaceProfile(
            First(v => v.RequestsPerMinute) ?? vendors,
            Enum.GetValues<PaceClass>().ToDictionary(c => c, c => PaceRule.Of(new KindPace(
                First(v => v.Of(c).Spacing),
                First(v => v.Of(c).PerMinute),
                First(v => v.Of(c).PerHour),
                First(v => v.Of(c).PerDay),
                First(v => v.Of(c).PerQuarterHour)))));

        T? First<T>(Func<PacingValues, T?> value)
            where T : struct => levels.Where(l => l is not null).Select(l => value(l!)).FirstOrDefault(v => v is not null);
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

        foreach (var (level, values) in options.Profiles)
        {
            if (!Enum.TryParse<PaceLevel>(level, ignoreCase: true, out _))
            {
                problems.Add($"Pacing:Profiles:{level} names no profile; known are {string.Join(", ", Enum.GetNames<PaceLevel>())}.");
            }

            Check(values, $"{PacingOptions.Section}:Profiles:{level}", problems);
        }

        Share(options.BulkShare, nameof(options.BulkShare));
        Share(options.BackgroundShare, nameof(options.BackgroundShare));
        Ladder(options.CoolDowns, nameof(options.CoolDowns));
        Ladder(options.OutagePauses, nameof(options.OutagePauses));
        if (options.SlowDownBelow < 0)
        {
            problems.Add("Pacing:SlowDownBelow must not be negative.");
        }

        if (options.WidenBy < 1)
        {
            problems.Add("Pacing:WidenBy must be at least 1.");
        }

        if (options.WidenAtMost < options.WidenBy)
        {
            problems.Add("Pacing:WidenAtMost must not be below Pacing:WidenBy.");
        }

        if (options.NarrowAfter < 1)
        {
            problems.Add("Pacing:NarrowAfter must be at least 1.");
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

    private static void Check(PacingValues values, string section, List<string> problems) =>
        problems.AddRange(PacingValuesCheck.Problems(values).Select(p => $"{section}:{p.Key} {p.Sentence}"));
}
