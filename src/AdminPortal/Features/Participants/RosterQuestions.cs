using System.Globalization;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Model;
using AdminPortal.Ui;

namespace AdminPortal.Features.Participants;

/// <summary>What an operator is asked before people are promoted, demoted or removed.</summary>
internal static class RosterQuestions
{
    /// <summary>Above so many removals the number must be typed.</summary>
    public const int TypedAbove = 20;

    private const int NamedAtMost = 5;

    public static Confirmation For(RosterPlan plan)
    {
        var count = plan.People.Count;
        var who = ParticipantDesk.Counted(plan.People);
        var group = plan.Group.Name;
        List<string> points = [.. plan.LeftOut];
        if (count > 1)
        {
            points.Add(plan.Pace);
        }

        switch (plan.Action)
        {
            case RosterAction.Promote:
                points.Insert(0, "Admins can remove people, change the group, and make others admin.");
                return new Confirmation($"Make {who} admin of {group}?", $"{Named(plan)} {(count == 1 ? "becomes" : "become")} admin of {group}.", count == 1 ? "Promote" : $"Make {count:N0} people admins", Points: points);
            case RosterAction.Demote:
                points.Insert(0, count == 1 ? "Stays in the group as a member." : "They stay in the group as members.");
                return new Confirmation($"Take the admin role from {who}?", $"{Named(plan)} {(count == 1 ? "is" : "are")} no longer admin of {group}.", count == 1 ? "Take the role" : $"Take the role from {count:N0} people", Points: points);
            default:
                points.Insert(0, plan.Group.Kind == GroupKind.Announcement
                    ? "Who leaves the announcement group leaves the whole community."
                    : "The invite link still lets them back in; reset it to keep them out.");
                return new Confirmation(
                    $"Remove {who} from {group}?",
                    $"{Named(plan)} {(count == 1 ? "leaves" : "leave")} {group}.",
                    count == 1 ? "Remove" : $"Remove {count:N0} people",
                    Dangerous: true,
                    TypeToConfirm: count > TypedAbove ? count.ToString(CultureInfo.InvariantCulture) : null,
                    Points: points);
        }
    }

    /// <summary>For several people: the plan itself says who is left out and how long it takes.</summary>
    public static PlanQuestion For(RosterPlan plan, PlanForecast forecast)
    {
        var question = For(plan with { LeftOut = [], Pace = "" });
        return PlanQuestion.From(
            question with { Points = [.. (question.Points ?? []).Where(p => p.Length > 0)] },
            new OperationPlan(question.Title, [.. plan.Items.Select(i => new PlannedItem(i, Where: null, plan.Number.Name))], plan.Untouched, [], forecast));
    }

    public static string Done(RosterPlan plan) => $"{ParticipantDesk.Counted(plan.People)}: on the way. The list changes once a read has seen it.";

    private static string Named(RosterPlan plan)
    {
        var names = plan.People.Select(p => p.Name).ToList();
        return names.Count switch
        {
            1 => names[0],
            <= NamedAtMost => $"{string.Join(", ", names[..^1])} and {names[^1]}",
            _ => $"{string.Join(", ", names[..(NamedAtMost - 1)])} and {names.Count - (NamedAtMost - 1):N0} more",
        };
    }
}
