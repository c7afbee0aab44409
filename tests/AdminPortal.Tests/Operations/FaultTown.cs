using AdminPortal.Features.Operations;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using Microsoft.EntityFrameworkCore;
using GatewayGroupSettings = AdminPortal.Gateways.Model.GroupSettings;
using WorldRequest = AdminPortal.Simulator.World.MembershipRequest;

namespace AdminPortal.Tests.Operations;

/// <summary>A small town in which every kind of item has something to do once, and in which its effect can be counted.</summary>
internal sealed class FaultTown
{
    private string _community = "", _crew = "", _dock = "", _yard = "", _door = "", _quay = "", _foreignCode = "";
    private IReadOnlyList<Person> _people = [];

    /// <summary>In no group: for adds that follow.</summary>
    public IReadOnlyList<Person> Newcomers { get; private set; } = [];

    /// <summary>Where they are added.</summary>
    public string Quay => _quay;

    public void Furnish(WorldBuilder builder)
    {
        _people = builder.AddPeople(6);
        Newcomers = builder.AddPeople(3, "Newcomer");
        (_community, _) = builder.AddCommunity("Harbour");
        _crew = builder.AddGroup("Crew", _people.Take(3), _community);
        _dock = builder.AddGroup("Dock", _people.Take(2), _community);
        _yard = builder.AddGroup("Yard", null, _people.Take(4).Select(p => p.Phone), [_people[3].Phone]);
        _quay = builder.AddGroup("Long Quay");
        _door = builder.AddGroup("Door", settings: new GroupSettings(ApprovalRequired: true));
        builder.AddRequest(_door, new WorldRequest(_people[5].Phone, RequestMethod.InviteLink, TimeProvider.System.GetUtcNow()));
        var foreign = builder.AddGroup("Foreign", owner: builder.AddPerson("Owner").Phone);
        _foreignCode = builder.World.FindGroup(foreign)!.InviteCode;
        builder.AddMember(_community, _people[0].Phone, MemberRole.Admin);
    }

    /// <summary>Sync has read the town, so that the console knows where everything stood before.</summary>
    public Task SeenAsync(RunnerWorld world)
    {
        // A managed gateway without communities and requests shows neither.
        var plain = world.Desk.Vendor == Vendor.Wawp;
        return world.UntilAsync(async db => await db.Memberships.AnyAsync(m => m.GroupId == _yard)
            && await db.Groups.AnyAsync(g => g.Id == _quay)
            && (plain || (await db.MembershipRequests.AnyAsync() && await db.Groups.CountAsync(g => g.CommunityId == _community) >= 2)));
    }

    public async Task<ItemDraft> ItemAsync(RunnerWorld world, ItemKind kind) => kind switch
    {
        ItemKind.LinkGroup => world.Item(kind, _yard, community: _community),
        ItemKind.UnlinkGroup => world.Item(kind, _crew, community: _community),
        ItemKind.AddParticipant => world.Item(kind, _yard, _people[4]),
        ItemKind.PromoteParticipant => world.Item(kind, _yard, _people[0]),
        ItemKind.DemoteParticipant => world.Item(kind, _yard, _people[3]),
        ItemKind.RemoveParticipant => world.Item(kind, _yard, _people[1]),
        ItemKind.ApproveRequest or ItemKind.RejectRequest => await DecisionAsync(world, kind),
        ItemKind.UpdateProfile => world.Item(kind, _yard, payload: ItemPayload.Write(new ProfilePayload("Pier"))),
        ItemKind.UpdateSettings => world.Item(kind, _yard, payload: ItemPayload.Write(new SettingsPayload(new GatewayGroupSettings(OnlyAdminsSend: true)))),
        ItemKind.CreateCommunity => world.Item(kind, null, payload: ItemPayload.Write(new NewCommunityPayload("Old town", null, true))),
        ItemKind.CreateGroup => world.Item(kind, null, payload: NewGroup()),
        ItemKind.CreateSubgroup => world.Item(kind, null, community: _community, payload: NewGroup()),
        ItemKind.ResetInvite => world.Item(kind, _yard),
        ItemKind.Join => world.Item(kind, null, payload: ItemPayload.Write(new InvitePayload(_foreignCode))),
        ItemKind.Leave => world.Item(kind, _dock),
        ItemKind.DeactivateCommunity => world.Item(kind, null, community: _community),
        ItemKind.TransferOwnership => world.Item(kind, null, _people[0], _community),
        ItemKind.SendText => world.Item(kind, null, _people[0], payload: ItemPayload.Write(new TextPayload("Hello"))),
        ItemKind.SendGroupText => world.Item(kind, _yard, payload: ItemPayload.Write(new TextPayload("Hello all"))),
        ItemKind.SendInviteCard => world.Item(kind, _yard, _people[5], payload: ItemPayload.Write(new InvitationPayload("Yard", null, null))),
        ItemKind.SendInviteLink => world.Item(kind, _yard, _people[5], payload: ItemPayload.Write(new InvitationPayload("Yard", "Join {group}: {link}", null))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The town has nothing to do for it yet."),
    };

    /// <summary>The request in which it happens.</summary>
    public static RouteKind RouteOf(ItemKind kind) => kind switch
    {
        ItemKind.LinkGroup => RouteKind.Link,
        ItemKind.UnlinkGroup => RouteKind.Unlink,
        ItemKind.AddParticipant => RouteKind.Add,
        ItemKind.PromoteParticipant => RouteKind.Promote,
        ItemKind.DemoteParticipant => RouteKind.Demote,
        ItemKind.RemoveParticipant => RouteKind.Remove,
        ItemKind.ApproveRequest => RouteKind.Approve,
        ItemKind.RejectRequest => RouteKind.Reject,
        ItemKind.UpdateProfile => RouteKind.Profile,
        ItemKind.UpdateSettings => RouteKind.Settings,
        ItemKind.CreateCommunity => RouteKind.CreateCommunity,
        ItemKind.CreateGroup or ItemKind.CreateSubgroup => RouteKind.CreateGroup,
        ItemKind.ResetInvite => RouteKind.InviteReset,
        ItemKind.Join => RouteKind.Join,
        ItemKind.Leave => RouteKind.Leave,
        ItemKind.DeactivateCommunity => RouteKind.Deactivate,
        ItemKind.TransferOwnership => RouteKind.Transfer,
        _ => RouteKind.SendText,
    };

    /// <summary>How often it happened, by our own number's hand.</summary>
    public static int EffectsOf(RunnerWorld world, ItemKind kind, string? participant, long since) => world.World.Journal().Count(e =>
        e.Sequence > since && e.Actor == world.Desk.Phone && e.Kind == EffectOf(kind)
        && (kind != ItemKind.AddParticipant || participant!.StartsWith(e.Person!, StringComparison.Ordinal)));

    private static WorldEventKind EffectOf(ItemKind kind) => kind switch
    {
        ItemKind.LinkGroup => WorldEventKind.GroupLinked,
        ItemKind.UnlinkGroup => WorldEventKind.GroupUnlinked,
        ItemKind.AddParticipant => WorldEventKind.MemberAdded,
        ItemKind.PromoteParticipant => WorldEventKind.Promoted,
        ItemKind.DemoteParticipant => WorldEventKind.Demoted,
        ItemKind.RemoveParticipant => WorldEventKind.MemberRemoved,
        ItemKind.ApproveRequest => WorldEventKind.RequestApproved,
        ItemKind.RejectRequest => WorldEventKind.RequestRejected,
        ItemKind.UpdateProfile => WorldEventKind.Renamed,
        ItemKind.UpdateSettings => WorldEventKind.SettingsChanged,
        ItemKind.CreateCommunity => WorldEventKind.CommunityCreated,
        ItemKind.CreateGroup or ItemKind.CreateSubgroup => WorldEventKind.GroupCreated,
        ItemKind.ResetInvite => WorldEventKind.InviteReset,
        ItemKind.Join => WorldEventKind.MemberJoined,
        ItemKind.Leave => WorldEventKind.MemberLeft,
        ItemKind.DeactivateCommunity => WorldEventKind.CommunityDeactivated,
        ItemKind.TransferOwnership => WorldEventKind.OwnershipTransferred,
        _ => WorldEventKind.MessageSent,
    };

    /// <summary>With somebody in it: not every gateway creates an empty one.</summary>
    private string NewGroup() => ItemPayload.Write(new NewGroupPayload("Quay", null, [_people[5].PhoneJid], new GatewayGroupSettings()));

    private async Task<ItemDraft> DecisionAsync(RunnerWorld world, ItemKind kind)
    {
        await using var db = await world.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var request = await db.MembershipRequests.AsNoTracking().FirstOrDefaultAsync(TestContext.Current.CancellationToken);
        return world.Item(kind, _door, _people[5]) with { Participant = request?.ListedId ?? _people[5].PhoneJid, RequestId = request?.Id };
    }
}
