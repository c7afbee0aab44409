using AdminPortal.Features.Operations.Planning;

namespace AdminPortal.Features.Approvals;

/// <summary>What an operator is asked before several requests are decided, and told afterwards.</summary>
internal static class DecisionQuestions
{
    public static PlanQuestion For(DecisionPlan plan, PlanForecast forecast, bool approve)
    {
        var what = $"{(approve ? "Approve" : "Reject")} {Count(plan.Items.Count)}";
        return new PlanQuestion($"{what}?", new OperationPlan(what, plan.Items, plan.LeftOut, [], forecast), what)
        {
            Points = [approve ? "They become members of the groups they asked for." : "They are turned away. They may ask again."],
            Dangerous = !approve,
        };
    }

    /// <param name="at">The set time by the operator's clock; null when it goes in some seconds.</param>
    public static string Said(DecisionTicket ticket, bool approve, string? at)
    {
        var said = $"{(approve ? "Approving" : "Rejecting")} {Count(ticket.Decided)} {(at is null ? "in 5 seconds" : $"at {at}")}.";
        if (ticket.AlreadyHandled > 0)
        {
            said += $" {ticket.AlreadyHandled:N0} were already handled.";
        }

        return ticket.CannotAct.Count == 0 ? said : $"{said} {string.Join(" ", ticket.CannotAct)}";
    }

    private static string Count(int requests) => requests == 1 ? "1 request" : $"{requests:N0} requests";
}
