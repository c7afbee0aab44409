using System.Globalization;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

/// <summary>Says what the draft would do, keeps that current, and applies it.</summary>
public sealed partial class DraftBar : IAsyncDisposable
{
    /// <summary>From this many people on the operator types their number to confirm.</summary>
    public const int TypeFrom = 500;

    private const string BusyKey = "draft:apply";

    private LiveQuery? _live;
    private volatile Snapshot _wanted = new(Guid.Empty, [], Rather: null);
    private HierarchyPlan? _plan;
    private PlanForecast? _forecast;
    private Guid? _rather;
    private bool _replanning;
    private bool _reviewing;
    private bool _scheduling;
    private string? _start;
    private string? _startError;

    [Inject]
    public required CommunityDraft Draft { get; init; }

    [Inject]
    public required HierarchyPlanner Planner { get; init; }

    [Inject]
    public required PlanForecaster Forecaster { get; init; }

    [Inject]
    public required CommunityDesk Desk { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Why nothing can be changed here; null when it can.</summary>
    [Parameter]
    public string? Locked { get; set; }

    private string? WhyNot => Locked
        ?? (_plan is null || _replanning ? "The plan is being worked out." : _plan.Sendable.Count == 0 ? "Every change is blocked; the review says why." : null);

    public async ValueTask DisposeAsync()
    {
        Draft.Changed -= OnDraftChanged;
        Actions.Changed -= OnActionsChanged;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override void OnInitialized()
    {
        Draft.Changed += OnDraftChanged;
        Actions.Changed += OnActionsChanged;
        Follow();
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Groups, ChangeTopic.Operations, ChangeTopic.Connections],
            PlanAsync,
            OnPlanned,
            InvokeAsync,
            DispatchExceptionAsync,
            Time);
    }

    private async Task<(Snapshot Of, HierarchyPlan Plan, PlanForecast Forecast)> PlanAsync(CancellationToken cancellationToken)
    {
        var wanted = _wanted;
        var plan = await Planner.PlanAsync(wanted.Changes, cancellationToken, wanted.Rather);
        var forecast = await Forecaster.ForecastAsync(await CurrentActor.GetAsync(), CommunityDesk.ItemsOf(plan), CommunityDesk.IsInteractive(plan), cancellationToken);
        return (wanted, plan, forecast);
    }

    private void OnPlanned((Snapshot Of, HierarchyPlan Plan, PlanForecast Forecast) planned)
    {
        // Of a draft that has changed meanwhile: the next plan is on its way.
        if (planned.Of.Intent == Draft.Intent && planned.Of.Rather == _rather)
        {
            (_plan, _forecast, _replanning) = (planned.Plan, planned.Forecast, false);
            StateHasChanged();
        }
    }

    private void OnDraftChanged() => _ = InvokeAsync(() =>
    {
        Follow();
        _plan = null;
        _reviewing &= !Draft.IsEmpty;
        _live?.Refresh();
        StateHasChanged();
    });

    /// <summary>The old plan stays in sight until the new one is there, but cannot be applied.</summary>
    private void OnRather(Guid? number)
    {
        (_rather, _replanning) = (number, true);
        Follow();
        _live?.Refresh();
    }

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private void Follow() => _wanted = new Snapshot(Draft.Intent, [.. Draft.Changes], _rather);

    private async Task DiscardAsync()
    {
        if (Draft.Changes.Count == 1 || await Actions.ConfirmAsync(new Confirmation(
            "Discard the draft?", $"{Draft.Changes.Count:N0} staged changes are forgotten. Nothing was sent.", $"Discard {Draft.Changes.Count:N0} changes")))
        {
            Draft.Clear();
        }
    }

    private void OpenSchedule()
    {
        var next = Clock.Local(Time.GetUtcNow()).AddHours(1);
        _start = next.ToString("yyyy-MM-dd'T'HH:00", CultureInfo.InvariantCulture);
        _startError = null;
        (_reviewing, _scheduling) = (false, true);
    }

    private async Task ScheduleAsync()
    {
        if (!DateTime.TryParse(_start, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || Clock.Zone.IsInvalidTime(local))
        {
            _startError = "Choose a day and a time.";
            return;
        }

        var result = await ApplyAsync(new DateTimeOffset(local, Clock.Zone.GetUtcOffset(local)));
        _startError = result is { Succeeded: false, Failure.Field: "start" } ? result.Failure.Message : null;
    }

    private async Task<Result<OperationTicket>?> ApplyAsync(DateTimeOffset? startAt)
    {
        if (_plan is not { Sendable.Count: > 0 } plan)
        {
            return null;
        }

        (_reviewing, _scheduling) = (false, _scheduling && startAt is not null);
        var actor = await CurrentActor.GetAsync();
        var (intent, changes, rather) = (Draft.Intent, Draft.Changes.ToList(), _rather);
        var result = await Actions.RunAsync(
            BusyKey,
            token => Desk.ApplyAsync(actor, changes, plan.Fingerprint, intent, startAt, token, rather),
            startAt is { } at ? $"Scheduled for {Clock.Clock(at)}." : "On its way. Each change is shown as pending until a read confirms it.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            ConfirmationOf(plan, startAt));
        if (result is { Succeeded: true })
        {
            (_scheduling, _rather) = (false, null);
            foreach (var group in plan.SendableGroups)
            {
                Draft.Undo(group);
            }
        }

        return result;
    }

    private static Confirmation ConfirmationOf(HierarchyPlan plan, DateTimeOffset? startAt)
    {
        var people = (plan.Enter.AtMost ?? plan.Enter.AtLeast) + (plan.Leave.AtMost ?? plan.Leave.AtLeast);
        var changes = plan.SendableGroups.Count;
        var verb = startAt is null ? "Apply" : "Schedule";
        return new Confirmation(
            changes == 1 ? $"{plan.Sendable[^1].Text}?" : $"{verb} {changes:N0} changes?",
            plan.EffectSentence + (plan.BlockedChanges > 0 ? $" {OutlineWords.Count(plan.BlockedChanges, "blocked change")} will not be sent." : ""),
            $"{verb} {OutlineWords.Count(changes, "change")}",
            Dangerous: plan.Leave.AtMost != 0,
            TypeToConfirm: people >= TypeFrom ? people.ToString(CultureInfo.InvariantCulture) : null,
            Points: [.. plan.Effects.Select(EffectLine)]);
    }

    internal static string EffectLine(CommunityEffect effect) =>
        $"{effect.Name}: {effect.Enter} {HierarchyPlan.Verb(effect.Enter, "enter")}, {effect.Leave} {HierarchyPlan.Verb(effect.Leave, "leave")}"
        + (effect.PeopleNow is { } now ? $" (now {now:N0})" : "");

    private sealed record Snapshot(Guid Intent, IReadOnlyList<StagedChange> Changes, Guid? Rather);
}
