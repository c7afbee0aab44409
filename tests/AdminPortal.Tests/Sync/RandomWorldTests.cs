using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Sync;

/// <summary>Whatever happens in the world, after a sync the cache is what our numbers can see.</summary>
public sealed class RandomWorldTests
{
    private const int Sequences = 50;
    private const int ChangesPerSequence = 8;

    [Theory, DatabaseData(1)]
    public async Task After_any_changes_a_sync_shows_the_world(TestDatabase database, int seed)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, SyncRoundTests.Furnish);
        var (north, south) = await SyncRoundTests.ConnectBothAsync(bench);
        var random = new Random(seed);
        List<string> history = [];
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            for (var i = 0; i < ChangesPerSequence; i++)
            {
                history.Add(Change(bench.World, random));
            }

            bench.LetEverythingGetOld();
            await bench.SyncAsync(north, south);
            // What looked suspicious and was true is believed the second time.
            bench.Time.Advance(bench.SyncOptions.SuspicionHold);
            await bench.SyncAsync(north, south);
            try
            {
                await WorldView.AssertCachedAsync(bench, (north, bench.World.Numbers[0]), (south, bench.World.Numbers[1]));
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, sequence {sequence}: {string.Join("; ", history.TakeLast(ChangesPerSequence))}\n{exception}");
            }
        }
    }

    private static string Change(WhatsAppWorld world, Random random)
    {
        var groups = world.AllGroups();
        var group = world.FindGroup(groups[random.Next(groups.Count)].Id)!;
        var person = world.People[random.Next(world.People.Count)].Phone;
        var member = group.Members.Length == 0 ? person : group.Members[random.Next(group.Members.Length)].Person.Phone;
        var admin = group.Members.FirstOrDefault(m => m.Role == MemberRole.SuperAdmin)?.Person.Phone ?? member;
        var community = groups.First(g => g.Kind == GroupKind.Community);
        switch (random.Next(12))
        {
            case 0 or 1:
                return $"join {group.Name} {person} {world.Join(person, group.InviteCode).Refusal}";
            case 2:
                return $"leave {group.Name} {member} {world.Leave(member, group.Id).Refusal}";
            case 3:
                return $"promote {group.Name} {member} {world.Promote(admin, group.Id, [member]).Refusal}";
            case 4:
                return $"demote {group.Name} {member} {world.Demote(admin, group.Id, [member]).Refusal}";
            case 5:
                return $"rename {group.Name} {world.Rename(admin, group.Id, $"Name {random.Next(1000)}").Refusal}";
            case 6:
                return $"describe {group.Name} {world.ChangeDescription(admin, group.Id, $"Text {random.Next(1000)}").Refusal}";
            case 7:
                var settings = new SettingsChange(
                    AdminsOnlySend: random.Next(2) == 0, AdminsOnlyAdd: random.Next(2) == 0, ApprovalRequired: random.Next(2) == 0);
                return $"settings {group.Name} {world.ChangeSettings(admin, group.Id, settings).Refusal}";
            case 8:
                return $"link {group.Name} {world.Link(world.Numbers[0].Phone, community.Id, [group.Id]).Refusal}";
            case 9 when group.CommunityId is { } parent:
                return $"unlink {group.Name} {world.Unlink(world.Numbers[0].Phone, parent, [group.Id]).Refusal}";
            case 10 when groups.Count < 14:
                var owner = world.Numbers[random.Next(2)].Phone;
                return $"create {world.CreateGroup(owner, $"New {random.Next(1000)}", [person]).Refusal}";
            default:
                return $"remove {group.Name} {member} {world.Remove(admin, group.Id, [member]).Refusal}";
        }
    }
}
