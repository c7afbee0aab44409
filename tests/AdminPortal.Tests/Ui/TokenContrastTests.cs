using System.Globalization;
using System.Text.RegularExpressions;
using AdminPortal.Tests.Architecture;

namespace AdminPortal.Tests.Ui;

/// <summary>WCAG 2.2 AA over the pairs that the screens use, in both themes, from the file the browser gets.</summary>
public sealed partial class TokenContrastTests
{
    private const double Text = 4.5;
    private const double Control = 3.0;

    private static readonly Dictionary<string, (string Light, string Dark)> s_tokens = ReadTokens();

    public static TheoryData<string, string, double> Pairs()
    {
        var pairs = new TheoryData<string, string, double>();
        foreach (var ground in (string[])["canvas", "surface", "raised", "sunken", "hover", "selected"])
        {
            pairs.Add("text", ground, Text);
            pairs.Add("text-strong", ground, Text);
            pairs.Add("text-muted", ground, Text);
            pairs.Add("accent", ground, Text);
        }

        foreach (var ground in (string[])["canvas", "surface", "raised"])
        {
            pairs.Add("border-control", ground, Control);
            pairs.Add("focus", ground, Control);
            pairs.Add("danger", ground, Text);
            pairs.Add("chart-1", ground, Control);
            pairs.Add("chart-2", ground, Control);
        }

        foreach (var tone in (string[])["confirmed", "pending", "invited", "refused", "unknown", "stale", "neutral", "warning"])
        {
            pairs.Add(tone, tone + "-soft", Text);
            pairs.Add(tone, "surface", Text);
            pairs.Add("text", tone + "-soft", Text);
        }

        pairs.Add("on-accent", "accent", Text);
        pairs.Add("on-accent", "accent-hover", Text);
        pairs.Add("accent", "accent-soft", Text);
        pairs.Add("on-danger", "danger-solid", Text);
        pairs.Add("on-danger", "danger-solid-hover", Text);
        pairs.Add("danger", "danger-soft", Text);
        pairs.Add("text-muted", "danger-soft", Text);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pair_is_readable_in_both_themes(string ink, string ground, double least)
    {
        var light = Contrast(s_tokens[ink].Light, s_tokens[ground].Light);
        var dark = Contrast(s_tokens[ink].Dark, s_tokens[ground].Dark);

        Assert.True(light >= least, FormattableString.Invariant($"light: --{ink} on --{ground} is {light:0.00}, needs {least}"));
        Assert.True(dark >= least, FormattableString.Invariant($"dark: --{ink} on --{ground} is {dark:0.00}, needs {least}"));
    }

    private static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        var channels = Enumerable.Range(0, 3)
            .Select(i => int.Parse(hex.AsSpan(1 + (i * 2), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))
            .ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    private static Dictionary<string, (string Light, string Dark)> ReadTokens() =>
        TokenLine().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "wwwroot-assets", "css", "tokens.css")))
            .ToDictionary(m => m.Groups["name"].Value, m => (m.Groups["light"].Value, m.Groups["dark"].Value));

    [GeneratedRegex(@"--(?<name>[a-z0-9-]+): light-dark\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenLine();
}
