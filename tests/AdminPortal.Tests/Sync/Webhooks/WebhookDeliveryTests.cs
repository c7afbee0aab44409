using AdminPortal.Features.Approvals;
using AdminPortal.Features.Sync;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Quartz;
using SessionState = AdminPortal.Gateways.Model.SessionState;

namespace AdminPortal.Tests.Sync.Webhooks;

/// <summary>What gateways really deliver, with and without faults, shows in the console.</summary>
public sealed class WebhookDeliveryTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task What_each_gateway_tells_is_looked_at(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        foreach (var vendor in Enum.GetValues<Vendor>())
        {
            await world.SubscribeAsync(vendor);
        }

        var newcomer = world.Build.AddPerson("Newcomer");
        var asks = world.Build.AddPerson("Asks");
        // RyzeAPI and Wawp tell of members, Whapi of requests, too; Wadial of its session alone.
        var ofRyze = OwnGroup(world, Vendor.RyzeApi);
        var ofWawp = OwnGroup(world, Vendor.Wawp);
        var leaver = ofWawp.Members.First(m => m.Person.Phone != world.NumberOf(Vendor.Wawp).Phone).Person;
        var alone = world.World.AllGroups().Single(g => g.Name == "Alone");
        world.World.Join(newcomer.Phone, ofRyze.InviteCode);
        world.World.Leave(leaver.Phone, ofWawp.Id);
        world.World.Join(asks.Phone, alone.InviteCode);
        world.World.SetSession(world.NumberOf(Vendor.Wadial).Phone, AdminPortal.Simulator.World.SessionState.Disconnected);

        await world.UntilAsync(db => db.MembershipChanges.AnyAsync(
            c => c.GroupId == ofRyze.Id && c.Origin == ReadingOrigin.Webhook && db.People.Any(p => p.Id == c.PersonId && p.LidKey == newcomer.LidJid)));
        await world.UntilAsync(db => db.MembershipChanges.AnyAsync(
            c => c.GroupId == ofWawp.Id && c.Origin == ReadingOrigin.Webhook && db.People.Any(p => p.Id == c.PersonId && p.PhoneKey == leaver.PhoneJid)));
        await world.UntilAsync(db => db.MembershipRequests.AnyAsync(
            r => r.GroupId == alone.Id && r.State == RequestState.Waiting && db.People.Any(p => p.Id == r.PersonId && p.PhoneKey == asks.PhoneJid)));
        await world.UntilAsync(db => db.Connections.AnyAsync(c => c.Id == world.IdOf(Vendor.Wadial) && c.Session == SessionState.Disconnected));
        foreach (var vendor in Enum.GetValues<Vendor>())
        {
            var status = await world.StatusAsync(vendor);
            Assert.True(status is { Accepted: > 0, Refused: 0, DeadCount: 0, LastReceivedAt: not null }, $"{vendor}: {status}");
        }
    }

    [Theory, DatabaseData]
    public async Task Repeated_and_reordered_events_end_in_what_is_true(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        foreach (var vendor in new[] { Vendor.RyzeApi, Vendor.Whapi, Vendor.Wawp })
        {
            await world.SubscribeAsync(vendor);
        }

        world.Far.Faults.Everyone.Sometimes(FaultKind.RepeatDelivery, 0.5).Sometimes(FaultKind.ReorderDelivery, 0.4);
        var group = world.World.AllGroups().Single(g => g.Name == "Crew 1");
        foreach (var person in world.Build.AddPeople(15, "Guest"))
        {
            world.World.Join(person.Phone, group.InviteCode);
            world.World.Leave(world.World.FindGroup(group.Id)!.Members.First(m => !m.IsAdmin).Person.Phone, group.Id);
            if (person.Phone[^1] % 3 == 0)
            {
                world.World.Leave(person.Phone, group.Id);
            }
        }

        var real = world.World.FindGroup(group.Id)!.Members.Select(m => m.Person.LidJid).Order().ToList();
        await world.UntilAsync(async db => (await (
            from membership in db.Memberships
            join person in db.People on membership.PersonId equals person.Id
            where membership.GroupId == @group.Id && membership.GoneAt == null
            select person.LidKey!).ToListAsync(Ending)).Order().SequenceEqual(real));
        await world.UntilAsync(Vendor.Wawp, s => s is { Repeated: > 0, Waiting: 0 });
        Assert.Equal(0, (await world.StatusAsync(Vendor.RyzeApi)).DeadCount);
    }

    [Theory, DatabaseData]
    public async Task What_was_lost_on_the_way_the_next_sync_finds(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        await world.SubscribeAsync(Vendor.RyzeApi);
        world.Far.Faults.Everyone.Always(FaultKind.LoseDelivery);
        var group = OwnGroup(world, Vendor.RyzeApi);
        var newcomer = world.Build.AddPerson("Newcomer");
        world.World.Join(newcomer.Phone, group.InviteCode);

        await world.Get<SyncDesk>().RequestAsync(WebhookWorld.Administrator, group.Id, Ending);

        await world.UntilAsync(db => db.MembershipChanges.AnyAsync(
            c => c.GroupId == group.Id && c.Origin == ReadingOrigin.Detail && db.People.Any(p => p.Id == c.PersonId && p.LidKey == newcomer.LidJid)));
        Assert.Equal(0, (await world.StatusAsync(Vendor.RyzeApi)).Accepted);
    }

    [Theory, DatabaseData]
    public async Task Many_events_about_one_group_are_few_reads_and_no_secret_is_kept(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var subscription = await world.SubscribeAsync(Vendor.RyzeApi);
        var group = OwnGroup(world, Vendor.RyzeApi);
        var before = world.Far.Requests.All.Count(r => r.Route == RouteKind.GroupDetail);
        var guests = world.Build.AddPeople(40, "Guest");

        // However quick the machine, all of them wait before the first is looked at.
        var scheduler = await world.Get<ISchedulerFactory>().GetScheduler(Ending);
        await scheduler.Standby(Ending);
        foreach (var person in guests)
        {
            world.World.Join(person.Phone, group.InviteCode);
        }

        await world.UntilAsync(Vendor.RyzeApi, s => s.Accepted >= 40);
        await scheduler.Start(Ending);
        await world.UntilAsync(Vendor.RyzeApi, s => s.Waiting == 0);
        Assert.InRange(world.Far.Requests.All.Count(r => r.Route == RouteKind.GroupDetail) - before, 1, 20);
        await world.UntilAsync(db => db.WebhookDeliveries.AllAsync(d => d.State == DeliveryState.Done && d.Body != null
            && !d.Body.Contains(world.NumberOf(Vendor.RyzeApi).Token) && !d.Body.Contains(subscription.Authorization)));
    }

    private static GroupView OwnGroup(WebhookWorld world, Vendor vendor) =>
        world.World.FindGroup(world.World.AllGroups().Single(g => g.Name == $"Of {world.NumberOf(vendor).Phone}").Id)!;
}
