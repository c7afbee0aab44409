using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Groups;
using AdminPortal.Security;
using AdminPortal.Ui;

namespace AdminPortal.Features.Communities;

/// <summary>What the pages over the draft do alike.</summary>
internal static class Staging
{
    /// <summary>
    /// Communities kept here take and give groups at once: nothing is sent for it. All else goes into the draft; a group of a
    /// community kept here that is linked to a real one stands there as soon as a read shows it.
    /// </summary>
    public static async Task MoveAsync(
        CommunityDraft draft, OperatorActions actions, GroupSelection selection, Estate estate, ManagedCommunities managed, CurrentActor currentActor, IReadOnlyList<string> groupIds, string? to)
    {
        var toKept = estate.FindCommunity(to) is { Parent.IsKeptHere: true };
        var atOnce = toKept ? groupIds : to is null ? [.. groupIds.Where(id => estate.Find(id)?.KeptIn is not null)] : [];
        if (atOnce.Count > 0)
        {
            var actor = await currentActor.GetAsync();
            var result = await actions.RunAsync(
                "community:kept",
                token => managed.PlaceAsync(actor, to, [.. atOnce], token),
                toKept ? $"Put into {estate.NameOf(to)}. Nothing was sent." : "Taken out. Nothing was sent.");
            if (result is { Succeeded: true })
            {
                selection.Clear();
            }
        }

        var staged = groupIds.Except(atOnce, StringComparer.Ordinal).ToList();
        if (staged.Count > 0)
        {
            Stage(draft, actions, selection, estate, staged, to);
        }
    }

    private static void Stage(CommunityDraft draft, OperatorActions actions, GroupSelection selection, Estate estate, IReadOnlyList<string> groupIds, string? to)
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

    public static async Task<string?> RenameAsync(
        OperatorActions actions, GroupDesk desk, ManagedCommunities managed, CurrentActor currentActor, EstateNode node, string name, Guid? through)
    {
        var actor = await currentActor.GetAsync();
        if (node.IsKeptHere)
        {
            return (await actions.RunAsync($"rename:{node.Id}", token => managed.RenameAsync(actor, node.Id, name, token)))?.Failure?.Message;
        }

        var intent = Guid.NewGuid();
        var result = await actions.RunAsync(
            $"rename:{node.Id}",
            token => desk.RenameAsync(actor, node.Id, name, intent, token, through),
            $"The new name of {node.Name} is on its way.",
            ticket => PortalUrls.Operation(ticket.OperationId));
        return result?.Failure?.Message;
    }
}
