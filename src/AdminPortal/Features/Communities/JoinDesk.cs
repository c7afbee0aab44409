using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;

namespace AdminPortal.Features.Communities;

/// <summary>Brings one of our numbers into a group by its invite link.</summary>
public sealed class JoinDesk(CommunityDirectory directory, GatewaySwitchboard switchboard, PacingGovernor pacing, OperationDesk operations)
{
    /// <summary><see cref="PortalFailure.Field"/> of a link that is none.</summary>
    public const string LinkField = "link";

    /// <summary>Our numbers that can join by link, and the sentence why the others cannot; a pair has one of the two.</summary>
    public static IReadOnlyList<(EstateNumber Number, string? Why)> Candidates(Estate estate) =>
        [.. estate.Numbers.Select(n => (n, n.Capabilities[Capability.JoinByInvite] is { Usable: false, Reason: var reason } ? $"{n.Name} {reason}." : n.Trouble))];

    /// <summary>Asks the gateway what the link leads to. Reads only.</summary>
    public async Task<Result<InvitePreview>> PreviewAsync(Actor actor, Guid connectionId, string? link, CancellationToken cancellationToken)
    {
        var checkedOrder = await CheckAsync(actor, connectionId, link, Capability.PreviewInvite, cancellationToken);
        if (!checkedOrder.Succeeded)
        {
            return checkedOrder.Failure;
        }

        var (number, code) = checkedOrder.Value;
        if (await switchboard.ConnectAsync(connectionId, pacing.GateFor(connectionId, Lane.Interactive), cancellationToken) is not { } gateway)
        {
            return new NoNumberCanAct($"The credentials of {number.Name} cannot be read with the keys at hand. Set them again.");
        }

        var preview = await gateway.PreviewInviteAsync(code, cancellationToken);
        return preview.Succeeded ? preview.Value : new InvalidInput(preview.Failure.Message, LinkField);
    }

    /// <param name="intent">Made once when the dialog opens.</param>
    public async Task<Result<OperationTicket>> JoinAsync(Actor actor, Guid connectionId, string? link, Guid intent, CancellationToken cancellationToken)
    {
        var checkedOrder = await CheckAsync(actor, connectionId, link, Capability.JoinByInvite, cancellationToken);
        if (!checkedOrder.Succeeded)
        {
            return checkedOrder.Failure;
        }

        var (number, code) = checkedOrder.Value;
        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.JoinGroup,
                $"{number.Name} joins by link",
                $"join:{connectionId:N}:{intent:N}",
                Interactive: true,
                [new ItemDraft(ItemKind.Join, connectionId, "by link") { Payload = ItemPayload.Write(new InvitePayload(code.Value)) }]),
            cancellationToken);
    }

    private async Task<Result<(EstateNumber Number, InviteCode Code)>> CheckAsync(
        Actor actor, Guid connectionId, string? link, Capability capability, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        if (!InviteCode.TryParse(link, out var code))
        {
            return new InvalidInput("This is no invite link. It looks like https://chat.whatsapp.com/ABC….", LinkField);
        }

        var estate = await directory.ReadAsync(cancellationToken);
        return estate.Numbers.FirstOrDefault(n => n.ConnectionId == connectionId) is not { } number ? new NotThere("The number")
            : estate.WhyNot(number, capability) is { } why ? new NoNumberCanAct(why)
            : (number, code);
    }
}
