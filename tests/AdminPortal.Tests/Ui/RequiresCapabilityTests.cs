using AdminPortal.Gateways.Capabilities;
using AdminPortal.Ui;
using Bunit;

namespace AdminPortal.Tests.Ui;

public sealed class RequiresCapabilityTests : UiTestContext
{
    private static readonly CapabilitySet s_able = new([
        new CapabilityStatement(Capability.LinkGroup, CapabilityLevel.Supported, CapabilityEvidence.Documented),
        new CapabilityStatement(Capability.AddParticipants, CapabilityLevel.Limited, CapabilityEvidence.Documented, "adds one person at a time"),
        new CapabilityStatement(Capability.ListMembershipRequests, CapabilityLevel.Unsupported, CapabilityEvidence.Documented, "has no membership requests"),
    ]);

    [Fact]
    public void What_works_is_left_alone()
    {
        var view = RenderGate(s_able, Capability.LinkGroup);

        Assert.False(view.Find("button").HasAttribute("disabled"));
        Assert.Empty(view.FindAll(".gate-reason"));
    }

    [Fact]
    public void What_cannot_stays_visible_with_its_reason()
    {
        var view = RenderGate(s_able, Capability.ListMembershipRequests);

        Assert.True(view.Find("button").HasAttribute("disabled"));
        Assert.Equal("Desk has no membership requests", view.Find("button").GetAttribute("title"));
        Assert.Equal("Desk has no membership requests", view.Find(".gate-reason").TextContent);
    }

    [Fact]
    public void A_limit_is_told_without_closing()
    {
        var view = RenderGate(s_able, Capability.AddParticipants);

        Assert.False(view.Find("button").HasAttribute("disabled"));
        Assert.Equal("Desk adds one person at a time", view.Find("button").GetAttribute("title"));
    }

    [Fact]
    public void What_nobody_has_asked_yet_is_closed() =>
        Assert.Equal("We don't know yet what Desk can do", RenderGate(capabilities: null, Capability.LinkGroup).Find("button").GetAttribute("title"));

    [Fact]
    public void A_missing_permission_goes_first_and_compact_leaves_it_to_the_control()
    {
        var view = RenderGate(s_able, Capability.ListMembershipRequests, blocked: "Your role only reads", compact: true);

        Assert.Equal("Your role only reads", view.Find("button").GetAttribute("title"));
        Assert.Empty(view.FindAll(".gate-reason"));
    }

    private IRenderedComponent<RequiresCapability> RenderGate(CapabilitySet? capabilities, Capability needs, string? blocked = null, bool compact = false) =>
        Render<RequiresCapability>(parameters => parameters
            .Add(g => g.Capabilities, capabilities)
            .Add(g => g.Needs, needs)
            .Add(g => g.Who, "Desk")
            .Add(g => g.Blocked, blocked)
            .Add(g => g.Compact, compact)
            .Add(g => g.ChildContent, gate => $"<button {(gate.Disabled ? "disabled" : "")} title=\"{gate.Reason}\">Do</button>"));
}
