using AdminPortal.Features.Participants;
using AdminPortal.Features.Participants.Numbers;

namespace AdminPortal.Tests.Participants;

public sealed class AddPeopleStateTests
{
    [Fact]
    public void Counts_filters_and_hands_on_whoever_is_ready()
    {
        var state = new AddPeopleState();
        var first = state.Intent;

        state.Check(PastedPeople.Read(PastedPeople.RowsOf("Rui, +4915110002001\n+4915110002001\nx"), home: null));

        Assert.Equal((AddStep.Check, 3, 1), (state.Step, state.Total, state.Ready));
        Assert.Equal([(PastedVerdict.Ready, 1), (PastedVerdict.Duplicate, 1), (PastedVerdict.Invalid, 1)], state.Counts);
        Assert.Equal([new Newcomer("4915110002001@s.whatsapp.net", "Rui")], state.Newcomers);
        Assert.NotEqual(first, state.Intent);
        state.Filter = PastedVerdict.Invalid;
        Assert.Equal(3, Assert.Single(state.Shown).Line);
    }

    [Fact]
    public void Going_back_and_checking_again_is_a_new_intent()
    {
        var state = new AddPeopleState();
        state.Check(PastedPeople.Read(PastedPeople.RowsOf("+4915110002001"), home: null));
        var before = state.Intent;

        state.Back();
        Assert.Equal((AddStep.Paste, before), (state.Step, state.Intent));

        state.Check(PastedPeople.Read(PastedPeople.RowsOf("+4915110002002"), home: null));
        Assert.NotEqual(before, state.Intent);
    }

    [Fact]
    public void Opening_anew_forgets_what_was()
    {
        var state = new AddPeopleState();
        state.Check(PastedPeople.Read(PastedPeople.RowsOf("+4915110002001"), home: null));
        state.Submitted(Guid.NewGuid());

        state.Reset();

        Assert.Equal((AddStep.Paste, 0, null), (state.Step, state.Total, state.OperationId));
        Assert.Empty(state.Shown);
    }
}
