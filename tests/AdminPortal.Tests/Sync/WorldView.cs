using AdminPortal.Features.Approvals;
using AdminPortal.Gateways.Model;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using Microsoft.EntityFrameworkCore;
using GroupKind = AdminPortal.Gateways.Model.GroupKind;
using MemberRole = AdminPortal.Gateways.Model.MemberRole;

namespace AdminPortal.Tests.Sync;

/// <summary>Says whether the cache holds exactly what our numbers can see of the world.</summary>
internal static class WorldView
{
    public static async Task AssertCachedAsync(SyncBench bench, params IReadOnlyList<(Guid Connection, WorldNumber Number)> numbers)
    {
        await using var db = bench.Open();
        var ending = TestContext.Current.CancellationToken;
        HashSet<string> seen = [];
        foreach (var (connection, number) in numbers)
        {
            var visible = bench.World.Groups(number.Phone).Value.Select(g => g.Id).ToHashSet();
            seen.UnionWith(visible);
            var listed = await db.GroupConnections.Where(r => r.ConnectionId == connection && r.GoneAt == null).Select(r => r.GroupId).ToListAsync(ending);
            Assert.Equal(visible.Order(), listed.Order());
        }

        Assert.Equal(seen.Order(), (await db.Groups.Where(g => g.GoneAt == null).Select(g => g.Id).ToListAsync(ending)).Order());
        foreach (var id in seen)
        {
            await AssertGroupAsync(bench, id, [.. numbers.Select(n => n.Number)]);
        }
    }

    /// <summary>The same for one number behind any vendor: what its gateway never shows is not expected.</summary>
    public static async Task AssertSeenAsync(SyncBench bench, Guid connection, WorldNumber number)
    {
        var ending = TestContext.Current.CancellationToken;
        await using var db = bench.Open();
        var visible = bench.World.Groups(number.Phone).Value.Select(g => g.Id).Order().ToList();
        Assert.Equal(visible, (await db.GroupConnections.Where(r => r.ConnectionId == connection && r.GoneAt == null).Select(r => r.GroupId).ToListAsync(ending)).Order());
        foreach (var id in visible)
        {
            await AssertSeenAsync(bench, bench.World.FindGroup(id)!, number);
        }
    }

    private static async Task AssertSeenAsync(SyncBench bench, GroupView real, WorldNumber number)
    {
        var ending = TestContext.Current.CancellationToken;
        await using var db = bench.Open();
        var cached = await db.Groups.AsNoTracking().SingleAsync(g => g.Id == real.Id, ending);
        Assert.Null(cached.GoneAt);
        Assert.Equal((real.Name, real.Description), (cached.Name, cached.Description));
        Assert.Equal((real.Settings.AdminsOnlySend, real.Settings.AdminsOnlyEdit), (cached.OnlyAdminsSend, cached.OnlyAdminsEdit));
        if (number.Vendor != Vendor.Wawp)
        {
            Assert.Equal(real.CommunityId, cached.CommunityId);
            Assert.Equal(KindOf(real), cached.Kind);
            Assert.Equal(real.Settings.AdminsOnlyAdd, cached.OnlyAdminsAdd);
        }

        if (number.Vendor is Vendor.RyzeApi or Vendor.Wadial)
        {
            Assert.Equal(real.Settings.ApprovalRequired, cached.ApprovalRequired);
        }

        var isAdmin = real.Members.Any(m => m.Person.Phone == number.Phone && m.IsAdmin);
        if (real.Kind != AdminPortal.Simulator.World.GroupKind.Announcement || isAdmin)
        {
            Assert.Equal(real.MemberCount, cached.MemberCount);
            var members = await (
                from membership in db.Memberships
                join person in db.People on membership.PersonId equals person.Id
                where membership.GroupId == real.Id && membership.GoneAt == null
                select new { person.PhoneKey, person.LidKey, membership.Role }).ToListAsync(ending);
            // Some gateways show no LIDs, all of them a phone or a LID.
            Assert.Equal(
                real.Members.Select(m => (m.Person.Phone, (MemberRole)m.Role)).Order(),
                members.Select(m => (bench.World.FindPerson(m.PhoneKey ?? m.LidKey!)?.Phone ?? "nobody", m.Role)).Order());
        }

        if (isAdmin && number.Vendor != Vendor.Wawp)
        {
            var waiting = await (
                from request in db.MembershipRequests
                join person in db.People on request.PersonId equals person.Id
                where request.GroupId == real.Id && request.State == RequestState.Waiting
                select person.LidKey ?? person.PhoneKey!).ToListAsync(ending);
            Assert.Equal(
                bench.World.Waiting(real.Id).Select(w => w.Phone).Order(),
                waiting.Select(w => bench.World.FindPerson(w)?.Phone ?? "nobody").Order());
        }
    }

    private static async Task AssertGroupAsync(SyncBench bench, string id, IReadOnlyList<WorldNumber> numbers)
    {
        await using var db = bench.Open();
        var ending = TestContext.Current.CancellationToken;
        var real = bench.World.FindGroup(id)!;
        var cached = await db.Groups.AsNoTracking().SingleAsync(g => g.Id == id, ending);
        Assert.Equal(
            (real.Name, real.Description, real.CommunityId, real.MemberCount),
            (cached.Name, cached.Description, cached.CommunityId, cached.MemberCount));
        Assert.Equal(
            (real.Settings.AdminsOnlySend, real.Settings.AdminsOnlyEdit, real.Settings.AdminsOnlyAdd, real.Settings.ApprovalRequired),
            (cached.OnlyAdminsSend, cached.OnlyAdminsEdit, cached.OnlyAdminsAdd, cached.ApprovalRequired));
        Assert.Equal(KindOf(real), cached.Kind);

        var isAdmin = numbers.Any(n => real.Members.Any(m => m.Person.Phone == n.Phone && m.IsAdmin));
        if (real.Kind != AdminPortal.Simulator.World.GroupKind.Announcement || isAdmin)
        {
            var members = await (
                from membership in db.Memberships
                join person in db.People on membership.PersonId equals person.Id
                where membership.GroupId == id && membership.GoneAt == null
                select new { Key = person.LidKey!, membership.Role }).ToListAsync(ending);
            Assert.Equal(
                real.Members.Select(m => (m.Person.LidJid, (MemberRole)m.Role)).Order(),
                members.Select(m => (m.Key, m.Role)).Order());
        }

        if (isAdmin && real.Settings.ApprovalRequired)
        {
            var waiting = await (
                from request in db.MembershipRequests
                join person in db.People on request.PersonId equals person.Id
                where request.GroupId == id && request.State == RequestState.Waiting
                select person.LidKey!).ToListAsync(ending);
            Assert.Equal(bench.World.Waiting(id).Select(w => bench.World.FindPerson(w.Phone)!.LidJid).Order(), waiting.Order());
        }
    }

    private static GroupKind KindOf(GroupView real) => real.Kind switch
    {
        AdminPortal.Simulator.World.GroupKind.Community => GroupKind.CommunityParent,
        AdminPortal.Simulator.World.GroupKind.Announcement => GroupKind.Announcement,
        _ => real.CommunityId is null ? GroupKind.Standalone : GroupKind.Subgroup,
    };
}
