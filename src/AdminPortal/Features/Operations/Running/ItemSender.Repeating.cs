using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Features.Operations.Running;

using Call = Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>>;

/// <summary>Asking for a message once more under its key, long after it left.</summary>
internal sealed partial class ItemSender
{
    /// <returns>Asks what became of the message, and sends it only if it never arrived; null where the gateway would send it a second time.</returns>
    public async Task<Func<CancellationToken, Task<SendAnswer>>?> RepetitionOfAsync(OperationItem item, Lane lane, CancellationToken cancellationToken)
    {
        if (item.Kind is not (ItemKind.SendText or ItemKind.SendGroupText or ItemKind.SendInviteLink) || Prepare(item) is not { } call)
        {
            return null;
        }

        var gateway = await switchboard.ConnectAsync(item.ConnectionId, pacing.GateFor(item.ConnectionId, lane), cancellationToken);
        return gateway?.Capabilities.Can(Capability.RepeatMessages) == true ? Ask(gateway, call) : null;
    }

    private static Func<CancellationToken, Task<SendAnswer>> Ask(IWhatsAppGateway gateway, Call call) => token => call(gateway, token);
}
