using AdminPortal.Security;
using AdminPortal.Shell;
using AdminPortal.Tests.Ui;
using Bunit;

namespace AdminPortal.Tests.Shell;

public sealed class FrameTests : UiTestContext
{
    private static readonly Actor s_administrator = new(Guid.NewGuid(), "Ada", OperatorRole.Administrator);
    private static readonly Actor s_viewer = new(Guid.NewGuid(), "Vic", OperatorRole.Viewer);

    [Fact]
    public void Counts_are_read_out_with_what_they_count()
    {
        var side = Side(s_administrator, new ShellSnapshot(43, 2, 0, []));

        Assert.Equal("43 requests waiting", Words(side, "/approvals", ".count"));
        Assert.Equal("2 running", Words(side, "/operations", ".count"));
    }

    [Fact]
    public void An_operation_that_waits_for_a_person_outweighs_those_that_run() =>
        Assert.Equal("1 needs attention", Words(Side(s_administrator, new ShellSnapshot(0, 2, 1, [])), "/operations", ".count"));

    [Fact]
    public void Places_that_a_role_cannot_see_are_not_offered()
    {
        Assert.Contains("/operators", Side(s_administrator, status: null).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("/operators", Side(s_viewer, status: null).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_says_how_it_is_and_leads_to_itself()
    {
        var id = Guid.NewGuid();
        var chips = Chips(new NumberHealth(id, "Desk", NumberState.Paused, "the gateway asked for it", Time.GetUtcNow().AddMinutes(32), Since: null));

        var chip = chips.Find(".health a");
        Assert.Equal("Desk paused until 12:32", string.Join(' ', chip.QuerySelectorAll("span").Select(s => s.TextContent)));
        Assert.Equal($"/connections/{id}", chip.GetAttribute("href"));
        Assert.Equal("1 of 1 paused", chips.Find(".summary span").TextContent);
    }

    [Fact]
    public void A_number_that_cannot_work_has_a_banner_of_its_own_and_a_paused_one_has_not()
    {
        var down = new NumberHealth(Guid.NewGuid(), "Desk", NumberState.Unreachable, "No answer", Until: null, Time.GetUtcNow());
        var paused = new NumberHealth(Guid.NewGuid(), "Field", NumberState.Paused, Reason: null, Time.GetUtcNow().AddMinutes(1), Since: null);

        Assert.Empty(Banner(paused).FindAll(".gateway-banner"));
        Assert.Contains("Desk cannot be reached: its gateway does not answer, noticed just now.", Squeeze(Banner(down, paused).Find(".gateway-banner").TextContent), StringComparison.Ordinal);
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Words(IRenderedComponent<SideNavigation> side, string href, string part) =>
        Squeeze(side.Find($"a[href='{href}'] {part}").TextContent);

    private IRenderedComponent<SideNavigation> Side(Actor actor, ShellSnapshot? status) =>
        Render<SideNavigation>(parameters => parameters.Add(s => s.Actor, actor).Add(s => s.Status, status));

    private IRenderedComponent<HealthChips> Chips(params NumberHealth[] numbers) =>
        Render<HealthChips>(parameters => parameters.Add(c => c.Numbers, numbers));

    private IRenderedComponent<GatewayBanner> Banner(params NumberHealth[] numbers) =>
        Render<GatewayBanner>(parameters => parameters.Add(b => b.Numbers, numbers));
}
