using AdminPortal.Features.Communities;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Communities;

public sealed class OutlineStateTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly GroupSelection _selection = new();
    private readonly OutlineState _state;

    public OutlineStateTests()
    {
        _state = new OutlineState(_selection, _time);
        _state.Show(CommunityDraftTests.Sample());
    }

    private IEnumerable<string> Texts => _state.Rows.Select(r => r.Text);

    [Fact]
    public void Lists_communities_with_announcements_first_and_the_rest_in_a_bucket() =>
        Assert.Equal(["Harbor", "Harbor", "Anglers", "Crew", "Town", "Choir", "Not in a community", "Busy", "Chess", "Go"], Texts);

    [Fact]
    public void Numbers_rows_among_their_siblings()
    {
        var crew = _state.Rows.Single(r => r.Key == "crew");

        Assert.Equal((2, 3, 3, "harbor"), (crew.Level, crew.Position, crew.SetSize, crew.ParentKey));
        Assert.Equal((1, 3, 3, true), (_state.Rows[6].Level, _state.Rows[6].Position, _state.Rows[6].SetSize, _state.Rows[6].Expanded));
    }

    [Fact]
    public void Communities_are_picked_beside_groups_where_something_can_be_done_with_them()
    {
        var communities = new GroupSelection();
        var state = new OutlineState(_selection, _time, communities);
        state.Show(CommunityDraftTests.Sample());
        state.Press("Home", shift: false, control: false);

        state.Press(" ", shift: false, control: false);
        state.Pick("crew", range: false);
        state.Pick("town", range: true);

        Assert.Equal(["harbor", "town"], communities.Ids.Order(StringComparer.Ordinal));
        Assert.Equal(["crew"], _selection.Ids);
        Assert.True(state.IsPicked(state.Rows[0]));
        state.Press("Escape", shift: false, control: false);
        Assert.Equal((0, 0), (communities.Count, _selection.Count));

        // Elsewhere there is nothing to pick them for.
        _state.Press("Home", shift: false, control: false);
        _state.Press(" ", shift: false, control: false);
        Assert.False(_state.MayPick(_state.Rows[0]));
        Assert.Equal(0, _selection.Count);
    }

    [Fact]
    public void The_filter_keeps_ancestors()
    {
        _state.Narrow(EstateFilter.Parse("cre"));

        Assert.Equal(["Harbor", "Crew"], Texts);
        Assert.True(_state.Rows[0].Expanded);
    }

    [Fact]
    public void A_community_that_fits_shows_all_it_holds()
    {
        _state.Narrow(EstateFilter.Parse("town"));

        Assert.Equal(["Town", "Choir"], Texts);
    }

    [Fact]
    public void Named_filters_and_words_narrow_together()
    {
        _state.Narrow(EstateFilter.Parse("requests"));
        Assert.Equal(["Harbor", "Crew"], Texts);

        _state.Narrow(EstateFilter.Parse("requests angl"));
        Assert.Empty(_state.Rows);
        Assert.Equal("requests angl", _state.Filter.ToString());
    }

    [Fact]
    public void A_branch_can_be_closed_under_a_filter_and_is_as_before_without_it()
    {
        _state.Narrow(EstateFilter.Parse("cre"));
        _state.Toggle("harbor");
        Assert.Equal(["Harbor"], Texts);

        _state.Narrow(EstateFilter.None);
        Assert.Contains("Crew", Texts);
    }

    [Fact]
    public void Arrows_home_and_end_walk_and_stop_at_the_ends()
    {
        Press("ArrowUp");
        Assert.Equal("harbor", _state.Active?.Key);
        Press("End");
        Assert.Equal("go", _state.Active?.Key);
        Press("ArrowDown");
        Assert.Equal("go", _state.Active?.Key);
        Press("Home");
        Assert.Equal("harbor", _state.Active?.Key);
    }

    [Fact]
    public void Left_closes_or_climbs_and_right_opens_or_enters()
    {
        _state.Activate("crew");
        Press("ArrowLeft");
        Assert.Equal("harbor", _state.Active?.Key);
        Press("ArrowLeft");
        Assert.DoesNotContain("Crew", Texts);
        Press("ArrowRight");
        Assert.Contains("Crew", Texts);
        Press("ArrowRight");
        Assert.Equal("news", _state.Active?.Key);
    }

    [Fact]
    public void Typing_finds_by_beginning_and_repeating_walks_on()
    {
        Press("c");
        Assert.Equal("crew", _state.Active?.Key);
        Press("h");
        Assert.Equal("choir", _state.Active?.Key);
        _time.Advance(OutlineState.TypeAheadPause);
        Press("c");
        Assert.Equal("chess", _state.Active?.Key);
    }

    [Fact]
    public void Space_selects_groups_only()
    {
        Press(" ");
        Assert.Equal(0, _selection.Count);

        _state.Activate("crew");
        Press(" ");
        Assert.Equal(["crew"], _selection.Ids);
        Press(" ");
        Assert.Equal(0, _selection.Count);
    }

    [Fact]
    public void Shift_extends_and_control_a_takes_all_that_can_move()
    {
        _state.Activate("anglers");
        Press(" ");
        _state.Press("ArrowDown", shift: true, control: false);
        Assert.Equal(["anglers", "crew"], _selection.Ids.Order(StringComparer.Ordinal));

        _state.Press("a", shift: false, control: true);
        Assert.Equal(6, _selection.Count);
        Assert.DoesNotContain("news", _selection.Ids);
        Press("Escape");
        Assert.Equal(0, _selection.Count);
    }

    [Fact]
    public void Keys_ask_for_opening_renaming_and_moving_where_that_makes_sense()
    {
        _state.Activate("crew");
        Assert.Equal(OutlineAction.Open, Press("Enter"));
        Assert.Equal(OutlineAction.Rename, Press("F2"));
        Assert.Equal(OutlineAction.Move, Press("m"));

        _state.Activate("news");
        Assert.Equal(OutlineAction.Rename, Press("F2"));
        Assert.Equal(OutlineAction.None, Press("m"));
    }

    [Fact]
    public void Moving_concerns_the_selection_when_the_active_row_is_in_it()
    {
        _selection.Set(["crew", "go"]);

        _state.Activate("crew");
        Assert.Equal(["crew", "go"], _state.Concerned().Order(StringComparer.Ordinal));
        _state.Activate("chess");
        Assert.Equal(["chess"], _state.Concerned());
    }

    [Fact]
    public void A_reload_keeps_the_active_row_and_drops_gone_groups_from_the_selection()
    {
        _state.Activate("crew");
        _selection.Set(["crew", "go"]);

        _state.Show(CommunityDraftTests.Sample(withGo: false));

        Assert.Equal("crew", _state.Active?.Key);
        Assert.Equal(["crew"], _selection.Ids);
    }

    [Fact]
    public void Activating_a_hidden_row_opens_its_branch()
    {
        _state.Toggle("harbor");

        Assert.True(_state.Activate("crew"));
        Assert.Equal("crew", _state.Active?.Key);
        Assert.False(_state.Activate("nobody"));
    }

    private OutlineAction Press(string key) => _state.Press(key, shift: false, control: false);
}
