using System.Globalization;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities.Announcing;

public sealed partial class AnnounceDialog : IDisposable
{
    private const string BusyKey = "announce";
    private const int MostShown = 5;
    private const int MostPoints = 8;

    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly Guid _intent = Guid.NewGuid();
    private IReadOnlyList<LinkCandidate> _candidates = [];
    private AnnouncementPlan? _plan;
    private Estate? _shown;
    private string? _text;
    private bool _tried;

    [Inject]
    public required Announcer Announcer { get; init; }

    [Inject]
    public required GroupText Text { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    /// <summary>Chosen when the dialog opens.</summary>
    [Parameter]
    public string? Community { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    // An empty field is no mistake before somebody wants to go on.
    private string? TextProblem => _tried || !string.IsNullOrEmpty(_text) ? Text.Message(_text).Failure?.Message : null;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized()
    {
        if (Community is { } community)
        {
            _chosen.Add(community);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!ReferenceEquals(_shown, Estate))
        {
            _shown = Estate;
            _candidates = [.. AnnouncementCandidate.All(Estate).Select(c => new LinkCandidate(c.Community.Parent with { Members = c.People }, c.Blocked))];
            _chosen.RemoveWhere(id => Estate.FindCommunity(id) is null);
            await ReplanAsync();
        }
    }

    private async Task OnTextAsync(string? text)
    {
        _text = text;
        if (_plan?.Earlier.Count > 0)
        {
            // The warning was about another text.
            await ReplanAsync();
        }
    }

    private async Task ReplanAsync()
    {
        var (estate, chosen, text) = (Estate, _chosen.ToList(), _text);
        var plan = await Announcer.PlanAsync(estate, chosen, text, _gone.Token);
        if (ReferenceEquals(estate, Estate) && _chosen.SetEquals(chosen) && text == _text)
        {
            _plan = plan;
        }
    }

    private async Task OnSubmitAsync()
    {
        _tried = true;
        if (TextProblem is not null || _chosen.Count == 0)
        {
            return;
        }

        // Looked up once more with the text as it is now: what may have gone out before is part of the question.
        await ReplanAsync();
        if (_plan is not { Going.Count: > 0 } plan)
        {
            return;
        }

        var actor = await CurrentActor.GetAsync();
        var order = new AnnouncementOrder([.. _chosen], _text, plan.Fingerprint, _intent);
        var result = await Actions.RunAsync(
            BusyKey,
            token => Announcer.AnnounceAsync(actor, order, token),
            plan.Going.Count == 1 ? "The announcement is on its way." : $"{plan.Going.Count:N0} announcements are on their way.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            Question(plan));
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
        else
        {
            await ReplanAsync();
        }
    }

    private Confirmation Question(AnnouncementPlan plan) => new(
        plan.Going is [var only] ? $"Announce to {only.Name}?" : $"Announce to {plan.Going.Count:N0} communities?",
        $"{plan.Reach} It cannot be taken back." + (plan.Earlier.Count > 0 ? $" {EarlierText(plan)}" : ""),
        plan.Going.Count == 1 ? "Announce" : $"Announce to {plan.Going.Count:N0}",
        Dangerous: plan.Earlier.Count > 0,
        TypeToConfirm: plan.People >= DraftBar.TypeFrom ? plan.People.ToString(CultureInfo.InvariantCulture) : null,
        Points:
        [
            .. plan.Going.Count == 1 ? [] : plan.Going.Take(MostPoints).Select(c => $"{c.Name}: {(c.People is { } people ? OutlineWords.Count(people, "person", "people") : "size unknown")}, by {c.By!.Name}"),
            .. plan.Going.Count > MostPoints ? (string[])[$"and {plan.Going.Count - MostPoints:N0} more"] : [],
        ]);

    private static string SharesText(AnnouncementPlan plan)
    {
        var duration = plan.Duration < TimeSpan.FromSeconds(1) ? "at once" : $"about {Pacing.PaceWords.Span(plan.Duration)}";
        return plan.Shares is [var only]
            ? $"{only.Number} sends {OutlineWords.Count(only.Messages, "message")}: {duration}."
            : $"{string.Join(", ", plan.Shares.Select(s => $"{s.Number} sends {s.Messages:N0}"))}: {duration}.";
    }

    private string EarlierText(AnnouncementPlan plan)
    {
        var first = plan.Earlier[0];
        var when = first switch
        {
            { State: ItemState.Planned } => "is waiting to go to",
            { State: ItemState.Sending } => "is just going to",
            { State: ItemState.Unknown, At: { } at } => $"may have gone out at {Clock.Clock(at)} to",
            { At: { } at } => $"went out at {Clock.Clock(at)} to",
            _ => "went to",
        };
        return plan.Earlier.Count == 1
            ? $"This very text {when} {first.Community}."
            : $"This very text {when} {first.Community}; it concerns {plan.Earlier.Count - 1:N0} more of the chosen.";
    }
}
