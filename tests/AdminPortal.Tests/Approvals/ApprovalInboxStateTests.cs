using AdminPortal.Features.Approvals;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Tests.Approvals;

public sealed class ApprovalInboxStateTests
{
    private static readonly Guid Me = Guid.NewGuid();

    [Fact]
    public void Starts_on_the_first_row_and_stops_at_the_ends()
    {
        var rows = Rows(3);
        var state = new ApprovalInboxState();
        state.Show(rows);
        Assert.Equal(rows[0], state.Current);

        state.Move(-1);
        Assert.Equal(rows[0], state.Current);

        state.Move(1);
        state.Move(1);
        state.Move(1);
        Assert.Equal(rows[2], state.Current);
    }

    [Fact]
    public void Opens_the_request_that_the_address_names()
    {
        var rows = Rows(3);
        var state = new ApprovalInboxState();
        state.Show(rows, rows[1].Id);
        Assert.Equal(1, state.CurrentIndex);
    }

    [Fact]
    public void Keeps_the_cursor_on_its_request_when_others_arrive_before_it()
    {
        var rows = Rows(2);
        var state = new ApprovalInboxState();
        state.Show(rows);
        state.Move(1);

        state.Show([.. Rows(1), .. rows]);
        Assert.Equal(rows[1].Id, state.Current?.Id);
        Assert.Equal(2, state.CurrentIndex);
    }

    [Fact]
    public void Keeps_the_place_when_the_request_is_gone()
    {
        var rows = Rows(3);
        var state = new ApprovalInboxState();
        state.Show(rows);
        state.Move(1);

        state.Show([rows[0], rows[2]]);
        Assert.Equal(rows[2].Id, state.Current?.Id);

        state.Show([]);
        Assert.Null(state.Current);
        Assert.Equal(-1, state.CurrentIndex);
    }

    [Fact]
    public void Moves_on_past_what_is_decided_and_what_another_operator_has_open()
    {
        var rows = Rows(4);
        rows[1] = rows[1] with { OpenById = Guid.NewGuid(), OpenAt = "Rui" };
        rows[2] = rows[2] with { State = RequestState.Deciding };
        var state = new ApprovalInboxState();
        state.Show(rows);

        state.MoveOn(Me);
        Assert.Equal(rows[3], state.Current);
    }

    [Fact]
    public void Moves_on_to_what_i_have_open_myself_and_backwards_at_the_end()
    {
        var rows = Rows(2);
        rows[0] = rows[0] with { OpenById = Me };
        var state = new ApprovalInboxState();
        state.Show(rows);
        state.Move(1);

        state.MoveOn(Me);
        Assert.Equal(rows[0], state.Current);
    }

    [Fact]
    public void Stays_where_it_is_when_nothing_else_waits()
    {
        var rows = Rows(1);
        var state = new ApprovalInboxState();
        state.Show(rows);
        state.MoveOn(Me);
        Assert.Equal(rows[0], state.Current);
    }

    [Fact]
    public void Selects_only_what_waits_and_forgets_what_is_handled()
    {
        var rows = Rows(3);
        rows[1] = rows[1] with { State = RequestState.Deciding };
        var state = new ApprovalInboxState();
        state.Show(rows);

        state.SelectAll();
        state.Toggle(rows[1].Id);
        Assert.Equal(new[] { rows[0].Id, rows[2].Id }.Order(), state.Selected.Order());

        rows[0] = rows[0] with { State = RequestState.Deciding };
        state.Show([.. rows]);
        Assert.Equal([rows[2].Id], state.Selected);
        state.ClearSelection();
        Assert.Empty(state.Selected);
    }

    private static List<ApprovalRow> Rows(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new ApprovalRow(
            Guid.NewGuid(), "120363077001122334@g.us", "Harbor Crew", null, Guid.NewGuid(), $"Person {i}", null,
            DateTimeOffset.UnixEpoch.AddMinutes(i), DateTimeOffset.UnixEpoch, RequestMethod.InviteLink, RequestState.Waiting,
            null, null, null, null, null, null, null))];
}
