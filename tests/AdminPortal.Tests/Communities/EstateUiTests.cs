using System.Security.Claims;
using AdminPortal.Data;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Ui;
using AdminPortal.Ui;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Logging.Abstractions;
using static AdminPortal.Tests.Communities.EstateScene;

namespace AdminPortal.Tests.Communities;

/// <summary>The screens over a real database: what is rendered, what a click does, what a viewer cannot do.</summary>
public sealed class EstateUiTests : UiTestContext
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private TestDatabase? _database;
    private EstateScene? _scene;
    private CapabilitySet? _capabilities;

    private EstateScene Scene => _scene!;

    private CommunityDraft Draft => Services.GetRequiredService<CommunityDraft>();

    [Fact]
    public async Task The_outline_is_a_tree_with_positions_and_one_active_row()
    {
        var page = await OpenAsync();

        var tree = page.Find("[role=tree]");
        var rows = tree.QuerySelectorAll("[role=treeitem]");
        Assert.Equal(["Harbor", "Harbor news", "Crew", "Town", "Town news", "Choir", "Not in a community", "Chess"], rows.Select(r => r.QuerySelector(".text")!.TextContent));
        Assert.Equal(("1", "1", "3", "true"), (rows[0].GetAttribute("aria-level"), rows[0].GetAttribute("aria-posinset"), rows[0].GetAttribute("aria-setsize"), rows[0].GetAttribute("aria-expanded")));
        Assert.Equal(rows[0].Id, tree.GetAttribute("aria-activedescendant"));
        Assert.Equal("false", Row(page, "Crew").GetAttribute("aria-selected"));
        Assert.Null(Row(page, "Harbor news").GetAttribute("aria-selected"));
        Assert.Contains("2 members", Row(page, "Crew").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_text_whatever_they_contain()
    {
        var page = await OpenAsync(scene => scene.Group("Evil", [], shape: g => (g.Name, g.NameSearch) = ("<script>alert(1)</script>\u202E", "script")));

        Eventually(page, () => Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("script"));
        Assert.DoesNotContain('\u202E', page.Markup);
    }

    [Fact]
    public async Task Moving_stages_says_who_enters_and_applying_leaves_a_pending_chip()
    {
        var page = await OpenAsync();
        var host = Render<ActionHost>();

        Click(page, () => Row(page, "Chess").QuerySelector("button.move"));
        Click(page, () => page.FindAll(".target").SingleOrDefault(t => t.TextContent.Contains("Harbor", StringComparison.Ordinal)));
        Eventually(page, () => Assert.Contains("1 person enters Announcements.", page.Find(".draft-bar").TextContent, StringComparison.Ordinal));
        Assert.Contains("Link 1.", page.Find(".draft-bar").TextContent, StringComparison.Ordinal);
        Assert.Contains("to Harbor", Row(page, "Chess").TextContent, StringComparison.Ordinal);

        Click(page, () => Button(page, "Apply"));
        Eventually(host, () => Assert.Contains("Harbor: 1 person enters, nobody leaves", host.Markup, StringComparison.Ordinal));
        Click(host, () => host.FindAll("button").SingleOrDefault(b => b.TextContent.Trim() == "Apply 1 change"));

        Eventually(page, () => Assert.Contains("Linking to Harbor", Row(page, "Chess").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".draft-bar"));
        Assert.Equal("Not in a community", Row(page, "Chess").PreviousElementSibling!.QuerySelector(".text")!.TextContent);
    }

    [Fact]
    public async Task The_review_names_what_stands_in_the_way_and_who_can_fix_it()
    {
        var page = await OpenAsync();
        Draft.Stage(await Scene.ReadAsync(), [Id("Crew")], to: null);

        Eventually(page, () => Assert.Contains("1 blocked", page.Find(".draft-bar").TextContent, StringComparison.Ordinal));
        Assert.True(Button(page, "Apply").HasAttribute("disabled"));
        Click(page, () => Button(page, "Review plan"));

        var step = page.WaitForElement("li.step.blocked", s_patience);
        Assert.Contains("a community keeps at least one", step.TextContent, StringComparison.Ordinal);
        Assert.Contains("Link another group to Harbor first.", step.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_dropped_on_a_column_is_staged_and_can_be_undone()
    {
        var page = await OpenAsync(view: "board");

        await page.InvokeAsync(() => Card(page, "Chess").DragStart());
        await page.InvokeAsync(() => Column(page, "Harbor").Drop());

        Eventually(page, () => Assert.Equal(Id("Harbor"), Draft.For(Id("Chess"))?.To));
        Eventually(page, () => Assert.Contains(Column(page, "Harbor").QuerySelectorAll(".board-card.staged"), c => c.TextContent.Contains("Chess", StringComparison.Ordinal)));
        Assert.NotNull(Column(page, "Not in a community").QuerySelector(".board-card.shadow"));

        Click(page, () => Card(page, "Chess", ".staged").QuerySelectorAll("button").Last());
        Eventually(page, () => Assert.True(Draft.IsEmpty));
    }

    [Fact]
    public async Task A_drag_of_one_selected_card_takes_the_selection_along()
    {
        var page = await OpenAsync(scene => scene.Group("Go", ["eve"]), view: "board");

        // Found and touched in one turn of the renderer: a live reload may draw the cards anew in between.
        await page.InvokeAsync(() => Card(page, "Chess").QuerySelector("input")!.Change(true));
        await page.InvokeAsync(() => Card(page, "Go").QuerySelector("input")!.Change(true));
        await page.InvokeAsync(() => Card(page, "Go").DragStart());
        await page.InvokeAsync(() => Column(page, "Town").Drop());

        Eventually(page, () => Assert.Equal(2, Draft.Changes.Count));
        Eventually(page, () => Assert.Empty(page.FindAll(".board-card.picked")));
    }

    [Fact]
    public async Task M_on_a_card_asks_where_to()
    {
        var page = await OpenAsync(view: "board");

        await page.InvokeAsync(() => Card(page, "Chess").KeyDown("m"));

        Eventually(page, () => Assert.Contains("Move Chess to…", page.Find("dialog h2").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_can_change_nothing()
    {
        var page = await OpenAsync(role: OperatorRole.Viewer);

        Assert.True(Button(page, "Create community").HasAttribute("disabled"));
        Assert.All(page.FindAll("button.move"), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Contains("Your role only reads here.", page.Markup, StringComparison.Ordinal);

        var board = RenderPage("board");
        Assert.Empty(board.FindAll("[draggable=true]"));
        Assert.Empty(board.FindAll("[data-drop]"));
    }

    [Fact]
    public async Task Creating_a_community_checks_the_name_at_the_field_and_shows_it_as_being_created()
    {
        var page = await OpenAsync();
        var host = Render<ActionHost>();

        Click(page, () => Button(page, "Create community"));
        page.WaitForElement("#create-community input[required]", s_patience).Input(new string('x', 26));
        Eventually(page, () => Assert.Contains("at most 25 characters", page.Find("#create-community").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("#create-community input[required]").Input("Friends"));
        await page.InvokeAsync(() => page.Find(".choices input:not([disabled])").Change(true));
        Eventually(page, () => Assert.Contains("1 person enters its Announcements.", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("#create-community").Submit());
        Eventually(host, () => Assert.Contains("Create Friends and link 1 group?", host.Markup, StringComparison.Ordinal));
        Click(host, () => host.FindAll("button").SingleOrDefault(b => b.TextContent.Trim() == "Create and link 1"));

        Eventually(page, () => Assert.Contains("Being created", Row(page, "Friends").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_community_is_said_at_its_fields_and_nothing_is_submitted()
    {
        var page = await OpenAsync();

        Click(page, () => Button(page, "Create community"));
        page.WaitForElement("#create-community input[required]", s_patience);
        await page.InvokeAsync(() => page.Find("#create-community").Submit());
        Assert.Contains("Give it a name that can be seen.", page.Find("#create-community").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("#create-community input[required]").Input("Friends"));
        await page.InvokeAsync(() => page.Find("textarea[placeholder^='+']").Input("+49 151 10002000\nhello"));
        await page.InvokeAsync(() => page.Find("#create-community").Submit());

        Assert.Contains(page.FindAll(".field-error"), e => e.TextContent.Contains("“hello” is no international phone number", StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("textarea[placeholder^='+']").Input("+49 151 10002000"));
        Eventually(page, () => Assert.Contains("Creates the community Friends with 1 person.", page.Find(".effect").TextContent, StringComparison.Ordinal));
        await using var db = _database!.Open();
        Assert.False(await db.Operations.AnyAsync(Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_card_dropped_on_a_community_kept_here_stands_there_at_once()
    {
        var page = await OpenAsync(view: "board");
        var host = Render<ActionHost>();
        Click(page, () => Button(page, "Keep a community here"));
        page.WaitForElement("#keep-community input", s_patience).Input("Games");
        await page.InvokeAsync(() => page.Find("#keep-community").Submit());
        Eventually(page, () => Assert.Contains("Kept here", Column(page, "Games").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => Card(page, "Chess").DragStart());
        await page.InvokeAsync(() => Column(page, "Games").Drop());

        Eventually(page, () => Assert.Contains(Column(page, "Games").QuerySelectorAll(".board-card"), c => c.TextContent.Contains("Chess", StringComparison.Ordinal)));
        Assert.True(Draft.IsEmpty);
        Eventually(host, () => Assert.Contains("Put into Games. Nothing was sent.", host.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Creating_a_series_shows_every_name_and_asks_before_it_starts()
    {
        var page = await OpenAsync(scene => scene.Group("Team 03", []));

        Click(page, () => Button(page, "Create group"));
        page.WaitForElement("#create-group input[required]", s_patience).Input("Team");
        await page.InvokeAsync(() => page.Find("#create-group input[type=checkbox]").Change(true));
        page.WaitForElement("#create-group input[type=number]", s_patience);
        await page.InvokeAsync(() => page.FindAll("#create-group input[type=number]")[1].Input("20"));
        Eventually(page, () => Assert.Contains("Creates 20 groups, Team 01 to Team 20: at most 5 per hour, 30 per day.", page.Find(".effect").TextContent, StringComparison.Ordinal));
        Assert.Equal(20, page.FindAll(".names li").Count);
        Assert.Contains("Team 01, Team 02, Team 03 … Team 20", page.Find("#create-group .outcome").TextContent, StringComparison.Ordinal);
        Assert.Contains("“Team 03” already", page.Find(".effect").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("#create-group").Submit());
        Eventually(page, () => Assert.Contains("Create 20 groups?", page.Markup, StringComparison.Ordinal));
        Assert.Contains("20 new groups", page.Find(".forecast").TextContent, StringComparison.Ordinal);
        Assert.Contains("Desk creates at most 5 per hour, 30 per day.", page.Find(".plan").TextContent, StringComparison.Ordinal);
        Click(page, () => page.FindAll("button").LastOrDefault(b => b.TextContent.Trim() == "Create 20 groups"));

        Eventually(page, () => Assert.Contains("Being created", Row(page, "Team 01").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_number_cannot_do_is_disabled_with_the_reason_when_a_group_is_created()
    {
        _capabilities = TestVendor.Without(Capability.SetApproval, "cannot change whether new members need approval");
        var page = await OpenAsync();

        Click(page, () => Button(page, "Create group"));
        page.WaitForElement("#create-group", s_patience);

        Eventually(page, () => Assert.Contains("Desk cannot change whether new members need approval.", page.Find("#create-group").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("#create-group input[type=checkbox][disabled]"));
    }

    [Fact]
    public async Task Announcing_says_who_gets_it_before_anything_goes()
    {
        var page = await OpenAsync(scene => scene.Group("Lost", [], kind: GroupKind.CommunityParent, readMembers: false));
        var host = Render<ActionHost>();

        Click(page, () => Button(page, "Announce"));
        page.WaitForElement("#announce textarea", s_patience).Input("<b>Doors</b> open at *nine*");
        await page.InvokeAsync(() => page.Find("#announce").Submit());
        Eventually(page, () => Assert.Contains("Choose at least one community.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("its announcement group has not been read yet", page.Find(".choices").TextContent, StringComparison.Ordinal);
        Click(page, () => Button(page, "Choose all"));
        Eventually(page, () => Assert.Contains("3 people in 2 communities get it.", page.Find(".effect").TextContent, StringComparison.Ordinal));
        Assert.Contains("Desk sends 2 messages: about 20 s.", page.Find(".effect").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("#announce").Submit());
        Eventually(page, () => Assert.Contains("Announce to 2 communities?", page.Markup, StringComparison.Ordinal));
        Assert.Contains("2 people, by Desk", page.Find(".plan").TextContent, StringComparison.Ordinal);
        Assert.Contains("It cannot be taken back.", page.Markup, StringComparison.Ordinal);
        Click(page, () => page.FindAll("button").Last(b => b.TextContent.Trim() == "Announce to 2"));

        Eventually(page, () => Assert.Empty(page.FindAll("#announce")));
        Eventually(page, () => Assert.Contains("Announcing", Row(page, "Harbor news").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Communities_picked_on_the_board_are_announced_to_at_a_set_time()
    {
        var page = await OpenAsync(view: "board");

        await page.InvokeAsync(() => page.Find("input[aria-label='Select Harbor']").Change(true));
        await page.InvokeAsync(() => page.Find("input[aria-label='Select Town']").Change(true));
        Eventually(page, () => Assert.Contains("2 communities selected", page.Markup, StringComparison.Ordinal));
        Click(page, () => Button(page, "Announce…"));
        page.WaitForElement("#announce textarea", s_patience).Input("Doors open at nine");
        Eventually(page, () => Assert.Contains("3 people in 2 communities get it.", page.Find(".effect").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("#announce").Submit());
        Eventually(page, () => Assert.Contains("Announce to 2 communities?", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.FindAll("fieldset.when input")[1].Change(true));
        Click(page, () => page.FindAll("button").SingleOrDefault(b => b.TextContent.Trim() == "Schedule: Announce to 2"));
        Eventually(page, () => Assert.Empty(page.FindAll("#announce")));

        await using var db = await _database!.Contexts.CreateDbContextAsync();
        var operation = await db.Operations.SingleAsync();
        Assert.True(operation.StartAt > Time.GetUtcNow());
        Assert.Equal((OperationKind.Announce, OperationState.Queued), (operation.Kind, operation.State));
    }

    [Fact]
    public async Task Without_numbers_the_page_says_what_to_do_next()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        _scene = new EstateScene(_database);
        Register(OperatorRole.Operator);

        var page = RenderPage();

        Eventually(page, () => Assert.Contains("No number is connected", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_elsewhere_reaches_the_page()
    {
        var page = await OpenAsync();

        await Scene.ChangeAsync(db => db.Groups.Where(g => g.Id == Id("Chess")).ExecuteUpdateAsync(s => s.SetProperty(g => g.Name, "Chess club")));
        Scene.Feed.Publish(ChangeTopic.Groups, Id("Chess"));

        Eventually(page, () => Assert.Contains("Chess club", page.Markup, StringComparison.Ordinal));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        _scene?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static IElement Row(IRenderedComponent<CommunitiesPage> page, string name) =>
        page.FindAll("[role=treeitem]").First(r => r.QuerySelector(".text")?.TextContent == name);

    private static IElement Card(IRenderedComponent<CommunitiesPage> page, string name, string more = ":not(.shadow)") =>
        page.FindAll($".board-card{more}").First(c => c.TextContent.Contains(name, StringComparison.Ordinal));

    private static IElement Column(IRenderedComponent<CommunitiesPage> page, string title) =>
        page.FindAll("section.column").First(c => c.GetAttribute("aria-label")!.StartsWith(title, StringComparison.Ordinal));

    private static IElement Button(IRenderedComponent<CommunitiesPage> page, string text) =>
        page.FindAll("button").First(b => b.TextContent.Trim() == text);

    private async Task<IRenderedComponent<CommunitiesPage>> OpenAsync(Func<EstateScene, EstateScene>? more = null, string? view = null, OperatorRole role = OperatorRole.Operator)
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        _scene = new EstateScene(_database, _capabilities)
            .Community("Harbor", ("Crew", ["ann", "ben"]))
            .Community("Town", ("Choir", ["cid"]))
            .Group("Chess", ["dan"]);
        await (more?.Invoke(_scene) ?? _scene).SaveAsync();
        Register(role);
        return RenderPage(view);
    }

    private IRenderedComponent<CommunitiesPage> RenderPage(string? view = null)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(PortalUrls.Communities(view));
        var page = Render<CommunitiesPage>();
        page.WaitForElement("[role=treeitem], .board-card, .empty-state", s_patience);
        return page;
    }

    /// <summary>Clicks what is there, or will be.</summary>
    private void Click<T>(IRenderedComponent<T> component, Func<IElement?> find)
        where T : IComponent
    {
        IElement? found = null;
        Eventually(component, () => Assert.NotNull(found = find()));
        found!.Click();
    }

    /// <summary>Live queries gather changes for a while on the page's clock, which moves on while we wait.</summary>
    private void Eventually<T>(IRenderedComponent<T> component, Action assertion)
        where T : IComponent
    {
        using var clock = new Timer(_ => Time.Advance(LiveQuery.Window), state: null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        component.WaitForAssertion(assertion, s_patience);
    }

    private void Register(OperatorRole role)
    {
        var signedIn = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()),
                new Claim(Actor.RoleClaim, role.ToString()),
                new Claim(Actor.NameClaim, "Olga"),
            ],
            "test"));
        Services.AddSingleton(new CurrentActor(() => ValueTask.FromResult(signedIn)));
        Services.AddSingleton<IDbContextFactory<PortalDbContext>>(_database!.Contexts);
        Services.AddSingleton(Scene.Feed);
        Services.AddSingleton(Scene.Directory);
        Services.AddSingleton(Scene.Planner);
        var bulk = Options.Create(new BulkOptions());
        Services.AddSingleton(new QuietHours(bulk));
        Services.AddSingleton(new PlanForecaster(_database!.Contexts, Scene.Pacing, new SecondOperator(bulk)));
        Services.AddSingleton(Scene.Desk);
        Services.AddSingleton(Scene.Founder);
        Services.AddSingleton(Scene.Announcer);
        Services.AddSingleton(Scene.Managed);
        Services.AddSingleton(new ViewerClock(Time));
        Services.AddSingleton(Scene.Groups);
        Services.AddSingleton(Scene.Text);
        Services.AddSingleton(new PictureFetcher(NullLogger<PictureFetcher>.Instance));
        Services.AddScoped<CommunityDraft>();
    }
}
