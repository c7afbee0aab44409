using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Operations;

/// <summary>What the gateway of the acting number must be able to do for an item.</summary>
internal static class ItemNeeds
{
    /// <param name="payload">The item's own content; what a change needs depends on what it changes.</param>
    public static IReadOnlyList<Capability> Of(ItemKind kind, string? payload) => kind switch
    {
        ItemKind.LinkGroup => [Capability.LinkGroup],
        ItemKind.UnlinkGroup => [Capability.UnlinkGroup],
        ItemKind.CreateCommunity => [Capability.CreateCommunity],
        ItemKind.CreateGroup => [Capability.CreateGroup],
        ItemKind.CreateSubgroup => [Capability.CreateSubgroup],
        ItemKind.UpdateProfile => payload is null ? [] : OfProfile(ItemPayload.Read<ProfilePayload>(payload)),
        ItemKind.UpdateSettings => payload is null ? [] : Needed.For(ItemPayload.Read<SettingsPayload>(payload).Settings),
        ItemKind.AddParticipant => [Capability.AddParticipants],
        ItemKind.RemoveParticipant => [Capability.RemoveParticipants],
        ItemKind.PromoteParticipant => [Capability.PromoteParticipants],
        ItemKind.DemoteParticipant => [Capability.DemoteParticipants],
        ItemKind.ApproveRequest => [Capability.ApproveRequests],
        ItemKind.RejectRequest => [Capability.RejectRequests],
        ItemKind.ResetInvite => [Capability.ResetInvite],
        ItemKind.Join => [Capability.JoinByInvite],
        ItemKind.Leave => [Capability.LeaveGroup],
        ItemKind.DeactivateCommunity => [Capability.DeactivateCommunity],
        ItemKind.TransferOwnership => [Capability.TransferOwnership],
        ItemKind.SendText or ItemKind.SendInviteLink => [Capability.SendText],
        ItemKind.SendInviteCard => [Capability.SendInviteCard],
        ItemKind.SendGroupText => [Capability.SendGroupText],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody has said what this kind of item needs."),
    };

    private static IReadOnlyList<Capability> OfProfile(ProfilePayload payload) => Needed.For(
        new ProfileChange(payload.Name, payload.Description, Picture: null, RemovePicture: payload.RemovePicture || payload.Picture is not null));
}
