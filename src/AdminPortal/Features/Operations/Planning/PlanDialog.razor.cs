using System.Globalization;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>A plan and what the operator is asked about it.</summary>
/// <param name="Title">The question: "Remove 12 people from Harbor Crew?".</param>
/// <param name="ConfirmText">The verb on the button: "Remove 12 people".</param>
public sealed record PlanQuestion(string Title, OperationPlan Plan, string ConfirmText)
{
    /// <summary>Single consequences, each a sentence.</summary>
    public IReadOnlyList<string> Points { get; init; } = [];

    /// <summary>Cannot be taken back, or hurts many.</summary>
    public bool Dangerous { get; init; }

    /// <summary>What the operator must type first, for example the number of people.</summary>
    public string? TypeToConfirm { get; init; }

    /// <summary>Said where the plan comes to nothing.</summary>
    public string NothingText { get; init; } = "There is nothing of it that can be done.";
}

/// <summary>The operator said yes.</summary>
/// <param name="StartAt">Not before this time; null is at once.</param>
public sealed record PlanAnswer(DateTimeOffset? StartAt);

/// <summary>Shows what a bulk action would do, and asks whether and when it shall.</summary>
public sealed partial class PlanDialog : IDisposable
{
    /// <summary>As far ahead as a start may be set.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(60);

    private readonly string _name = $"when-{Guid.NewGuid():N}";
    private PlanQuestion? _question;
    private TaskCompletionSource<PlanAnswer?>? _answer;
    private bool _open;
    private bool _later;
    private string? _start;
    private string? _startError;
    private string? _typed;

    [Inject]
    public required ViewerClock Clock { get; init; }

    private bool MayConfirm => _question?.TypeToConfirm is not { } expected || string.Equals(_typed?.Trim(), expected, StringComparison.Ordinal);

    /// <summary>What stands in the field, by the viewer's clock; null for now and for what is no time.</summary>
    private DateTimeOffset? ChosenStart =>
        _later && DateTime.TryParse(_start, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && !Clock.Zone.IsInvalidTime(local)
            ? new DateTimeOffset(local, Clock.Zone.GetUtcOffset(local))
            : null;

    /// <returns>Null when the operator declined.</returns>
    public Task<PlanAnswer?> AskAsync(PlanQuestion question)
    {
        _answer?.TrySetResult(null);
        _answer = new TaskCompletionSource<PlanAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_question, _open, _later, _start, _startError, _typed) = (question, true, false, null, null, null);
        StateHasChanged();
        return _answer.Task;
    }

    public void Dispose() => _answer?.TrySetResult(null);

    private void ChooseLater()
    {
        _later = true;
        _start ??= Clock.Local(Clock.Now).AddHours(1).ToString("yyyy-MM-dd'T'HH:00", CultureInfo.InvariantCulture);
    }

    private void Confirm()
    {
        if (!_later)
        {
            Answer(new PlanAnswer(StartAt: null));
            return;
        }

        if (ChosenStart is not { } start)
        {
            _startError = "Choose a day and a time.";
            return;
        }

        _startError = start <= Clock.Now ? "The start lies in the past." : start > Clock.Now + Furthest ? $"A start can be at most {Furthest.TotalDays:0} days ahead." : null;
        if (_startError is null)
        {
            Answer(new PlanAnswer(start));
        }
    }

    private void Answer(PlanAnswer? answer)
    {
        _open = false;
        _answer?.TrySetResult(answer);
        _answer = null;
    }
}
