using AdminPortal.Features.Communities;
using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Features.Communities.Managed;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static AdminPortal.Tests.Communities.EstateScene;

namespace AdminPortal.Tests.Communities;

/// <summary>Communities that exist only in the console, for gateways that have none.</summary>
public sealed class ManagedCommunitiesTests
{
    private static readonly CapabilitySet s_withoutCommunities = TestVendor.Without(Capability.LinkGroup, "has no communities");

    [Theory, DatabaseData]
    public async Task Groups_stand_in_it_at_once_and_nothing_is_submitted(TestDatabase database)
    {
        using var scene = await new EstateScene(database, s_withoutCommunities).Group("Chess", ["dan"]).Group("Go", ["eve", "fay"]).Group("Tea", []).SaveAsync();

        var id = (await scene.Managed.CreateAsync(Operator, "  Board   games ", [], CancellationToken.None)).Value!;
        Assert.Equal(2, (await scene.Managed.PlaceAsync(Operator, id, [Id("Chess"), Id("Go")], CancellationToken.None)).Value);
        Assert.Equal(0, (await scene.Managed.PlaceAsync(Operator, id, [Id("Go")], CancellationToken.None)).Value);

        var estate = await scene.ReadAsync();
        var community = Assert.Single(estate.Communities);
        Assert.Equal(("Board games", true, false), (community.Parent.Name, community.Parent.IsKeptHere, community.Parent.IsPlaceholder));
        Assert.Equal(["Chess", "Go"], community.Subgroups.Select(g => g.Name));
        Assert.All(community.Subgroups, g => Assert.Equal((null, id), (g.CommunityId, g.KeptIn)));
        Assert.Equal(["Tea"], estate.Standalone.Select(g => g.Name));
        await using var db = database.Open();
        Assert.False(await db.Operations.AnyAsync());

        Assert.Equal(1, (await scene.Managed.PlaceAsync(Operator, null, [Id("Go"), Id("Tea")], CancellationToken.None)).Value);
        Assert.Equal(["Go", "Tea"], (await scene.ReadAsync()).Standalone.Select(g => g.Name));
    }

    [Theory, DatabaseData]
    public async Task Announcements_go_to_the_group_marked_for_it_and_to_no_other(TestDatabase database)
    {
        using var scene = await new EstateScene(database, s_withoutCommunities)
            .Group("Chess", ["dan"], role: MemberRole.Member)
            .Group("News", ["dan", "eve"], role: MemberRole.Member)
            .Group("Elsewhere", [])
            .SaveAsync();
        var id = (await scene.Managed.CreateAsync(Operator, "Games", [], CancellationToken.None)).Value!;
        await scene.Managed.PlaceAsync(Operator, id, [Id("Chess"), Id("News")], CancellationToken.None);

        Assert.Equal("no group of it is marked for announcements", Assert.Single(AnnouncementCandidate.All(await scene.ReadAsync())).Blocked);
        Assert.IsType<NotThere>((await scene.Managed.MarkAsync(Operator, id, Id("Elsewhere"), CancellationToken.None)).Failure);
        Assert.True((await scene.Managed.MarkAsync(Operator, id, Id("Chess"), CancellationToken.None)).Succeeded);
        Assert.True((await scene.Managed.MarkAsync(Operator, id, Id("News"), CancellationToken.None)).Succeeded);

        var estate = await scene.ReadAsync();
        Assert.Equal(("News", 1), (estate.Communities[0].Announcement?.Name, estate.Communities[0].Subgroups.Count));
        var plan = await scene.Announcer.PlanAsync(estate, [id], "Hello", CancellationToken.None);
        Assert.Equal("2 people in 1 community get it.", plan.Reach);
        var ticket = await scene.Announcer.AnnounceAsync(Operator, new AnnouncementOrder([id], "Hello", plan.Fingerprint, Guid.NewGuid()), CancellationToken.None);
        var item = Assert.Single((await scene.OperationAsync(ticket.Value!.OperationId)).Items);
        Assert.Equal((ItemKind.SendGroupText, Id("News")), (item.Kind, item.GroupId));

        // An ordinary group that was closed needs an admin, like any.
        await scene.ChangeAsync(db => db.Groups.Where(g => g.Id == Id("News")).ExecuteUpdateAsync(s => s.SetProperty(g => g.OnlyAdminsSend, true)));
        Assert.Equal("Desk must be an admin of its announcement group for this", AnnouncementCandidate.Of(await scene.ReadAsync(), (await scene.ReadAsync()).Communities[0]).Blocked);
    }

    [Theory, DatabaseData]
    public async Task A_group_that_a_real_community_takes_in_stands_there(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();
        var id = (await scene.Managed.CreateAsync(Operator, "Games", [], CancellationToken.None)).Value!;
        await scene.Managed.PlaceAsync(Operator, id, [Id("Chess")], CancellationToken.None);

        // Adoption is an ordinary plan: to the real world the group is in no community.
        var draft = new CommunityDraft();
        Assert.Equal(1, draft.Stage(await scene.ReadAsync(), [Id("Chess")], Id("Harbor")).Staged);
        var plan = await scene.PlanAsync([.. draft.Changes]);
        Assert.Equal((1, 0), (plan.Sendable.Count, plan.BlockedChanges));

        await scene.ChangeAsync(db => db.Groups.Where(g => g.Id == Id("Chess")).ExecuteUpdateAsync(s => s.SetProperty(g => g.CommunityId, Id("Harbor")).SetProperty(g => g.Kind, GroupKind.Subgroup)));
        var estate = await scene.ReadAsync();
        Assert.Equal(["Chess", "Crew"], estate.FindCommunity(Id("Harbor"))!.Subgroups.Select(g => g.Name));
        Assert.Empty(estate.FindCommunity(id)!.Subgroups);
    }

    [Theory, DatabaseData]
    public async Task What_belongs_to_a_real_community_is_not_arranged_here(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Community("Harbor", ("Crew", ["ann"])).SaveAsync();
        var id = (await scene.Managed.CreateAsync(Operator, "Games", [], CancellationToken.None)).Value!;

        foreach (var group in (string[])["Crew", "Harbor news", "Harbor"])
        {
            Assert.IsType<NotArrangeable>((await scene.Managed.PlaceAsync(Operator, id, [Id(group)], CancellationToken.None)).Failure);
        }

        // One that cannot begin with all that was chosen does not begin.
        Assert.IsType<NotArrangeable>((await scene.Managed.CreateAsync(Operator, "More games", [Id("Crew")], CancellationToken.None)).Failure);
        Assert.DoesNotContain((await scene.ReadAsync()).Communities, c => c.Parent.Name == "More games");
    }

    [Theory, DatabaseData]
    public async Task Dissolving_leaves_the_groups_and_everything_is_in_the_trail(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Group("Chess", ["dan"]).SaveAsync();
        var id = (await scene.Managed.CreateAsync(Operator, "Games", [], CancellationToken.None)).Value!;
        await scene.Managed.PlaceAsync(Operator, id, [Id("Chess")], CancellationToken.None);
        Assert.True((await scene.Managed.RenameAsync(Operator, id, "<b>Play</b>", CancellationToken.None)).Succeeded);
        Assert.Equal("<b>Play</b>", (await scene.ReadAsync()).Communities[0].Parent.Name);

        Assert.True((await scene.Managed.DissolveAsync(Operator, id, CancellationToken.None)).Succeeded);

        var estate = await scene.ReadAsync();
        Assert.Empty(estate.Communities);
        Assert.Equal(["Chess"], estate.Standalone.Select(g => g.Name));
        await using var db = database.Open();
        Assert.Equal(
            ["community.kept.arranged", "community.kept.created", "community.kept.dissolved", "community.kept.renamed"],
            await db.AuditEntries.Select(a => a.Action).Distinct().OrderBy(a => a).ToListAsync());
    }

    [Theory, DatabaseData]
    public async Task Asks_permission_a_name_that_can_be_seen_and_a_community_that_is_there(TestDatabase database)
    {
        using var scene = await new EstateScene(database).Group("Chess", []).SaveAsync();

        Assert.IsType<NotAllowed>((await scene.Managed.CreateAsync(Viewer, "Games", [], CancellationToken.None)).Failure);
        Assert.IsType<NotAllowed>((await scene.Managed.PlaceAsync(Viewer, null, [Id("Chess")], CancellationToken.None)).Failure);
        Assert.IsType<NotAllowed>((await scene.Managed.DissolveAsync(Viewer, ManagedCommunity.IdOf(Guid.NewGuid()), CancellationToken.None)).Failure);
        Assert.Equal(GroupText.NameField, (await scene.Managed.CreateAsync(Operator, "\u200B", [], CancellationToken.None)).Failure?.Field);
        Assert.IsType<NotThere>((await scene.Managed.PlaceAsync(Operator, ManagedCommunity.IdOf(Guid.NewGuid()), [Id("Chess")], CancellationToken.None)).Failure);
        Assert.IsType<NotThere>((await scene.Managed.MarkAsync(Operator, "kept-nonsense", null, CancellationToken.None)).Failure);
    }
}
