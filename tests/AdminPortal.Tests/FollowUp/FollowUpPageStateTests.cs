using AdminPortal.Features.FollowUp;

namespace AdminPortal.Tests.FollowUp;

public sealed class FollowUpPageStateTests
{
    [Theory]
    [InlineData("/follow-up")]
    [InlineData("/follow-up?view=waiting&state=invited&q=Ana&page=2")]
    [InlineData("/follow-up?view=over&state=closed&group=1%40g.us")]
    public void What_the_screen_shows_stands_in_the_address(string url)
    {
        var address = new Uri("http://console" + url);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query);
        string? Value(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

        var read = FollowUpPageState.QueryOf(Value("view"), Value("state"), Value("group"), Value("q"), Value("page") is { } page ? int.Parse(page, null) : null);

        Assert.Equal(url, FollowUpPageState.UrlOf(read));
    }

    [Fact]
    public void A_state_of_another_view_is_no_filter() =>
        Assert.Null(FollowUpPageState.QueryOf("over", "refused", null, null, null).State);

    [Fact]
    public void Another_question_clears_the_selection_and_another_page_does_not()
    {
        var state = new FollowUpPageState();
        var id = Guid.NewGuid();
        state.Toggle(id);

        state.Ask(state.Query with { Page = 2 });
        Assert.True(state.IsSelected(id));

        state.Ask(state.Query with { Search = "Ana" });
        Assert.Empty(state.Selected);
    }

    [Fact]
    public void Every_state_has_a_place_a_word_and_an_address()
    {
        var placed = FollowUpWords.Views.SelectMany(v => FollowUpWords.StatesOf(v.View)).ToList();

        Assert.Equal(Enum.GetValues<WantedState>().Order(), placed.Order());
        Assert.All(placed, s => Assert.NotEqual("", FollowUpWords.Of(s)));
        Assert.Equal(placed.Count, placed.Select(s => FollowUpWords.Slug(s)).Distinct().Count());
    }
}
