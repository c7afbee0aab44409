using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

using Call = Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>>;

/// <summary>Inviting: the link is asked for when the message leaves, as it may have been reset since the item was made.</summary>
internal sealed partial class ItemSender
{
    /// <summary>Null where the item names a code and no group.</summary>
    private static GroupId? InvitedTo(OperationItem item) => item.GroupId is null ? null : Group(item);

    private static Call SendCard(ParticipantId person, GroupId? group, InvitationPayload payload)
    {
        var known = KnownCode(payload);
        _ = group is null && known is null ? throw new FormatException("Neither a group nor a code.") : known;
        return async (gateway, token) =>
        {
            var (code, read) = await CodeAsync(gateway, group, known, token);
            if (code is not { } invite)
            {
                return read;
            }

            var result = await gateway.SendInviteCardAsync(person, invite, token);
            IReadOnlyList<GatewayExchange> exchanges = [.. read.Exchanges, .. result.Exchanges];
            return result.Succeeded ? Sent(result.Value, exchanges) : Failed(result.Failure, exchanges);
        };
    }

    private static Call SendLink(ParticipantId person, GroupId group, InvitationPayload payload, Guid itemId)
    {
        var (known, text) = (KnownCode(payload), payload.Text ?? throw new FormatException("No text."));
        return async (gateway, token) =>
        {
            var (code, read) = await CodeAsync(gateway, group, known, token);
            if (code is not { } invite)
            {
                return read;
            }

            var result = await gateway.SendTextAsync(person, InviteText.Fill(text, payload.Group ?? "the group", invite), itemId.ToString("N"), token);
            IReadOnlyList<GatewayExchange> exchanges = [.. read.Exchanges, .. result.Exchanges];
            return result.Succeeded ? Sent(result.Value, exchanges) : Failed(result.Failure, exchanges);
        };
    }

    private static InviteCode? KnownCode(InvitationPayload payload) => InviteCode.TryParse(payload.Code, out var code) ? code : null;

    /// <returns>The code, or the answer of an item that was not sent.</returns>
    private static async Task<(InviteCode? Code, SendAnswer Read)> CodeAsync(IWhatsAppGateway gateway, GroupId? group, InviteCode? known, CancellationToken cancellationToken)
    {
        if (group is not { } asked || (known is not null && !gateway.Capabilities.Can(Capability.ReadInvite)))
        {
            return (known, new SendAnswer());
        }

        var invite = await gateway.GetInviteAsync(asked, cancellationToken);
        return invite switch
        {
            { Succeeded: true } => (invite.Value, new SendAnswer { Exchanges = invite.Exchanges }),
            // Gateways show the link to admins only; another of our numbers may have read it.
            { Failure.Kind: GatewayFailureKind.Forbidden } when known is not null => (known, new SendAnswer { Exchanges = invite.Exchanges }),
            _ => (null, Failed(Unsent(invite.Failure!), invite.Exchanges)),
        };
    }

    /// <summary>Only a read failed: nothing left us, so nothing is unknown.</summary>
    private static GatewayFailure Unsent(GatewayFailure failure) => failure.Kind is GatewayFailureKind.OutcomeUnknown or GatewayFailureKind.Unreadable
        ? failure with { Kind = GatewayFailureKind.Unavailable }
        : failure;
}
