using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.FollowUp;

/// <summary>Chooses how people are invited, says what it would do, and sends.</summary>
public sealed partial class SendInvitationDialog
{
    private const string BusyKey = "follow-up:invite";

    private readonly Guid _intent = Guid.NewGuid();
    private Dictionary<InviteWay, Result<InvitationPlan>>? _plans;
    private InviteWay? _way;
    private string _text = InviteText.Suggested;
    private string? _error;
    private StartChoice? _when;
    private Guid? _rather;

    [Inject]
    public required InvitationSender Sender { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Runner { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NumberSight Sight { get; init; }

    [Parameter, EditorRequired]
    public IReadOnlyCollection<Guid> People { get; set; } = [];

    /// <summary>True when something was submitted.</summary>
    [Parameter]
    public EventCallback<bool> OnClose { get; set; }

    /// <summary>Takes the link to send it by hand; without it that is not offered.</summary>
    [Parameter]
    public EventCallback OnCopy { get; set; }

    private InvitationPlan? Chosen => _way is { } way ? _plans?[way].Value : null;

    private string ActionText => Chosen switch
    {
        null => "Invite",
        { People: 1 } => "Invite 1 person",
        var plan => $"Invite {plan.People:N0} people",
    };

    protected override async Task OnInitializedAsync()
    {
        await ReplanAsync();
        _way = _plans![InviteWay.Card].Succeeded ? InviteWay.Card : InviteWay.Link;
    }

    private Task OnRatherAsync(Guid? number)
    {
        _rather = number;
        return ReplanAsync();
    }

    private async Task ReplanAsync()
    {
        var (actor, rather) = (await CurrentActor.GetAsync(), _rather);
        var plans = new Dictionary<InviteWay, Result<InvitationPlan>>
        {
            [InviteWay.Card] = await Sender.PlanAsync(actor, People, InviteWay.Card, CancellationToken.None, rather: rather),
            [InviteWay.Link] = await Sender.PlanAsync(actor, People, InviteWay.Link, CancellationToken.None, rather: rather),
        };
        if (rather == _rather)
        {
            _plans = plans;
        }
    }

    private string? WhyNot(InviteWay way) => _plans?[way].Failure?.Message;

    private async Task OnCopyAsync()
    {
        await OnCopy.InvokeAsync();
        await OnClose.InvokeAsync(false);
    }

    private async Task OnSendAsync()
    {
        if (_way is not { } way || _when?.Check() == false)
        {
            return;
        }

        _error = null;
        var (actor, startAt) = (await CurrentActor.GetAsync(), _when?.Chosen);
        var result = await Runner.RunAsync(
            BusyKey,
            cancellationToken => Sender.SubmitAsync(actor, People, way, _text, _intent, cancellationToken, startAt: startAt, rather: _rather),
            startAt is { } at ? $"Scheduled for {Clock.Clock(at)}." : People.Count == 1 ? "The invitation is on its way." : "The invitations are on their way.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        _error = result?.Failure?.Message;
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync(true);
        }
    }
}
