using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Tests.Groups;
using Bunit;

namespace AdminPortal.Tests.Operations;

/// <summary>The one dialog in which plans are looked at: where there is a choice between numbers, it is offered.</summary>
public sealed class PlanDialogTests : GroupUiContext
{
    private static readonly Guid s_desk = Guid.Parse("0198a000-0000-7000-8000-0000000000c1");
    private static readonly Guid s_night = Guid.Parse("0198a000-0000-7000-8000-0000000000c2");

    [Fact]
    public async Task The_chosen_number_and_the_plan_it_makes_are_the_answer()
    {
        var dialog = Render<PlanDialog>();
        var asked = new List<Guid?>();
        var answer = await dialog.InvokeAsync(() => new Holder(dialog.Instance.AskAsync(new PlanQuestion("Revert?", PlanBy(s_desk, "Desk"), "Revert")
        {
            Replan = id =>
            {
                asked.Add(id);
                return Task.FromResult<OperationPlan?>(PlanBy(s_night, "Night"));
            },
        })));

        Assert.Contains("by Desk", dialog.Markup, StringComparison.Ordinal);
        dialog.Find("select").Change(s_night.ToString());
        dialog.WaitForAssertion(() => Assert.Contains("by Night", dialog.Markup, StringComparison.Ordinal));
        await dialog.FindAll("button").Single(b => b.TextContent.Trim() == "Revert").ClickAsync(new());
        var given = await answer.Asked.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);

        Assert.Equal([s_night], asked);
        Assert.Equal((s_night, s_night), (given?.Through, given?.Plan.Items[0].Draft.ConnectionId));
    }

    [Fact]
    public async Task Where_one_number_alone_can_act_nothing_is_to_be_chosen()
    {
        var dialog = Render<PlanDialog>();
        var plan = PlanBy(s_desk, "Desk") with { Choices = [] };

        _ = await dialog.InvokeAsync(() => new Holder(dialog.Instance.AskAsync(new PlanQuestion("Revert?", plan, "Revert") { Replan = _ => Task.FromResult<OperationPlan?>(null) })));

        Assert.Contains("by Desk", dialog.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Through", dialog.Markup, StringComparison.Ordinal);
    }

    private static OperationPlan PlanBy(Guid number, string name) => new(
        "Revert",
        [new PlannedItem(new ItemDraft(ItemKind.RemoveParticipant, number, "Ann") { GroupId = GroupScene.Harbor, Participant = "4915110000001@s.whatsapp.net" }, Where: null, name)],
        [],
        [],
        new PlanForecast(1, [new NumberForecast(name, "1 removal = at once.")], TimeSpan.Zero, Interactive: true, SecondOperator: null))
    {
        Choices = [new NumberOption(s_desk, "Desk"), new NumberOption(s_night, "Night")],
    };

    /// <summary>Keeps the renderer from waiting for the operator's answer.</summary>
    private sealed record Holder(Task<PlanAnswer?> Asked);
}
