using System.Security.Claims;
using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Ui;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Pacing;

public sealed class PacePanelTests : UiTestContext, IAsyncLifetime
{
    private TestDatabase? _database;
    private PacingWorld? _world;

    static PacePanelTests() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    private PacingWorld World => _world!;

    private OperatorRole Role { get; set; } = OperatorRole.Administrator;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        _world = new PacingWorld(_database, Time);
        World.Options.AddsPerDay = 60;
        var governor = await World.StartAsync();
        Services.AddSingleton(governor);
        Services.AddSingleton(World.Desk);
        Services.AddSingleton(World.Feed);
        Services.AddSingleton(new CurrentActor(() => ValueTask.FromResult(SignedIn())));
        await World.LimitAsync(governor, code: 429);
        Time.Advance(TimeSpan.FromMinutes(41));
        await World.SentAsync(ItemKind.AddParticipant, [.. Enumerable.Range(0, 37).Select(i => Time.GetUtcNow() - TimeSpan.FromMinutes(i))]);
    }

    [Fact]
    public void Says_how_much_is_spent_how_wide_it_goes_and_what_went_wrong_last()
    {
        var panel = Panel();

        // Of the 37, those since the 429 have narrowed the spacing.
        Assert.Contains("37 of 60 adds in 24 h, 10 s apart, last 429 41 min ago", Text(panel), StringComparison.Ordinal);
        Assert.Contains("Adds 10 s apart 37 37 of 60", Text(panel), StringComparison.Ordinal);
        Assert.Contains("no spacing, 2 a minute, 10 in 15 min", Text(panel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_endangers_the_number_and_warns_in_words()
    {
        Assert.Contains("Here for 41 min. In 24 h: 0 of 37 people could not be added, no invitation to strangers.", Text(Panel()), StringComparison.Ordinal);

        await World.SentAsync(ItemKind.AddParticipant, ItemState.Refused, [.. Enumerable.Range(0, 13).Select(i => Time.GetUtcNow() - TimeSpan.FromSeconds(i))]);
        await World.SentAsync(ItemKind.SendInviteLink, [.. Enumerable.Range(0, 15).Select(i => Time.GetUtcNow() - TimeSpan.FromSeconds(i))]);
        await using (var db = _database!.Open())
        {
            await db.OperationItems.Where(i => i.State == ItemState.Refused)
                .ExecuteUpdateAsync(i => i.SetProperty(x => x.Reason, RefusalReason.PrivacyBlocked), Xunit.TestContext.Current.CancellationToken);
        }

        var panel = Panel();

        Assert.Contains("13 of 50 people could not be added, 15 invitations to strangers.", Text(panel), StringComparison.Ordinal);
        Assert.Equal(
            ["26", "Many", "Young"],
            panel.FindAll(".notice.warning").Select(n => n.TextContent.Trim().Split(' ')[0]));
    }

    [Fact]
    public async Task The_daily_caps_are_lifted_for_a_time_with_a_reason_and_kept_again()
    {
        var panel = Panel();
        Button(panel, "Go on over the daily caps…").Click();
        Button(panel, "Lift the daily caps").Click();
        panel.WaitForAssertion(() => Assert.Contains("Say why it is worth the risk", panel.Find("#override-reason-error").TextContent, StringComparison.Ordinal));

        await panel.Find("#override-reason").InputAsync("The match is tonight");
        Button(panel, "Lift the daily caps").Click();

        panel.WaitForAssertion(() => Assert.Contains("Daily caps are lifted until 14:41: The match is tonight (Ann)", Text(panel), StringComparison.Ordinal));
        Button(panel, "Keep the caps again").Click();
        panel.WaitForAssertion(() => Assert.DoesNotContain("Daily caps are lifted", Text(panel), StringComparison.Ordinal));
        await using var db = _database!.Open();
        Assert.Equal(
            ["pace.overridden", "pace.override-ended"],
            await db.AuditEntries.Where(e => e.Action.StartsWith("pace.over")).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync(Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_profile_is_chosen_with_a_value_of_its_own_and_nonsense_is_named()
    {
        var panel = Panel();
        Button(panel, "Change pace…").Click();
        panel.WaitForElements("input[type=radio]")[0].Change(true);
        panel.Find("input[aria-label='Adds: in 24 h']").Change("many");
        Button(panel, "Set the pace").Click();
        panel.WaitForAssertion(() => Assert.Contains("Adds: write caps as whole numbers from 1.", Text(panel), StringComparison.Ordinal));

        panel.Find("input[aria-label='Adds: in 24 h']").Change("80");
        Button(panel, "Set the pace").Click();

        panel.WaitForAssertion(() => Assert.Contains("Careful, with values of its own", Text(panel), StringComparison.Ordinal));
        Assert.Contains("37 of 80 adds in 24 h, 20 s apart", Text(panel), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_manage_numbers_sees_the_meter_and_cannot_touch_it()
    {
        Role = OperatorRole.Operator;

        var panel = Panel();

        Assert.Contains("37 of 60 adds", Text(panel), StringComparison.Ordinal);
        Assert.All(panel.FindAll(".panel button"), b => Assert.True(b.HasAttribute("disabled")));
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await World.DisposeAsync();
        await _database!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private IRenderedComponent<PacePanel> Panel()
    {
        var panel = Render<PacePanel>(p => p.Add(x => x.ConnectionId, World.Number).Add(x => x.MayManage, Role == OperatorRole.Administrator));
        panel.WaitForElement(".pace-line");
        return panel;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<PacePanel> panel, string text) =>
        panel.WaitForElements("button").Single(b => b.TextContent.Trim() == text);

    private static string Text(IRenderedComponent<PacePanel> panel) =>
        string.Join(' ', panel.Nodes.Select(n => n.TextContent).SelectMany(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private ClaimsPrincipal SignedIn() => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()),
            new Claim(Actor.NameClaim, "Ann"),
            new Claim(Actor.RoleClaim, Role.ToString()),
        ],
        "test"));
}
