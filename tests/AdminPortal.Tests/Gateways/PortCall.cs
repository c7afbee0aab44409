using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways;

/// <summary>Every operation of the port as a call that needs no world: what it came to is its failure, or that of its only target.</summary>
internal sealed record PortCall(Capability Capability, bool IsWrite, Func<IWhatsAppGateway, Task<GatewayFailureKind?>> Act)
{
    private static readonly GroupId Crew = GroupId.Parse("120363000000000021@g.us");
    private static readonly CommunityId Town = CommunityId.Parse("120363000000000020@g.us");
    private static readonly ParticipantId Ann = ParticipantId.Parse("15550002222@s.whatsapp.net");
    private static readonly InviteCode Code = InviteCode.TryParse("AbCdEfGhIjKlMnOpQrStUv", out var code) ? code : default;

    public static IReadOnlyDictionary<Capability, PortCall> All { get; } = ((PortCall[])
    [
        Read(Capability.ReadSession, g => g.GetSessionAsync(Cancel)),
        Read(Capability.ListGroups, g => g.ListGroupsAsync(Cancel)),
        Read(Capability.ReadGroup, g => g.GetGroupAsync(Crew, includeMembers: true, Cancel)),
        Read(Capability.ListCommunities, g => g.ListCommunitiesAsync(Cancel)),
        Read(Capability.ListSubgroups, g => g.ListSubgroupsAsync(Town, Cancel)),
        Read(Capability.ListCommunityMembers, g => g.ListCommunityMembersAsync(Town, Cancel)),
        Read(Capability.ListMembershipRequests, g => g.ListRequestsAsync(Crew, Cancel)),
        Read(Capability.ReadInvite, g => g.GetInviteAsync(Crew, Cancel)),
        Read(Capability.PreviewInvite, g => g.PreviewInviteAsync(Code, Cancel)),
        Read(Capability.ListSuggestions, g => g.ListSuggestionsAsync(Town, Cancel)),
        Write(Capability.CreateGroup, g => g.CreateGroupAsync(new NewGroup("Crew", null, [Ann], new GroupSettings()), Cancel)),
        Write(Capability.CreateSubgroup, g => g.CreateSubgroupAsync(Town, new NewGroup("Crew", null, [Ann], new GroupSettings()), Cancel)),
        Write(Capability.CreateCommunity, g => g.CreateCommunityAsync(new NewCommunity("Town", null, ApprovalRequired: true, []), Cancel)),
        Targets(Capability.LinkGroup, g => g.LinkAsync(Town, [Crew], Cancel)),
        Targets(Capability.UnlinkGroup, g => g.UnlinkAsync(Town, [Crew], Cancel)),
        Write(Capability.Rename, g => g.UpdateProfileAsync(Crew, new ProfileChange(Name: "New"), Cancel)),
        Write(Capability.ChangeDescription, g => g.UpdateProfileAsync(Crew, new ProfileChange(Description: "New"), Cancel)),
        Write(Capability.ChangePicture, g => g.UpdateProfileAsync(Crew, new ProfileChange(Picture: new Picture([1, 2, 3], "image/png")), Cancel)),
        Write(Capability.SetSendMessages, g => g.UpdateSettingsAsync(Crew, new GroupSettings(OnlyAdminsSend: true), Cancel)),
        Write(Capability.SetEditDetails, g => g.UpdateSettingsAsync(Crew, new GroupSettings(OnlyAdminsEdit: true), Cancel)),
        Write(Capability.SetAddMembers, g => g.UpdateSettingsAsync(Crew, new GroupSettings(OnlyAdminsAdd: true), Cancel)),
        Write(Capability.SetApproval, g => g.UpdateSettingsAsync(Crew, new GroupSettings(ApprovalRequired: true), Cancel)),
        Write(Capability.SetDisappearingMessages, g => g.UpdateSettingsAsync(Crew, new GroupSettings(DisappearingAfter: TimeSpan.FromDays(7)), Cancel)),
        Targets(Capability.AddParticipants, g => g.AddParticipantsAsync(Crew, [Ann], Cancel)),
        Targets(Capability.RemoveParticipants, g => g.RemoveParticipantsAsync(Crew, [Ann], Cancel)),
        Targets(Capability.PromoteParticipants, g => g.PromoteAsync(Crew, [Ann], Cancel)),
        Targets(Capability.DemoteParticipants, g => g.DemoteAsync(Crew, [Ann], Cancel)),
        Targets(Capability.ApproveRequests, g => g.ApproveAsync(Crew, [Ann], Cancel)),
        Targets(Capability.RejectRequests, g => g.RejectAsync(Crew, [Ann], Cancel)),
        Write(Capability.ResetInvite, g => g.ResetInviteAsync(Crew, Cancel)),
        Write(Capability.JoinByInvite, g => g.JoinAsync(Code, Cancel)),
        Write(Capability.LeaveGroup, g => g.LeaveAsync(Crew, Cancel)),
        Write(Capability.DeactivateCommunity, g => g.DeactivateCommunityAsync(Town, Cancel)),
        Write(Capability.TransferOwnership, g => g.TransferOwnershipAsync(Town, Ann, Cancel)),
        Write(Capability.SendText, g => g.SendTextAsync(Ann, "Join us", "key-1", Cancel)),
        Write(Capability.SendGroupText, g => g.SendGroupTextAsync(Crew, "News", "key-2", Cancel)),
        Write(Capability.SendInviteCard, g => g.SendInviteCardAsync(Ann, Code, Cancel)),
    ]).ToDictionary(c => c.Capability);

    public static TheoryData<Capability> Names => [.. All.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PortCall Read<T>(Capability capability, Func<IWhatsAppGateway, Task<GatewayResult<T>>> act) =>
        new(capability, IsWrite: false, async g => (await act(g)).Failure?.Kind);

    private static PortCall Write<T>(Capability capability, Func<IWhatsAppGateway, Task<GatewayResult<T>>> act) =>
        new(capability, IsWrite: true, async g => (await act(g)).Failure?.Kind);

    private static PortCall Targets<T>(Capability capability, Func<IWhatsAppGateway, Task<GatewayResult<IReadOnlyList<TargetOutcome<T>>>>> act) =>
        new(capability, IsWrite: true, async g => await act(g) switch
        {
            { Succeeded: false } result => result.Failure.Kind,
            { Value: [{ Verdict: TargetVerdict.Unknown }] } => GatewayFailureKind.OutcomeUnknown,
            _ => null,
        });
}
