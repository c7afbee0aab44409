using AdminPortal.Features.Communities.Founding;
using AdminPortal.Features.Groups;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

public sealed partial class CreateCommunityDialog : IDisposable
{
    private const string BusyKey = "community:create";

    private readonly CancellationTokenSource _gone = new();
    private CreateCommunityState _state = default!;
    private PreviewLook _look = default!;
    private Estate? _shown;
    private PeopleCount? _people = PeopleCount.None;

    [Inject]
    public required CommunityFounder Founder { get; init; }

    [Inject]
    public required HierarchyPlanner Planner { get; init; }

    [Inject]
    public required GroupText Text { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Effect => (_state.Groups.Count, _people) switch
    {
        (0, _) => "Only the creator is in it at first.",
        (_, null) => "Working out who enters…",
        (_, { } people) => $"{people} {HierarchyPlan.Verb(people, "enter")} its Announcements.",
    };

    private string ButtonText => (_look.Preview, _state.Groups.Count) switch
    {
        ({ Names.Count: > 1 and var many }, _) => $"Create {many:N0} communities",
        (_, 0) => "Create community",
        (_, var groups) => $"Create and link {groups}",
    };

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _look.Dispose();
    }

    protected override void OnInitialized()
    {
        _state = new CreateCommunityState(Text);
        _look = new PreviewLook(SeeAsync);
    }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_shown, Estate))
        {
            _shown = Estate;
            _state.Show(Estate);
        }
    }

    private Task OnNumberAsync(Guid? connectionId)
    {
        _state.ActThrough(connectionId, Estate);
        return OnGroupsAsync();
    }

    private async Task OnGroupsAsync()
    {
        var chosen = _state.Groups.ToList();
        _people = null;
        var people = await Planner.PeopleOfAsync(chosen, _gone.Token);
        if (_state.Groups.SetEquals(chosen))
        {
            _people = people;
        }

        await _look.AgainAsync();
    }

    private Task ChangeAsync(Action change)
    {
        change();
        return _look.AgainAsync();
    }

    private async Task<Result<CreationPreview>?> SeeAsync(CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(_state.Name) || _state.Number is null ? null : await Founder.PreviewAsync(Estate, _state.ToOrder(), cancellationToken);

    private async Task OnSubmitAsync()
    {
        if (!_state.Check())
        {
            return;
        }

        var actor = await CurrentActor.GetAsync();
        var order = _state.ToOrder();
        var many = order.Count > 1 ? (await Founder.PreviewAsync(Estate, order, CancellationToken.None)).Value : null;
        var result = await Actions.RunAsync(
            BusyKey,
            token => Founder.CreateCommunityAsync(actor, order, token),
            many is not null
                ? $"{many.Names.Count:N0} communities are being created, as the budget of {_state.Number!.Name} allows."
                : "The community is being created. It shows here as pending until a read has seen it.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            Question(order, many));
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
    }

    private Confirmation? Question(NewCommunityOrder order, CreationPreview? many) => (many, order.Groups.Count) switch
    {
        (not null, _) => new Confirmation(
            $"Create {many.Names.Count:N0} communities?",
            $"{many.Names[0]} to {many.Names[^1]}, created by {_state.Number!.Name}. {many.Pace} You can cancel what has not been created yet.",
            $"Create {many.Names.Count:N0} communities"),
        (_, 0) => null,
        (_, var groups) => new Confirmation(
            $"Create {order.Name?.Trim()} and link {OutlineWords.Count(groups, "group")}?",
            $"{Effect} The groups are linked one by one, once a read has shown the community.",
            $"Create and link {groups}",
            TypeToConfirm: _people?.AtMost >= DraftBar.TypeFrom ? _people?.AtMost?.ToString(System.Globalization.CultureInfo.InvariantCulture) : null),
    };
}
