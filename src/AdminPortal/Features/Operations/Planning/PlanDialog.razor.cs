using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>A plan and what the operator is asked about it.</summary>
/// <param name="Title">The question: "Remove 12 people from Harbor Crew?".</param>
/// <param name="ConfirmText">The verb on the button: "Remove 12 people".</param>
public sealed record PlanQuestion(string Title, OperationPlan Plan, string ConfirmText)
{
    /// <summary>The same question with the plan of what it would do.</summary>
    public static PlanQuestion From(Confirmation confirmation, OperationPlan plan) => new(confirmation.Title, plan, confirmation.ConfirmText)
    {
        Points = [confirmation.Text, .. confirmation.Points ?? []],
        Dangerous = confirmation.Dangerous,
        TypeToConfirm = confirmation.TypeToConfirm,
    };

    /// <summary>Single consequences, each a sentence.</summary>
    public IReadOnlyList<string> Points { get; init; } = [];

    /// <summary>Something to decide before confirming, for example through which number.</summary>
    public RenderFragment? Content { get; init; }

    /// <summary>
    /// Plans anew for the number that the operator prefers, null for the console's choice; null comes back when it failed. Asked
    /// where the plan offers a choice.
    /// </summary>
    public Func<Guid?, Task<OperationPlan?>>? Replan { get; init; }

    /// <summary>Cannot be taken back, or hurts many.</summary>
    public bool Dangerous { get; init; }

    /// <summary>What the operator must type first, for example the number of people.</summary>
    public string? TypeToConfirm { get; init; }

    /// <summary>Said where the plan comes to nothing.</summary>
    public string NothingText { get; init; } = "There is nothing of it that can be done.";
}

/// <summary>The operator said yes.</summary>
/// <param name="StartAt">Not before this time; null is at once.</param>
/// <param name="Plan">The plan that was shown last.</param>
/// <param name="Through">The number that the operator prefers; null leaves the choice to the console.</param>
public sealed record PlanAnswer(DateTimeOffset? StartAt, OperationPlan Plan, Guid? Through);

/// <summary>Shows what a bulk action would do, and asks whether and when it shall.</summary>
public sealed partial class PlanDialog : IDisposable
{
    private PlanQuestion? _question;
    private OperationPlan? _current;
    private StartChoice? _when;
    private TaskCompletionSource<PlanAnswer?>? _answer;
    private Guid? _through;
    private bool _replanning;
    private bool _open;
    private string? _typed;

    private bool MayConfirm => _question?.TypeToConfirm is not { } expected || string.Equals(_typed?.Trim(), expected, StringComparison.Ordinal);

    /// <returns>Null when the operator declined.</returns>
    public Task<PlanAnswer?> AskAsync(PlanQuestion question)
    {
        _answer?.TrySetResult(null);
        _answer = new TaskCompletionSource<PlanAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_question, _current, _when, _open, _typed, _through, _replanning) = (question, question.Plan, null, true, null, null, false);
        StateHasChanged();
        return _answer.Task;
    }

    /// <summary>What was decided in the question has changed the plan.</summary>
    public void Show(OperationPlan plan)
    {
        _current = plan;
        StateHasChanged();
    }

    public void Dispose() => _answer?.TrySetResult(null);

    private async Task OnThroughAsync(Guid? through)
    {
        var (question, before) = (_question!, _through);
        (_through, _replanning) = (through, true);
        var plan = await question.Replan!(through);
        if (ReferenceEquals(question, _question))
        {
            (_current, _through, _replanning) = plan is null ? (_current, before, false) : (plan, through, false);
        }
    }

    private void Confirm()
    {
        if (_when!.Check() && !_replanning)
        {
            Answer(new PlanAnswer(_when.Chosen, _current!, _through));
        }
    }

    private void Answer(PlanAnswer? answer)
    {
        _open = false;
        _answer?.TrySetResult(answer);
        _answer = null;
    }
}
