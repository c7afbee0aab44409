using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Results;
using AdminPortal.Security;

namespace AdminPortal.Features.Communities;

/// <summary>Submits changes of structure. Each becomes an operation; nothing is true before a read has shown it.</summary>
public sealed class CommunityDesk(HierarchyPlanner planner, OperationDesk operations, TimeProvider time)
{
    /// <summary>Up to this many steps a plan counts as a click and goes ahead of bulk work.</summary>
    private const int InteractiveSteps = 2;

    /// <summary>Submits what of the draft can go, as one operation.</summary>
    /// <param name="reviewed">The fingerprint of the plan that the operator has seen.</param>
    /// <param name="intent">Of the draft; the same twice is one operation.</param>
    /// <param name="startAt">Not before this time; null is at once.</param>
    /// <param name="rather">The number that the operator prefers; null leaves the choice to the console.</param>
    public async Task<Result<OperationTicket>> ApplyAsync(
        Actor actor, IReadOnlyList<StagedChange> changes, string reviewed, Guid intent, DateTimeOffset? startAt, CancellationToken cancellationToken, Guid? rather = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        if (StartTime.Refuse(startAt, time.GetUtcNow()) is { } refused)
        {
            return refused;
        }

        var plan = await planner.PlanAsync(changes, cancellationToken, rather);
        if (plan.Sendable.Count == 0)
        {
            return new NothingSendable();
        }

        if (plan.Fingerprint != reviewed)
        {
            return new PlanOutdated();
        }

        var groups = plan.SendableGroups;
        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.ApplyPlan,
                TitleOf(plan),
                $"plan:{intent:N}",
                IsInteractive(plan),
                ItemsOf(plan),
                GroupId: groups.Count == 1 ? groups[0] : null,
                StartAt: startAt),
            cancellationToken);
    }

    /// <summary>Up to two steps, a move, count as a click.</summary>
    internal static bool IsInteractive(HierarchyPlan plan) => plan.Sendable.Count <= InteractiveSteps;

    /// <summary>The calls that the plan makes.</summary>
    internal static IReadOnlyList<ItemDraft> ItemsOf(HierarchyPlan plan)
    {
        var places = plan.Sendable.Select((step, index) => (step.Number, Place: index + 1)).ToDictionary(s => s.Number, s => s.Place);
        return
        [
            .. plan.Sendable.Select(step => new ItemDraft(
                step.Kind == StepKind.Link ? ItemKind.LinkGroup : ItemKind.UnlinkGroup,
                step.ConnectionId ?? throw new InvalidOperationException("A step without a number is blocked."),
                $"{step.Change.GroupName} {(step.Kind == StepKind.Link ? "to" : "from")} {step.CommunityName}")
            {
                GroupId = step.Change.GroupId,
                CommunityId = step.CommunityId,
                DependsOn = step.DependsOn is { } first ? places[first] : null,
            }),
        ];
    }

    private static string TitleOf(HierarchyPlan plan)
    {
        var changes = plan.Sendable.Select(s => s.Change).Distinct().ToList();
        if (changes is [var only])
        {
            return only.Kind switch
            {
                StagedKind.Move => $"Move {only.GroupName} to {plan.Sendable[^1].CommunityName}",
                _ => plan.Sendable[0].Text,
            };
        }

        var parts = changes.GroupBy(c => c.Kind).OrderBy(g => g.Key).Select(g => $"{g.Key.ToString().ToLowerInvariant()} {g.Count():N0}");
        var text = string.Join(", ", parts);
        return $"{char.ToUpperInvariant(text[0])}{text[1..]} groups";
    }
}
