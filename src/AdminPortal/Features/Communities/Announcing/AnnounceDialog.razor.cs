using System.Globalization;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities.Announcing;

public sealed partial class AnnounceDialog : IDisposable
{
    private const string BusyKey = "announce";
    private const int MostShown = 5;

    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly Guid _intent = Guid.NewGuid();
    private IReadOnlyList<LinkCandidate> _candidates = [];
    private AnnouncementPlan? _plan;
    private Estate? _shown;
    private string? _text;
    private PlanDialog? _ask;
    private Guid? _rather;
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
    public required PlanForecaster Forecaster { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Parameter, EditorRequired]
    public Estate Estate { get; set; } = default!;

    /// <summary>Chosen when the dialog opens.</summary>
    [Parameter]
    public IReadOnlyCollection<string> Communities { get; set; } = [];

    [Parameter]
    public EventCallback OnClose { get; set; }

    // An empty field is no mistake before somebody wants to go on.
    private string? TextProblem => _tried || !string.IsNullOrEmpty(_text) ? Text.Message(_text).Failure?.Message : null;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized() => _chosen.UnionWith(Communities);

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

    private Task OnRatherAsync(Guid? number)
    {
        _rather = number;
        return ReplanAsync();
    }

    private async Task ReplanAsync()
    {
        var (estate, chosen, text, rather) = (Estate, _chosen.ToList(), _text, _rather);
        var plan = await Announcer.PlanAsync(estate, chosen, text, _gone.Token, rather);
        if (ReferenceEquals(estate, Estate) && _chosen.SetEquals(chosen) && text == _text && rather == _rather)
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
        if (await _ask!.AskAsync(await QuestionAsync(actor, plan)) is not { } answer)
        {
            return;
        }

        var order = new AnnouncementOrder([.. _chosen], _text, plan.Fingerprint, _intent, answer.StartAt) { Rather = _rather };
        var result = await Actions.RunAsync(
            BusyKey,
            token => Announcer.AnnounceAsync(actor, order, token),
            answer.StartAt is { } at ? $"Scheduled for {Clock.Clock(at)}."
                : plan.Going.Count == 1 ? "The announcement is on its way." : $"{plan.Going.Count:N0} announcements are on their way.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        if (result is { Succeeded: true })
        {
            await OnClose.InvokeAsync();
        }
        else
        {
            await ReplanAsync();
        }
    }

    private async Task<PlanQuestion> QuestionAsync(Actor actor, AnnouncementPlan plan)
    {
        var items = Announcer.ItemsOf(plan, _text!);
        var forecast = await Forecaster.ForecastAsync(actor, items, plan.IsInteractive, _gone.Token);
        return new PlanQuestion(
            $"{plan.Title}?",
            new OperationPlan(
                plan.Title,
                [.. plan.Going.Zip(items, (to, item) => new PlannedItem(item, to.People is { } people ? OutlineWords.Count(people, "person", "people") : "size unknown", to.By!.Name))],
                [.. plan.Blocked.Select(b => new LeftOut($"Announce to {b.Name}", Sentence(b.Blocked!)))],
                [],
                forecast),
            plan.Going.Count == 1 ? "Announce" : $"Announce to {plan.Going.Count:N0}")
        {
            Points = [$"{plan.Reach} It cannot be taken back.", .. plan.Earlier.Count > 0 ? (string[])[EarlierText(plan)] : []],
            Dangerous = plan.Earlier.Count > 0,
            TypeToConfirm = plan.People >= DraftBar.TypeFrom ? plan.People.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static string Sentence(string reason) => $"{char.ToUpperInvariant(reason[0])}{reason[1..]}.";

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
