using AdminPortal.Features.Groups;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Groups;

public sealed class GroupTextTests
{
    private readonly GroupText _text = new(Options.Create(new GroupLimitOptions()));

    [Theory]
    [InlineData("  Harbor   Crew \n", "Harbor Crew")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("=SUM(A1:A9)", "=SUM(A1:A9)")]
    [InlineData("👩‍👩‍👧 Família", "👩‍👩‍👧 Família")]
    [InlineData("\u200Fשלום\u200E 7", "\u200Fשלום\u200E 7")]
    public void Keeps_what_people_write(string typed, string kept) => Assert.Equal(kept, _text.Rename(typed).Value);

    [Theory]
    [InlineData(null)]
    [InlineData(" \t ")]
    [InlineData("\u200B\u200D")]
    [InlineData("\u3164")]
    public void Refuses_a_name_that_cannot_be_seen(string? typed)
    {
        var result = _text.NewName(typed);

        Assert.Equal("Give it a name that can be seen.", result.Failure?.Message);
        Assert.Equal(GroupText.NameField, result.Failure?.Field);
    }

    [Theory]
    [InlineData("Harbor\u202Ewerc")]
    [InlineData("\u2067Harbor")]
    [InlineData("Har\u0000bor")]
    [InlineData("Har\u0007bor")]
    public void Refuses_marks_that_deceive(string typed)
    {
        Assert.StartsWith("The name contains ", _text.Rename(typed).Failure?.Message, StringComparison.Ordinal);
        Assert.StartsWith("The description contains ", _text.Description(typed).Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_half_of_a_character() => Assert.False(_text.Rename("Harbor " + '\uD83D').Succeeded);

    [Fact]
    public void Counts_the_limit_of_creation_and_of_renaming_apart()
    {
        var name = new string('x', 26);

        Assert.Contains("25", _text.NewName(name).Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(name, _text.Rename(name).Value);
        Assert.True(_text.Rename(new string('x', 100)).Succeeded);
        Assert.False(_text.Rename(new string('x', 101)).Succeeded);
    }

    [Fact]
    public void Description_keeps_its_lines_and_may_be_empty()
    {
        Assert.Equal("one\ntwo", _text.Description(" one\r\ntwo ").Value);
        Assert.Equal("", _text.Description(null).Value);
        Assert.False(_text.Description(new string('x', 2049)).Succeeded);
    }

    [Fact]
    public void A_picture_is_told_by_its_content()
    {
        Assert.Equal("image/png", GroupPicture.From([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]).Value?.ContentType);
        Assert.Equal("image/jpeg", GroupPicture.From([0xFF, 0xD8, 0xFF, 0xE0]).Value?.ContentType);
        Assert.False(GroupPicture.From("<svg onload=alert(1)>"u8.ToArray()).Succeeded);
        Assert.False(GroupPicture.From([]).Succeeded);
        Assert.False(GroupPicture.From(new byte[GroupPicture.MaxSize + 1]).Succeeded);
    }

    [Fact]
    public void Wrong_limits_are_named_one_by_one()
    {
        var result = new GroupLimitOptions.Validator().Validate(null, new GroupLimitOptions { Subgroups = 0, NameAtRename = 500 });

        Assert.Equal(2, result.Failures?.Count());
        Assert.Contains(result.Failures!, f => f.StartsWith("Limits:Subgroups", StringComparison.Ordinal));
    }
}
