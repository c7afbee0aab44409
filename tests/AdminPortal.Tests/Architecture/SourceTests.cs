using System.Text.RegularExpressions;

namespace AdminPortal.Tests.Architecture;

/// <summary>Rules that can be read off the text of the sources.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    [Fact]
    public void Time_comes_from_a_TimeProvider() =>
        Assert.Empty(Lines("src", "tests").Where(l => Clock.IsMatch(l.Text)).Select(l => l.ToString()));

    [Fact]
    public void Nothing_waits_a_guessed_time_or_blocks_a_thread() =>
        Assert.Empty(Lines("src", "tests").Where(l => Waiting.IsMatch(l.Text)).Select(l => l.ToString()));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(Lines("src").Where(l => Unfinished.IsMatch(l.Text)).Select(l => l.ToString()));

    [Fact]
    public void No_file_outgrows_its_reader() =>
        Assert.Empty(Lines("src").GroupBy(l => l.File, StringComparer.Ordinal)
            .Where(file => file.Count() > LongestFile)
            .Select(file => $"{file.Key}: {file.Count()} lines"));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock { get; }

    [GeneratedRegex(@"\bTask\.Delay\(\s*\d|\bThread\.Sleep\(|\.GetAwaiter\(\)\.GetResult\(\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Waiting { get; }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|NotImplementedException", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished { get; }

    // This file has to name what it forbids.
    private static IEnumerable<SourceLine> Lines(params string[] folders) =>
        SourceFiles.Lines(folders).Where(l => !l.File.EndsWith("/SourceTests.cs", StringComparison.Ordinal));
}
