using AdminPortal.Results;
using AdminPortal.Ui;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Ui;

public sealed class OperatorActionsTests : UiTestContext
{
    private static readonly Confirmation s_question = new("Remove 12 people?", "They leave Announcements as well.", "Remove 12 people", Dangerous: true);

    private OperatorActions Actions => Services.GetRequiredService<OperatorActions>();

    [Fact]
    public async Task Success_is_told_with_a_link_and_passes()
    {
        var host = Render<ActionHost>();

        var result = await Actions.RunAsync("link", _ => Succeed(7), "Linking 2 groups", id => PortalUrls.Operation(id));

        Assert.Equal(7, result!.Value);
        var toast = host.WaitForElement(".toast.done");
        Assert.Contains("Linking 2 groups", toast.TextContent, StringComparison.Ordinal);
        Assert.Equal("/operations/7", toast.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Linking 2 groups", host.Find("[role=status]").TextContent, StringComparison.Ordinal);

        Time.Advance(OperatorActions.ToastLifetime);
        host.WaitForState(() => host.FindAll(".toast").Count == 0);
    }

    [Fact]
    public async Task Refusal_is_told_in_its_own_sentence_and_stays()
    {
        var host = Render<ActionHost>();

        var result = await Actions.RunAsync<int>("link", _ => Task.FromResult<Result<int>>(new NotThere("The group")), "Linked");

        Assert.Equal(new NotThere("The group"), result!.Failure);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("The group is not there any more.", host.WaitForElement(".toast.failure").TextContent, StringComparison.Ordinal);
        host.Find(".toast button").Click();
        host.WaitForState(() => host.FindAll(".toast").Count == 0);
    }

    [Fact]
    public async Task An_exception_is_shown_and_handed_back_as_a_failure()
    {
        var host = Render<ActionHost>();

        var result = await Actions.RunAsync<int>("link", _ => throw new InvalidOperationException("secret detail"));

        Assert.IsType<UnexpectedFailure>(result!.Failure);
        var words = host.WaitForElement(".toast.failure").TextContent;
        Assert.Contains("unexpected", words, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", words, StringComparison.Ordinal);
        Assert.False(Actions.IsBusy("link"));
    }

    [Fact]
    public async Task A_declined_question_calls_nothing()
    {
        var host = Render<ActionHost>();
        var called = false;
        var run = Actions.RunAsync("remove", _ => Call(ref called), confirm: s_question);

        host.WaitForState(() => host.FindAll("dialog .modal-actions button").Count == 2);
        Assert.Contains("They leave Announcements as well.", host.Find("dialog").TextContent, StringComparison.Ordinal);
        host.FindAll("dialog .modal-actions button")[0].Click();

        Assert.Null(await run);
        Assert.False(called);
        host.WaitForState(() => host.FindAll(".modal-actions").Count == 0);
    }

    [Fact]
    public async Task A_confirmed_question_calls()
    {
        var host = Render<ActionHost>();
        var called = false;
        var run = Actions.RunAsync("remove", _ => Call(ref called), confirm: s_question);

        host.WaitForState(() => host.FindAll("dialog .modal-actions button").Count == 2);
        host.FindAll("dialog .modal-actions button")[1].Click();

        Assert.True((await run)!.Succeeded);
        Assert.True(called);
    }

    [Fact]
    public async Task What_must_be_typed_opens_the_button()
    {
        var host = Render<ActionHost>();
        var run = Actions.ConfirmAsync(s_question with { TypeToConfirm = "12" });
        host.WaitForState(() => host.FindAll("dialog .modal-actions button").Count == 2);

        Assert.True(host.FindAll("dialog .modal-actions button")[1].HasAttribute("disabled"));
        host.Find("dialog input").Input("11");
        Assert.True(host.FindAll("dialog .modal-actions button")[1].HasAttribute("disabled"));
        host.Find("dialog input").Input("12");
        host.FindAll("dialog .modal-actions button")[1].Click();

        Assert.True(await run);
    }

    [Fact]
    public async Task The_same_action_does_not_run_twice_at_once()
    {
        var gate = new TaskCompletionSource<Result<int>>();
        var first = Actions.RunAsync("apply", _ => gate.Task);

        Assert.True(Actions.IsBusy("apply"));
        Assert.Null(await Actions.RunAsync("apply", _ => Succeed(2)));

        gate.SetResult(1);
        Assert.Equal(1, (await first)!.Value);
        Assert.False(Actions.IsBusy("apply"));
    }

    private static Task<Result<int>> Succeed(int value) => Task.FromResult<Result<int>>(value);

    private static Task<Result<int>> Call(ref bool called)
    {
        called = true;
        return Succeed(1);
    }
}
