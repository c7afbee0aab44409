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
}
