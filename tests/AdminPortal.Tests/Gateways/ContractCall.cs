using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using GroupKind = AdminPortal.Simulator.World.GroupKind;

namespace AdminPortal.Tests.Gateways;

/// <summary>One ability as a call that can be made in a <see cref="ContractWorld"/>, and how its effect shows there.</summary>
/// <param name="Capability">What must be declared for it.</param>
/// <param name="Route">The request in which it happens.</param>
/// <param name="Act">Makes the call. Null failure: it succeeded.</param>
/// <param name="Shows">For writes: the world has it. Null for reads.</param>
internal sealed record ContractCall(
    Capability Capability, RouteKind Route, Func<IWhatsAppGateway, ContractWorld, Task<GatewayFailure?>> Act, Func<ContractWorld, bool>? Shows = null)
{
    private static readonly GroupSettings NoSettings = new(false, false, true, false);

    public static IReadOnlyDictionary<Capability, ContractCall> All { get; } = Reads().Concat(Writes()).Concat(Settings()).ToDictionary(c => c.Capability);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What of the settings the gateway can set: whoever creates a group asks for no more.</summary>
    public static GroupSettings Possible(IWhatsAppGateway gateway, GroupSettings wanted) => new(
        gateway.Capabilities.Can(Capability.SetSendMessages) ? wanted.OnlyAdminsSend : null,
        gateway.Capabilities.Can(Capability.SetEditDetails) ? wanted.OnlyAdminsEdit : null,
        gateway.Capabilities.Can(Capability.SetAddMembers) ? wanted.OnlyAdminsAdd : null,
        gateway.Capabilities.Can(Capability.SetApproval) ? wanted.ApprovalRequired : null,
        gateway.Capabilities.Can(Capability.SetDisappearingMessages) ? wanted.DisappearingAfter : null);

    private static IEnumerable<ContractCall> Reads() =>
    [
        new(Capability.ReadSession, RouteKind.Session, async (g, _) => (await g.GetSessionAsync(Cancel)).Failure),
        new(Capability.ListGroups, RouteKind.ListGroups, async (g, _) => (await g.ListGroupsAsync(Cancel)).Failure),
        new(Capability.ReadGroup, RouteKind.GroupDetail, async (g, s) => (await g.GetGroupAsync(Group(s.Yard), true, Cancel)).Failure),
        new(Capability.ListCommunities, RouteKind.ListCommunities, async (g, _) => (await g.ListCommunitiesAsync(Cancel)).Failure),
        new(Capability.ListSubgroups, RouteKind.Subgroups, async (g, s) => (await g.ListSubgroupsAsync(Community(s), Cancel)).Failure),
        new(Capability.ListCommunityMembers, RouteKind.MergedMembers, async (g, s) => (await g.ListCommunityMembersAsync(Community(s), Cancel)).Failure),
        new(Capability.ListMembershipRequests, RouteKind.ListRequests, async (g, s) => (await g.ListRequestsAsync(Group(s.Door), Cancel)).Failure),
        new(Capability.ReadInvite, RouteKind.InviteGet, async (g, s) => (await g.GetInviteAsync(Group(s.Yard), Cancel)).Failure),
        new(Capability.PreviewInvite, RouteKind.Preview, async (g, s) => (await g.PreviewInviteAsync(Code(s), Cancel)).Failure),
        new(Capability.ListSuggestions, RouteKind.Suggestions, async (g, s) => (await g.ListSuggestionsAsync(Community(s), Cancel)).Failure),
    ];

    private static IEnumerable<ContractCall> Writes() =>
    [
        new(Capability.CreateGroup, RouteKind.CreateGroup,
            async (g, s) => (await g.CreateGroupAsync(new NewGroup("New crew", null, [Phone(s.Newcomer.Phone)], Possible(g, NoSettings)), Cancel)).Failure,
            s => s.World.AllGroups().Any(group => group is { Name: "New crew", CommunityId: null })),
        new(Capability.CreateSubgroup, RouteKind.CreateGroup,
            async (g, s) => (await g.CreateSubgroupAsync(Community(s), new NewGroup("New dock", null, [Phone(s.Newcomer.Phone)], Possible(g, NoSettings)), Cancel)).Failure,
            s => s.World.AllGroups().Any(group => group.Name == "New dock" && group.CommunityId == s.Community)),
        new(Capability.CreateCommunity, RouteKind.CreateCommunity,
            async (g, _) => (await g.CreateCommunityAsync(new NewCommunity("New harbour", "All", true, []), Cancel)).Failure,
            s => s.World.AllGroups().Any(group => group is { Name: "New harbour", Kind: GroupKind.Community })),
        new(Capability.LinkGroup, RouteKind.Link,
            async (g, s) => (await g.LinkAsync(Community(s), [Group(s.Yard)], Cancel)).Failure, s => s.World.FindGroup(s.Yard)!.CommunityId == s.Community),
        new(Capability.UnlinkGroup, RouteKind.Unlink,
            async (g, s) => (await g.UnlinkAsync(Community(s), [Group(s.Crew)], Cancel)).Failure, s => s.World.FindGroup(s.Crew)!.CommunityId is null),
        new(Capability.Rename, RouteKind.Profile,
            async (g, s) => (await g.UpdateProfileAsync(Group(s.Yard), new ProfileChange(Name: "Yard 2"), Cancel)).Failure, s => s.World.FindGroup(s.Yard)!.Name == "Yard 2"),
        new(Capability.ChangeDescription, RouteKind.Profile,
            async (g, s) => (await g.UpdateProfileAsync(Group(s.Yard), new ProfileChange(Description: "Text"), Cancel)).Failure, s => s.World.FindGroup(s.Yard)!.Description == "Text"),
        new(Capability.ChangePicture, RouteKind.Profile,
            async (g, s) => (await g.UpdateProfileAsync(Group(s.Yard), new ProfileChange(Picture: new Picture([1, 2, 3], "image/jpeg")), Cancel)).Failure,
            s => s.World.FindGroup(s.Yard)!.Picture is not null),
        new(Capability.AddParticipants, RouteKind.Add,
            async (g, s) => (await g.AddParticipantsAsync(Group(s.Yard), [Phone(s.Newcomer.Phone)], Cancel)).Failure, s => s.World.IsMember(s.Yard, s.Newcomer.Phone)),
        new(Capability.RemoveParticipants, RouteKind.Remove,
            async (g, s) => (await g.RemoveParticipantsAsync(Group(s.Yard), [Phone(s.Hands[0].Phone)], Cancel)).Failure, s => !s.World.IsMember(s.Yard, s.Hands[0].Phone)),
        new(Capability.PromoteParticipants, RouteKind.Promote,
            async (g, s) => (await g.PromoteAsync(Group(s.Yard), [Phone(s.Hands[0].Phone)], Cancel)).Failure, s => IsAdmin(s, s.Hands[0].Phone)),
        new(Capability.DemoteParticipants, RouteKind.Demote,
            async (g, s) => (await g.DemoteAsync(Group(s.Yard), [Phone(s.Hands[3].Phone)], Cancel)).Failure, s => !IsAdmin(s, s.Hands[3].Phone)),
        new(Capability.ApproveRequests, RouteKind.Approve,
            async (g, s) => (await g.ApproveAsync(Group(s.Door), [ParticipantId.Parse(s.Waiting[0].LidJid)], Cancel)).Failure, s => s.World.IsMember(s.Door, s.Waiting[0].Phone)),
        new(Capability.RejectRequests, RouteKind.Reject,
            async (g, s) => (await g.RejectAsync(Group(s.Door), [ParticipantId.Parse(s.Waiting[0].LidJid)], Cancel)).Failure,
            s => s.World.Waiting(s.Door).All(r => r.Phone != s.Waiting[0].Phone) && !s.World.IsMember(s.Door, s.Waiting[0].Phone)),
        new(Capability.ResetInvite, RouteKind.InviteReset,
            async (g, s) => (await g.ResetInviteAsync(Group(s.Yard), Cancel)).Failure, s => s.World.FindGroup(s.Yard)!.InviteCode != s.YardCode),
        new(Capability.JoinByInvite, RouteKind.Join,
            async (g, s) => (await g.JoinAsync(Code(s), Cancel)).Failure, s => s.World.IsMember(s.Foreign, s.Desk.Phone)),
        new(Capability.LeaveGroup, RouteKind.Leave,
            async (g, s) => (await g.LeaveAsync(Group(s.Yard), Cancel)).Failure, s => !s.World.IsMember(s.Yard, s.Desk.Phone)),
        new(Capability.TransferOwnership, RouteKind.Transfer,
            async (g, s) => (await g.TransferOwnershipAsync(Community(s), Phone(s.Hands[0].Phone), Cancel)).Failure,
            s => s.World.FindGroup(s.Community)!.Members.Any(m => m.Person.Phone == s.Hands[0].Phone && m.IsAdmin)),
        new(Capability.DeactivateCommunity, RouteKind.Deactivate,
            async (g, s) => (await g.DeactivateCommunityAsync(Community(s), Cancel)).Failure, s => s.World.FindGroup(s.Community) is null),
        new(Capability.SendText, RouteKind.SendText,
            async (g, s) => (await g.SendTextAsync(Phone(s.Newcomer.Phone), "Join us", "key-1", Cancel)).Failure, s => s.World.Messages.Any(m => m.Text == "Join us")),
        new(Capability.SendGroupText, RouteKind.SendText,
            async (g, s) => (await g.SendGroupTextAsync(Group(s.Announcement), "News for *all* <b>\u0661</b>", "key-2", Cancel)).Failure,
            s => s.World.Messages.Any(m => m.Text == "News for *all* <b>\u0661</b>" && m.ChatJid == s.Announcement)),
        new(Capability.SendInviteCard, RouteKind.SendText,
            async (g, s) => (await g.SendInviteCardAsync(Phone(s.Newcomer.Phone), Code(s), Cancel)).Failure, s => s.World.Messages.Count == 1),
    ];

    private static IEnumerable<ContractCall> Settings() =>
    [
        Setting(Capability.SetSendMessages, new GroupSettings(OnlyAdminsSend: true), s => s.AdminsOnlySend),
        Setting(Capability.SetEditDetails, new GroupSettings(OnlyAdminsEdit: true), s => s.AdminsOnlyEdit),
        // A world's groups begin with "only admins add".
        Setting(Capability.SetAddMembers, new GroupSettings(OnlyAdminsAdd: false), s => !s.AdminsOnlyAdd),
        Setting(Capability.SetApproval, new GroupSettings(ApprovalRequired: true), s => s.ApprovalRequired),
        Setting(Capability.SetDisappearingMessages, new GroupSettings(DisappearingAfter: TimeSpan.FromDays(1)), s => s.EphemeralSeconds == 86_400),
    ];

    private static ContractCall Setting(Capability capability, GroupSettings change, Func<AdminPortal.Simulator.World.GroupSettings, bool> shows) => new(
        capability,
        RouteKind.Settings,
        async (g, s) => (await g.UpdateSettingsAsync(Group(s.Yard), change, Cancel)).Failure,
        s => shows(s.World.FindGroup(s.Yard)!.Settings));

    private static bool IsAdmin(ContractWorld site, string phone) =>
        site.World.Group(phone, site.Yard).Value.Members.Any(m => m.Person.Phone == phone && m.IsAdmin);

    private static GroupId Group(string id) => GroupId.Parse(id);

    private static CommunityId Community(ContractWorld site) => CommunityId.Parse(site.Community);

    private static ParticipantId Phone(string digits) => ParticipantId.FromPhone(digits);

    private static InviteCode Code(ContractWorld site) =>
        InviteCode.TryParse(site.World.FindGroup(site.Foreign)!.InviteCode, out var code) ? code : throw new InvalidOperationException("The world made no code.");
}
