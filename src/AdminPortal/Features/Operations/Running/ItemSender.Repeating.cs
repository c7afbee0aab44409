using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Features.Operations.Running;

using Call = Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>>;

/// <summary>Asking for a message once more under its key, long after it left.</summary>
internal sealed partial class ItemSender
{
    /// <param name="term">Under which it is asked, since asking may send it.</param>
    /// <returns>Asks what became of the message, and sends it only if it never arrived; null where the gateway would send it a second time.</returns>
    public async Task<Func<CancellationToken, Task<SendAnswer>>?> RepetitionOfAsync(OperationItem item, Lane lane, RunnerTerm term, CancellationToken cancellationToken)
    {
        if (item.Kind is not (ItemKind.SendText or ItemKind.SendGroupText or ItemKind.SendInviteLink) || Prepare(item, room: null) is not { } call)
        {
            return null;
        }

        var gateway = await switchboard.ConnectAsync(item.ConnectionId, new WitnessGate(pacing.GateFor(item.ConnectionId, lane), terms, term, item.Id), cancellationToken);
        return gateway?.Capabilities.Can(Capability.RepeatMessages) == true ? Ask(gateway, call) : null;
    }

    private static Func<CancellationToken, Task<SendAnswer>> Ask(IWhatsAppGateway gateway, Call call) => token => call(gateway, token);
}
