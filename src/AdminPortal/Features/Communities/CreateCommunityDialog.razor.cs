using AdminPortal.Features.Groups;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace AdminPortal.Features.Communities;

public sealed partial class CreateCommunityDialog : IDisposable
{
    private const string BusyKey = "community:create";

    private readonly CancellationTokenSource _gone = new();
    private CreateCommunityState _state = default!;
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

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized() => _state = new CreateCommunityState(Text);

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
    }

    private async Task OnPictureAsync(InputFileChangeEventArgs e)
    {
        if (e.File.Size > GroupPicture.MaxSize)
        {
            _state.TakePicture(GroupPicture.TooLarge());
            return;
        }

        try
        {
            await using var file = e.File.OpenReadStream(GroupPicture.MaxSize, _gone.Token);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy, _gone.Token);
            _state.TakePicture(GroupPicture.From(copy.ToArray()));
        }
        catch (IOException)
        {
            _state.TakePicture(new Results.InvalidInput("The file could not be read to its end. Choose it again.", GroupPicture.Field));
        }
    }

    private async Task OnSubmitAsync()
    {
        if (!_state.Check())
        {
            return;
        }

        var actor = await CurrentActor.GetAsync();
        var order = _state.ToOrder();
        var confirm = order.Groups.Count == 0 ? null : new Confirmation(
            $"Create {order.Name?.Trim()} and link {OutlineWords.Count(order.Groups.Count, "group")}?",
            $"{Effect} The groups are linked one by one, once a read has shown the community.",
            $"Create and link {order.Groups.Count}",
            TypeToConfirm: _people?.AtMost >= DraftBar.TypeFrom ? _people?.AtMost?.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        var result = await Actions.RunAsync(
            BusyKey,
            token => Founder.CreateCommunityAsync(actor, order, token),
            "The community is being created. It shows here as pending until a read has seen it.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            confirm);
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
    }
}
