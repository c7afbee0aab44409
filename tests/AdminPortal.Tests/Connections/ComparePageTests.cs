using AdminPortal.Features.Connections;
using AdminPortal.Gateways.Capabilities;
using Bunit;

namespace AdminPortal.Tests.Connections;

/// <summary>Pieces of the comparison of numbers.</summary>
public sealed class ComparePageTests : BunitContext
{
    [Theory]
    [InlineData(CapabilityLevel.Supported, null, "Yes")]
    [InlineData(CapabilityLevel.Limited, "does it on Mondays only", "Within limits")]
    [InlineData(CapabilityLevel.Unsupported, "has no communities", "No")]
    public void An_answer_has_a_word_and_its_reason_opens_by_keyboard(CapabilityLevel level, string? reason, string word)
    {
        var mark = Render<CapabilityMark>(p => p
            .Add(m => m.Statement, new CapabilityStatement(Capability.LinkGroup, level, CapabilityEvidence.Documented, reason))
            .Add(m => m.Gateway, "Acme"));

        Assert.Equal(word, mark.Find(".badge").TextContent.Trim());
        Assert.Equal("documented", mark.Find(".evidence").TextContent);
        if (reason is null)
        {
            Assert.Empty(mark.FindAll("details"));
        }
        else
        {
            // A native disclosure: Enter and Space open it, and it needs no script.
            Assert.Contains(word, mark.Find("details > summary").TextContent, StringComparison.Ordinal);
            Assert.Equal($"Acme {reason}.", mark.Find("details > p").TextContent);
        }
    }

    [Fact]
    public void Every_ability_stands_under_one_heading() =>
        Assert.Equal(Enum.GetValues<Capability>().Order(), CapabilityWords.Areas.SelectMany(a => a.Abilities).Order());

    [Fact]
    public void Numbers_differ_where_one_can_and_another_cannot()
    {
        var can = Number(CapabilityLevel.Supported);
        Assert.False(ComparePage.Differ([can, can], Capability.LinkGroup));
        Assert.True(ComparePage.Differ([can, Number(CapabilityLevel.Limited)], Capability.LinkGroup));
    }

    private static ComparedNumber Number(CapabilityLevel level) =>
        new(Guid.NewGuid(), "North", "Acme", null, new CapabilitySet([new CapabilityStatement(Capability.LinkGroup, level, CapabilityEvidence.Documented)]));
}
