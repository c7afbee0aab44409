using AdminPortal.Features.Communities.Founding;
using AdminPortal.Features.Groups;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Communities;

public sealed class NamePatternTests
{
    private static readonly GroupText s_text = new(Options.Create(new GroupLimitOptions()));

    [Theory]
    [InlineData("Team {00}", 1, 3, "Team 01|Team 02|Team 03")]
    [InlineData("{0} a", 9, 2, "9 a|10 a")]
    [InlineData("  A{000}b ", 99, 2, "A099b|A100b")]
    [InlineData("Plain", 7, 1, "Plain")]
    [InlineData("{x} {1} {}", 1, 1, "{x} {1} {}")]
    [InlineData("مجموعة {00} 👨‍👩‍👧", 1, 1, "مجموعة 01 👨‍👩‍👧")]
    public void Writes_the_running_number_where_the_mark_is(string pattern, int first, int count, string names) =>
        Assert.Equal(names.Split('|'), NamePattern.Expand(s_text, pattern, first, count).Value!);

    [Theory]
    [InlineData("Team {00} of {00}", 1, 2, GroupText.NameField)]
    [InlineData("Team", 1, 2, GroupText.NameField)]
    [InlineData("", 1, 1, GroupText.NameField)]
    [InlineData("Team {00}", 1, 0, NamePattern.CountField)]
    [InlineData("Team {00}", 1, 101, NamePattern.CountField)]
    [InlineData("Team {00}", -1, 2, NamePattern.CountField)]
    [InlineData("Team {00}", int.MaxValue, 2, NamePattern.CountField)]
    [InlineData("Team \u202E{00}", 1, 2, GroupText.NameField)]
    [InlineData("twenty-two characters xx{00}", 1, 2, GroupText.NameField)]
    public void Says_at_which_field_it_is_wrong(string pattern, int first, int count, string field) =>
        Assert.Equal(field, NamePattern.Expand(s_text, pattern, first, count).Failure?.Field);

    [Fact]
    public void Every_name_is_counted_with_its_number()
    {
        Assert.True(NamePattern.Expand(s_text, "twenty-two characters xx{0}", 1, 9).Succeeded);
        Assert.Equal(GroupText.NameField, NamePattern.Expand(s_text, "twenty-two characters xx{0}", 5, 9).Failure?.Field);
    }

    [Theory]
    [InlineData("Harbor", "Team", true, 1, 10, "Harbor Team 01|Harbor Team 10")]
    [InlineData("HC-", "Team", true, 1, 9, "HC-Team 1|HC-Team 9")]
    [InlineData("HC - ", "Team", true, 95, 10, "HC - Team 095|HC - Team 104")]
    [InlineData("Harbor", "{0}. Team", true, 1, 2, "Harbor 1. Team|Harbor 2. Team")]
    [InlineData(" ", "Team", false, 1, 1, "Team|Team")]
    [InlineData("⚓ ", "Team", false, 1, 1, "⚓ Team|⚓ Team")]
    [InlineData("مرفأ", "فريق", true, 1, 2, "مرفأ فريق 1|مرفأ فريق 2")]
    public void A_prefix_stands_before_every_name_and_numbers_go_to_the_end(string prefix, string name, bool numbered, int first, int count, string ends)
    {
        var naming = new NamingState(s_text) { Prefix = prefix, Name = name, Numbered = numbered, First = first, Count = count };

        var names = naming.Names.Value!;
        Assert.Equal(ends, $"{names[0]}|{names[^1]}");
        Assert.Null(naming.NameProblem(wanted: true));
    }

    [Fact]
    public void What_comes_of_it_is_shown_and_the_room_left_is_that_of_the_longest_name()
    {
        var naming = new NamingState(s_text) { Prefix = "Harbor", Name = "Team", Numbered = true, Count = 12 };

        Assert.Equal("Harbor Team 01, Harbor Team 02, Harbor Team 03 … Harbor Team 12", naming.Outcome);
        Assert.Equal(25 - "Harbor  12".Length, naming.Room);

        naming.Name = "Fishermen and friends";
        Assert.Contains("at most 25 characters", naming.NameProblem(wanted: false), StringComparison.Ordinal);
        Assert.Null(naming.Outcome);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData("\u200B", false, true)]
    [InlineData("  ", false, true)]
    public void An_empty_name_is_a_mistake_only_when_somebody_wants_to_go_on(string? name, bool wanted, bool wrong) =>
        Assert.Equal(wrong, new NamingState(s_text) { Name = name }.NameProblem(wanted) is not null);

    [Fact]
    public void A_prefix_alone_is_no_name() =>
        Assert.NotNull(new NamingState(s_text) { Prefix = "Harbor" }.NameProblem(wanted: true));
}
