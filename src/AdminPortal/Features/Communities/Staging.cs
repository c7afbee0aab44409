using AdminPortal.Features.Groups;
using AdminPortal.Security;
using AdminPortal.Ui;

namespace AdminPortal.Features.Communities;

/// <summary>What the pages over the draft do alike.</summary>
internal static class Staging
{
    public static void Stage(CommunityDraft draft, OperatorActions actions, GroupSelection selection, Estate estate, IReadOnlyList<string> groupIds, string? to)
    {
        var outcome = draft.Stage(estate, groupIds, to);
        foreach (var sentence in outcome.Refused.Distinct(StringComparer.Ordinal).Take(3))
        {
            actions.Toast(ToastTone.Note, sentence);
        }

        if (outcome.Staged > 0)
        {
            selection.Clear();
            actions.Announce($"{OutlineWords.Count(outcome.Staged, "change")} staged. {draft.Summary()} in the draft.");
        }
    }

    public static async Task<string?> RenameAsync(OperatorActions actions, GroupDesk desk, CurrentActor currentActor, EstateNode node, string name)
    {
        var actor = await currentActor.GetAsync();
        var intent = Guid.NewGuid();
        var result = await actions.RunAsync(
            $"rename:{node.Id}",
            token => desk.RenameAsync(actor, node.Id, name, intent, token),
            $"The new name of {node.Name} is on its way.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        return result?.Failure?.Message;
    }
}
