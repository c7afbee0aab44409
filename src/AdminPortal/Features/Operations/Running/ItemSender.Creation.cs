using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Creating: the answer names what came into being, which is not always what was asked for.</summary>
internal sealed partial class ItemSender
{
    private static Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>> CreateCommunity(NewCommunityPayload payload)
    {
        var wanted = new NewCommunity(payload.Name, payload.Description, payload.ApprovalRequired, [], PictureOf(payload.Picture, payload.PictureType));
        return async (gateway, token) =>
        {
            var result = await gateway.CreateCommunityAsync(wanted, token);
            if (!result.Succeeded)
            {
                return Failed(result.Failure, result.Exchanges);
            }

            if (result.Value.Community is { } community)
            {
                return Done(TargetVerdict.Accepted, result.Exchanges, Sentences(result.Value.Warnings)) with
                {
                    GroupId = community.Value,
                    CommunityId = community.Value,
                };
            }

            var leftover = result.Value.LeftoverGroup?.Value;
            var detail = Sentences(["WhatsApp refused the community.", .. result.Value.Warnings, .. leftover is null ? (string[])[] : ["A plain group was left behind."]]);
            return Done(TargetVerdict.NotApplied, result.Exchanges, detail) with { GroupId = leftover };
        };
    }

    private static Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>> CreateGroup(CommunityId? community, NewGroupPayload payload, int? room)
    {
        // Not every gateway makes a group of nobody. Who stays out is added later, by an item of their own.
        var most = Math.Max(1, room ?? payload.Participants.Count);
        var wanted = new NewGroup(
            payload.Name,
            payload.Description,
            [.. payload.Participants.Take(most).Select(ParticipantId.Parse)],
            payload.Settings,
            PictureOf(payload.Picture, payload.PictureType));
        return async (gateway, token) =>
        {
            var result = community is { } parent
                ? await gateway.CreateSubgroupAsync(parent, wanted, token)
                : await gateway.CreateGroupAsync(wanted, token);
            if (!result.Succeeded)
            {
                return Failed(result.Failure, result.Exchanges);
            }

            var missing = result.Value.Participants.Where(p => !p.InWantedState).ToList();
            var names = missing.Count == 0
                ? []
                : (string[])[$"Not added at creation: {string.Join(", ", missing.Take(10).Select(p => "+" + p.Target.Digits))}{(missing.Count > 10 ? $" and {missing.Count - 10} more" : "")}."];
            return Done(TargetVerdict.Accepted, result.Exchanges, Sentences([.. result.Value.Warnings, .. names])) with { GroupId = result.Value.Group.Value };
        };
    }

    /// <summary>A text to the announcement group of a community that was just created, whose id nobody has read yet.</summary>
    private static Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>> SendAnnouncement(CommunityId community, TextPayload payload, Guid itemId)
    {
        GroupId? found = null;
        return async (gateway, token) =>
        {
            // Asked again because an answer was lost, the text goes where it went: only its own answer may tell.
            if (found is { } known)
            {
                return await SendGroupText(known, payload, itemId)(gateway, token);
            }

            var (answer, group) = await SendAnnouncementAsync(gateway, community, payload, itemId, token);
            found = group;
            return answer;
        };
    }

    private static async Task<(SendAnswer Answer, GroupId? Group)> SendAnnouncementAsync(
        IWhatsAppGateway gateway, CommunityId community, TextPayload payload, Guid itemId, CancellationToken token)
    {
        var listed = await gateway.ListSubgroupsAsync(community, token);
        if (!listed.Succeeded)
        {
            // Nothing was sent: a read that lost its answer must not be taken for a message that may be out.
            var failure = listed.Failure.Kind is GatewayFailureKind.OutcomeUnknown or GatewayFailureKind.Unreadable
                ? listed.Failure with { Kind = GatewayFailureKind.Unavailable }
                : listed.Failure;
            return (Failed(failure, listed.Exchanges), null);
        }

        if (listed.Value.FirstOrDefault(s => s.IsAnnouncement) is not { } announcement)
        {
            return (Done(TargetVerdict.Refused, listed.Exchanges, "The community's announcement group does not show yet. Announce it from the community's page later."), null);
        }

        var answer = await SendGroupText(announcement.Id, payload, itemId)(gateway, token);
        return (answer with { GroupId = announcement.Id.Value, Exchanges = [.. listed.Exchanges, .. answer.Exchanges] }, announcement.Id);
    }

    private static string? Sentences(IReadOnlyCollection<string> sentences) => sentences.Count == 0 ? null : string.Join(" ", sentences);
}
