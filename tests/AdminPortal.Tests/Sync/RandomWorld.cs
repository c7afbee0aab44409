using AdminPortal.Features.Connections;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using GatewaySettingsChange = AdminPortal.Gateways.Model.GroupSettings;
using GroupKind = AdminPortal.Simulator.World.GroupKind;
using MemberRole = AdminPortal.Simulator.World.MemberRole;

namespace AdminPortal.Tests.Sync;

/// <summary>One number in a world in which anything may happen, by others and through the number's own gateway.</summary>
internal sealed class RandomWorld(SyncBench bench, Guid desk, Random random)
{
    private const int MostGroups = 12;
    private const int PeopleInWorld = 24;

    private readonly string _number = bench.World.Numbers[0].Phone;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private WhatsAppWorld World => bench.World;

    public static void Furnish(WorldBuilder builder, Vendor vendor)
    {
        var number = builder.AddNumber("Desk", vendor: vendor).Phone;
        var people = builder.AddPeople(PeopleInWorld);
        var hidden = builder.AddPerson("Hidden", p => p with { HidesPhone = true });
        var (community, _) = builder.AddCommunity("Harbor", description: "All crews");
        var (other, _) = builder.AddCommunity("Valley", owner: people[1].Phone, admins: [number]);
        builder.AddGroup("Crew 1", community, members: [.. people.Take(9).Select(p => p.Phone), hidden.Phone]);
        builder.AddGroup("Crew 2", other, members: [.. people.Skip(6).Take(9).Select(p => p.Phone)], admins: [people[6].Phone, number], owner: people[1].Phone);
        builder.AddGroup("Alone", members: [.. people.Take(4).Select(p => p.Phone), hidden.Phone], settings: new(ApprovalRequired: true));
        builder.AddGroup("Loose", members: [.. people.Skip(12).Take(4).Select(p => p.Phone)]);
        builder.AddGroup("Foreign", members: [number, people[3].Phone], owner: people[0].Phone);
    }

    /// <summary>Half by others, half through the gateway. Most of what is tried is allowed; what is not must do no harm either.</summary>
    public async Task<string> StepAsync()
    {
        var groups = World.AllGroups();
        var group = World.FindGroup(groups[random.Next(groups.Count)].Id)!;
        return random.Next(2) == 0 ? Elsewhere(groups, group) : await ThroughGatewayAsync(groups, group);
    }

    /// <summary>Everything is old, and what looked suspicious and was true is believed the second time.</summary>
    public async Task SyncAsync()
    {
        bench.LetEverythingGetOld();
        await bench.SyncAsync(desk);
        bench.Time.Advance(bench.SyncOptions.SuspicionHold + bench.SyncOptions.RetryAfter);
        await bench.SyncAsync(desk);
    }

    private string Elsewhere(IReadOnlyList<GroupView> groups, GroupView group)
    {
        var person = AnyPerson();
        var member = AnyMember(group);
        var admin = group.Members.FirstOrDefault(m => m.Role == MemberRole.SuperAdmin)?.Person.Phone ?? member;
        switch (random.Next(13))
        {
            case 0 or 1:
                return $"join {group.Name} {person} {World.Join(person, group.InviteCode).Refusal}";
            case 2:
                return $"leave {group.Name} {member} {World.Leave(member, group.Id).Refusal}";
            case 3:
                return $"promote {group.Name} {member} {World.Promote(admin, group.Id, [member]).Refusal}";
            case 4:
                return $"demote {group.Name} {member} {World.Demote(admin, group.Id, [member]).Refusal}";
            case 5:
                return $"rename {group.Name} {World.Rename(admin, group.Id, $"Name {random.Next(1000)}").Refusal}";
            case 6:
                return $"describe {group.Name} {World.ChangeDescription(admin, group.Id, $"Text {random.Next(1000)}").Refusal}";
            case 7:
                var settings = new SettingsChange(
                    AdminsOnlySend: random.Next(2) == 0, AdminsOnlyAdd: random.Next(2) == 0, ApprovalRequired: random.Next(2) == 0);
                return $"settings {group.Name} {World.ChangeSettings(admin, group.Id, settings).Refusal}";
            case 8:
                var community = AnyCommunity(groups);
                return $"link {group.Name} {World.Link(OwnerOf(community), community.Id, [group.Id]).Refusal}";
            case 9 when group.CommunityId is { } parent:
                return $"unlink {group.Name} {World.Unlink(OwnerOf(World.FindGroup(parent)!), parent, [group.Id]).Refusal}";
            case 10 when group.Members.Any(m => m.Person.Phone != _number):
                return $"withdraw {group.Name} {World.WithdrawRequest(person, group.Id).Refusal}";
            case 11:
                return $"remove us {group.Name} {(random.Next(4) == 0 ? World.Remove(admin, group.Id, [_number]).Refusal : World.Add(admin, group.Id, [_number]).Refusal)}";
            default:
                return $"remove {group.Name} {member} {World.Remove(admin, group.Id, [member]).Refusal}";
        }
    }

    private async Task<string> ThroughGatewayAsync(IReadOnlyList<GroupView> groups, GroupView group)
    {
        var gateway = await bench.Get<GatewaySwitchboard>().ConnectAsync(desk, OpenRequestGate.Instance, Ending) ?? throw new InvalidOperationException("Removed.");
        var id = GroupId.Parse(group.Id);
        var person = ParticipantId.Parse(World.FindPerson(AnyPerson())!.PhoneJid);
        var member = ParticipantId.Parse(World.FindPerson(AnyMember(group))!.PhoneJid);
        var waiting = World.Waiting(group.Id).Select(w => World.FindPerson(w.Phone)!).Select(p => ParticipantId.Parse(p.LidJid)).Take(2).ToList();
        switch (random.Next(14))
        {
            case 0 or 1 or 2:
                return $"gateway add {group.Name} {person} {Words(await gateway.AddParticipantsAsync(id, [person], Ending))}";
            case 3:
                return $"gateway remove {group.Name} {member} {Words(await gateway.RemoveParticipantsAsync(id, [member], Ending))}";
            case 4:
                return $"gateway promote {group.Name} {member} {Words(await gateway.PromoteAsync(id, [member], Ending))}";
            case 5:
                return $"gateway demote {group.Name} {member} {Words(await gateway.DemoteAsync(id, [member], Ending))}";
            case 6:
                var profile = new ProfileChange($"Own {random.Next(1000)}", $"Own text {random.Next(1000)}");
                return $"gateway profile {group.Name} {Words(await gateway.UpdateProfileAsync(id, profile, Ending))}";
            case 7:
                var settings = random.Next(3) switch
                {
                    0 => new GatewaySettingsChange(OnlyAdminsSend: random.Next(2) == 0),
                    1 => new GatewaySettingsChange(OnlyAdminsEdit: random.Next(2) == 0),
                    _ => new GatewaySettingsChange(ApprovalRequired: random.Next(2) == 0),
                };
                return $"gateway settings {group.Name} {Words(await gateway.UpdateSettingsAsync(id, settings, Ending))}";
            case 8:
                return $"gateway link {group.Name} {Words(await gateway.LinkAsync(CommunityId.Parse(AnyCommunity(groups).Id), [id], Ending))}";
            case 9 when group.CommunityId is { } parent:
                return $"gateway unlink {group.Name} {Words(await gateway.UnlinkAsync(CommunityId.Parse(parent), [id], Ending))}";
            case 10 when groups.Count < MostGroups:
                var created = new NewGroup($"New {random.Next(1000)}", Description: null, [person], new GatewaySettingsChange());
                return random.Next(2) == 0
                    ? $"gateway create {Words(await gateway.CreateGroupAsync(created, Ending))}"
                    : $"gateway create inside {Words(await gateway.CreateSubgroupAsync(CommunityId.Parse(AnyCommunity(groups).Id), created, Ending))}";
            case 11 when waiting.Count > 0:
                return $"gateway approve {group.Name} {Words(await gateway.ApproveAsync(id, waiting, Ending))}";
            case 12 when waiting.Count > 0:
                return $"gateway reject {group.Name} {Words(await gateway.RejectAsync(id, waiting, Ending))}";
            default:
                return $"gateway reset link {group.Name} {Words(await gateway.ResetInviteAsync(id, Ending))}";
        }
    }

    private string AnyPerson() => World.People[random.Next(World.People.Count)].Phone;

    private string AnyMember(GroupView group) => group.Members.Length == 0 ? AnyPerson() : group.Members[random.Next(group.Members.Length)].Person.Phone;

    private GroupView AnyCommunity(IReadOnlyList<GroupView> groups)
    {
        var communities = groups.Where(g => g.Kind == GroupKind.Community).ToList();
        return World.FindGroup(communities[random.Next(communities.Count)].Id)!;
    }

    private string OwnerOf(GroupView community) => community.Members.FirstOrDefault(m => m.Role == MemberRole.SuperAdmin)?.Person.Phone ?? _number;

    private static string Words<T>(GatewayResult<T> result) => result.Succeeded ? "ok" : result.Failure.Kind.ToString();
}
