using AdminPortal.Ui;
using Bunit;

namespace AdminPortal.Tests.Ui;

public sealed class LoadViewTests : UiTestContext
{
    [Fact]
    public void Loading_is_told_in_words()
    {
        var view = RenderState(new LoadState<string>.Loading());

        Assert.Equal("Reading communities…", view.Find("[role=status]").TextContent.Trim());
    }

    [Fact]
    public void No_state_yet_counts_as_loading() => Assert.NotEmpty(RenderState(state: null).FindAll("[role=status]"));

    [Fact]
    public void Ready_shows_the_value()
    {
        var view = RenderState(new LoadState<string>.Ready("Harbor Crew"));

        Assert.Equal("Harbor Crew", view.Find("b").TextContent);
        Assert.Empty(view.FindAll("[role=status]"));
    }

    [Fact]
    public void Empty_shows_what_the_page_says_about_it()
    {
        var view = RenderState(new LoadState<string>.Empty());

        Assert.Equal("nothing", view.Find("i").TextContent);
    }

    [Fact]
    public void Failed_tells_why_and_tries_again()
    {
        var tries = 0;
        var view = RenderState(new LoadState<string>.Failed("The database is locked."), () => tries++);

        Assert.Contains("The database is locked.", view.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        view.Find("button").Click();
        Assert.Equal(1, tries);
    }

    [Fact]
    public void A_list_without_entries_is_empty()
    {
        Assert.IsType<LoadState<IReadOnlyList<int>>.Empty>(LoadState.OfList<int>([]));
        Assert.IsType<LoadState<IReadOnlyList<int>>.Ready>(LoadState.OfList<int>([1]));
    }

    private IRenderedComponent<LoadView<string>> RenderState(LoadState<string>? state, Action? onRetry = null) =>
        Render<LoadView<string>>(parameters => parameters
            .Add(v => v.State, state)
            .Add(v => v.LoadingText, "Reading communities…")
            .Add(v => v.Ready, value => $"<b>{value}</b>")
            .Add(v => v.Empty, "<i>nothing</i>")
            .Add(v => v.OnRetry, () => onRetry?.Invoke()));
}
