using AdminPortal.Features.Communities.Founding;
using AdminPortal.Features.Groups;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

public sealed partial class CreateGroupDialog : IDisposable
{
    private const string BusyKey = "group:create";

    private CreateGroupState _state = default!;
    private PreviewLook _look = default!;
    private Estate? _shown;

    [Inject]
    public required CommunityFounder Founder { get; init; }

    [Inject]
    public required GroupText Text { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    /// <summary>Where they are proposed to be; null for on their own.</summary>
    [Parameter]
    public string? Community { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private string PeopleHint => "International numbers, one per line, into each group. Whose privacy forbids it is not added; the operation names them and what can be done."
        + (_state.NeedsPeople is { } needs ? $" {needs}." : "");

    public void Dispose() => _look.Dispose();

    protected override void OnInitialized()
    {
        _state = new CreateGroupState(Text);
        _state.Show(Estate, Community);
        _look = new PreviewLook(SeeAsync);
        _shown = Estate;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!ReferenceEquals(_shown, Estate))
        {
            _shown = Estate;
            _state.Show(Estate, _state.Community);
            await _look.AgainAsync();
        }
    }

    private static string? Sentence(string? reason) => reason is null ? null : $"{reason}.";

    private Task ChangeAsync(Action change)
    {
        change();
        _state.Touch();
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
            token => Founder.CreateGroupAsync(actor, order, token),
            many is null ? "The group is being created. It shows as pending until a read has seen it." : $"{many.Names.Count:N0} groups are being created, as the budget of {_state.Number!.Name} allows.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            many is null ? null : new Confirmation(
                $"Create {many.Names.Count:N0} groups?",
                $"{many.Names[0]} to {many.Names[^1]}, created by {_state.Number!.Name}. {many.Pace} You can cancel what has not been created yet.",
                $"Create {many.Names.Count:N0} groups"));
        _state.Refuse(result?.Failure);
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
    }
}
