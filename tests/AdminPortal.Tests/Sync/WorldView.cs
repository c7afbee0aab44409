using AdminPortal.Features.Approvals;
using AdminPortal.Gateways.Model;
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
        Assert.Equal(
            real.Kind switch
            {
                AdminPortal.Simulator.World.GroupKind.Community => GroupKind.CommunityParent,
                AdminPortal.Simulator.World.GroupKind.Announcement => GroupKind.Announcement,
                _ => real.CommunityId is null ? GroupKind.Standalone : GroupKind.Subgroup,
            },
            cached.Kind);

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
}
