using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Tests.Communities;

public sealed class BoardStateTests
{
    private readonly CommunityDraft _draft = new();
    private readonly GroupSelection _selection = new();
    private readonly GroupSelection _communities = new();
    private readonly BoardState _board;
    private readonly Estate _estate = CommunityDraftTests.Sample();

    public BoardStateTests()
    {
        _board = new BoardState(_selection, _draft, _communities);
        _draft.Changed += _board.Rebuild;
        _board.Show(_estate);
    }

    [Fact]
    public void Puts_groups_in_no_community_first_and_leaves_announcements_out_of_the_cards()
    {
        Assert.Equal(["Not in a community", "Harbor", "Town"], _board.Columns.Select(c => c.Title));
        Assert.Equal(["Anglers", "Crew"], Cards("Harbor"));
    }

    [Fact]
    public void A_staged_group_stands_in_its_new_column_and_leaves_a_shadow()
    {
        _draft.Stage(_estate, ["crew"], "town");

        Assert.Equal(["Crew", "Choir"], Cards("Town"));
        Assert.True(Column("Harbor").Cards.Single(c => c.Node.Id == "crew").IsShadow);
        Assert.False(Column("Town").Cards[0].IsShadow);
        Assert.Equal((2, 1), (Column("Harbor").Now, Column("Harbor").Then));
        Assert.Equal((1, 2), (Column("Town").Now, Column("Town").Then));
    }

    [Fact]
    public void A_group_staged_out_stands_among_those_in_no_community()
    {
        _draft.Stage(_estate, ["crew"], to: null);

        Assert.Equal("crew", Column("Not in a community").Cards[0].Node.Id);
        Assert.Equal((3, 4), (Column("Not in a community").Now, Column("Not in a community").Then));
    }

    [Fact]
    public void A_drag_takes_the_selection_along_only_when_it_starts_in_it()
    {
        _selection.Set(["chess", "go"]);

        _board.StartDrag("chess");
        Assert.Equal(["chess", "go"], _board.EndDrag().Order(StringComparer.Ordinal));
        _board.StartDrag("crew");
        Assert.Equal(["crew"], _board.EndDrag());
        Assert.Empty(_board.EndDrag());
    }

    [Fact]
    public void The_filter_narrows_cards_and_columns()
    {
        _board.Narrow(EstateFilter.Parse("cre"));

        Assert.Equal(["Not in a community", "Harbor"], _board.Columns.Select(c => c.Title));
        Assert.Equal(["Crew"], Cards("Harbor"));
        Assert.Equal(2, Column("Harbor").Now);
    }

    [Fact]
    public void Where_something_is_staged_to_go_stays_in_sight()
    {
        _board.Narrow(EstateFilter.Parse("cre"));
        _draft.Stage(_estate, ["crew"], "town");

        Assert.Equal(["Not in a community", "Harbor", "Town"], _board.Columns.Select(c => c.Title));
    }

    [Fact]
    public void Many_communities_are_turned_page_by_page_and_found()
    {
        var many = new Estate(
            [.. Enumerable.Range(0, 30).Select(i => new CommunityNode(CommunityDraftTests.Node($"c{i}", $"C{i:00}", GroupKind.CommunityParent), Announcement: null, []))],
            [], [], [], [], new GroupLimitOptions());
        _board.Show(many);

        Assert.Equal((3, 13), (_board.Pages, _board.Columns.Count));
        _board.Turn(1);
        Assert.Equal("C12", _board.Columns[1].Title);
        _board.Reveal("c29");
        Assert.Equal(2, _board.Page);
        _board.Turn(5);
        Assert.Equal(2, _board.Page);
    }

    [Fact]
    public void Groups_of_unknown_place_have_a_column_that_takes_nothing()
    {
        _board.Show(new Estate([], [], [CommunityDraftTests.Node("x", "X", GroupKind.Unknown)], [], [], new GroupLimitOptions()));

        Assert.False(Column("Not known yet").IsTarget);
        Assert.True(Column("Not in a community").IsTarget);
    }

    private BoardColumn Column(string title) => _board.Columns.Single(c => c.Title == title);

    private IEnumerable<string> Cards(string title) => Column(title).Cards.Select(c => c.Node.Name);
}
