using System.Diagnostics;
using AdminPortal.Data;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Communities;

public sealed class CommunityDirectoryTests
{
    [Theory, DatabaseData]
    public async Task Arranges_communities_with_their_groups_and_the_rest(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        await scene
            .Community("Harbor", ("Crew", ["ann", "ben"]), ("Anglers", ["cid"]))
            .Group("Chess", ["dan"])
            .Group("Riddle", [], kind: GroupKind.Unknown, readMembers: false)
            .Group("Gone", [], shape: g => g.GoneAt = scene.Time.GetUtcNow())
            .Request("Crew", "dan")
            .SaveAsync();

        var estate = await scene.ReadAsync();

        var harbor = Assert.Single(estate.Communities);
        Assert.Equal("Harbor", harbor.Parent.Name);
        Assert.Equal("Harbor news", harbor.Announcement?.Name);
        Assert.Equal(["Anglers", "Crew"], harbor.Subgroups.Select(g => g.Name));
        Assert.Equal(3, harbor.People);
        Assert.Equal(1, harbor.Requests);
        Assert.Equal(["Chess"], estate.Standalone.Select(g => g.Name));
        Assert.Equal(["Riddle"], estate.Unplaced.Select(g => g.Name));
        Assert.Equal(5, estate.GroupCount);
        var crew = estate.Find(EstateScene.Id("Crew"))!;
        Assert.Equal((1, "Admin", 2), (crew.Requests, crew.RoleWords, crew.Members));
        Assert.Equal("from the group list, by Desk", crew.ReadOrigin);
    }

    [Theory, DatabaseData]
    public async Task Shows_subgroups_that_none_of_our_numbers_can_read_as_placeholders(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        await scene.Community("Harbor", ("Crew", ["ann"])).Group("Secret", [], community: "Harbor", ours: false, readMembers: false).SaveAsync();

        var estate = await scene.ReadAsync();

        Assert.True(estate.Find(EstateScene.Id("Secret"))!.IsPlaceholder);
        Assert.Equal("Not in it", estate.Find(EstateScene.Id("Secret"))!.RoleWords);
    }

    [Theory, DatabaseData]
    public async Task Keeps_groups_of_a_community_that_was_never_seen_itself(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        await scene.Group("Crew", ["ann"], community: "Unseen").SaveAsync();

        var estate = await scene.ReadAsync();

        var community = Assert.Single(estate.Communities);
        Assert.True(community.Parent.IsPlaceholder);
        Assert.Equal("Crew", Assert.Single(community.Subgroups).Name);
    }

    [Theory, DatabaseData]
    public async Task Marks_what_unsettled_operations_are_about_and_forgets_settled_ones(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        await scene.Community("Harbor", ("Crew", ["ann"])).Group("Chess", ["dan"]).SaveAsync();
        var ticket = (await scene.Operations.SubmitAsync(
            EstateScene.Operator,
            new OperationDraft(OperationKind.ApplyPlan, "Link", "x", Interactive: true,
            [
                new ItemDraft(ItemKind.LinkGroup, scene.DeskNumber, "Chess") { GroupId = EstateScene.Id("Chess"), CommunityId = EstateScene.Id("Harbor") },
                new ItemDraft(ItemKind.CreateGroup, scene.DeskNumber, "New one") { CommunityId = EstateScene.Id("Harbor") },
            ]),
            CancellationToken.None)).Value!;

        var pending = await scene.ReadAsync();
        await scene.ChangeAsync(db => db.OperationItems.Where(i => i.OperationId == ticket.OperationId).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ItemState.Confirmed)));
        var settled = await scene.ReadAsync();

        Assert.Equal("Linking to Harbor", Assert.Single(pending.Find(EstateScene.Id("Chess"))!.Pending).Text);
        Assert.Null(pending.Find(EstateScene.Id("Chess"))!.CommunityId);
        Assert.Equal("New one", Assert.Single(pending.BeingCreated).Name);
        Assert.Empty(settled.Find(EstateScene.Id("Chess"))!.Pending);
        Assert.Empty(settled.BeingCreated);
    }

    [Theory, DatabaseData]
    public async Task Tells_doubtful_reads_and_hides_marks_that_turn_text_around(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        await scene
            .Group("Chess", ["dan"], shape: g => g.Name = "\u202Egnihsihp\u202C <script>")
            .Add(new GroupReading { GroupId = EstateScene.Id("Chess"), Aspect = GroupAspect.Detail, Origin = ReadingOrigin.Detail, ConnectionId = scene.DeskNumber, Suspicion = "half the members are gone" })
            .SaveAsync();

        var chess = Assert.Single((await scene.ReadAsync()).Standalone);

        Assert.Equal("gnihsihp <script>", chess.Name);
        Assert.Equal("half the members are gone", chess.Suspicion);
    }

    [Theory, DatabaseData]
    public async Task Reads_ten_thousand_groups_with_as_many_queries_as_ten(TestDatabase database)
    {
        using var scene = new EstateScene(database);
        for (var c = 0; c < 200; c++)
        {
            scene.Community($"c{c}");
            for (var g = 0; g < 48; g++)
            {
                scene.Group($"g{c}-{g}", [], community: $"c{c}", readMembers: false, shape: x => x.MemberCount = 100);
            }
        }

        await scene.SaveAsync();
        _ = await scene.ReadAsync();
        var watch = Stopwatch.StartNew();

        var estate = await scene.ReadAsync();

        Assert.Equal(200 * 49, estate.GroupCount);
        // A generous ceiling: a query per row would take many times this.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"It took {watch.Elapsed}.");
    }
}
