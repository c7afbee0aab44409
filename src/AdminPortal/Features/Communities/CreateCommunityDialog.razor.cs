using AdminPortal.Features.Communities.Founding;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

public sealed partial class CreateCommunityDialog
{
    private readonly CancellationTokenSource _gone = new();
    private PeopleCount? _entering = PeopleCount.None;

    [Inject]
    public required HierarchyPlanner Planner { get; init; }

    protected override string Noun => "community";

    protected override string Plural => "communities";

    private string Effect => _entering is { } people ? $"{people} {HierarchyPlan.Verb(people, "enter")} its Announcements." : "Working out who enters…";

    private string ButtonText => (Preview, State.Groups.Count) switch
    {
        ({ Names.Count: > 1 and var many }, _) => $"Create {many:N0} communities",
        (_, 0) => "Create community",
        (_, var groups) => $"Create and link {groups}",
    };

    protected override CreateCommunityState NewState() => new(Text);

    protected override void Show(Estate estate) => State.Show(estate);

    protected override Confirmation? Question() => State.Groups.Count == 0 ? null : new Confirmation(
        $"Create {State.Naming.Pattern.Trim()} and link {OutlineWords.Count(State.Groups.Count, "group")}?",
        $"{Effect} The groups are linked one by one, once a read has shown the community.",
        $"Create and link {State.Groups.Count}",
        TypeToConfirm: _entering?.AtMost >= DraftBar.TypeFrom ? _entering?.AtMost?.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);

    protected override void Dispose(bool disposing)
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private static string? Sentence(string? reason) => reason is null ? null : $"{reason}.";

    private Task OnChangedAsync() => ChangeAsync(() => { });

    private Task OnNumberAsync(Guid? connectionId)
    {
        State.ActThrough(connectionId, Estate);
        return OnGroupsAsync();
    }

    private async Task OnGroupsAsync()
    {
        var chosen = State.Groups.ToList();
        _entering = null;
        var people = await Planner.PeopleOfAsync(chosen, _gone.Token);
        if (State.Groups.SetEquals(chosen))
        {
            _entering = people;
        }

        await LookAsync();
    }
}
