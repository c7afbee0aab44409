using AdminPortal.Features.Operations.Planning;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Approvals;

/// <summary>What is asked before several requests are decided at once.</summary>
public sealed partial class ApprovalInboxPage
{
    private PlanDialog? _plan;

    [Inject]
    public required PlanForecaster Forecaster { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    /// <summary>Several at once are shown before they are decided.</summary>
    private async Task<PlanAnswer?> AskAsync(Actor actor, IReadOnlyCollection<Guid> ids, bool approve)
    {
        var plan = await Desk.PlanAsync(ids, approve, _state.Through, CancellationToken.None);
        var forecast = await Forecaster.ForecastAsync(actor, [.. plan.Items.Select(i => i.Draft)], plan.Interactive, CancellationToken.None);
        return await _plan!.AskAsync(DecisionQuestions.For(plan, forecast, approve));
    }
}
