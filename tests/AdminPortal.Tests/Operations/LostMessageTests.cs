using AdminPortal.Data;
using AdminPortal.Features.Operations;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Operations;

/// <summary>
/// The console ends while a message is under way. Where the gateway knows the message by its key, asking again tells what
/// became of it; everywhere else a person is asked. Nowhere does it go out twice.
/// </summary>
public sealed class LostMessageTests
{
    public static TheoryData<Vendor> Others => [.. Enum.GetValues<Vendor>().Where(v => v != Vendor.Wadial)];

    [Theory]
    [DatabaseData]
    public async Task What_went_out_before_the_end_is_found_by_its_key(TestDatabase database)
    {
        await using var scene = await Scene.StartAsync(Vendor.Wadial, database);
        var id = await scene.SentAsync();
        await scene.EndAmidstAsync(id);

        var operation = await scene.World.FinishedAsync(id);

        Assert.Equal((OperationState.Completed, ItemState.Confirmed), (operation.State, operation.Items[0].State));
        Assert.Contains("under the same key", operation.Items[0].Detail, StringComparison.Ordinal);
        Assert.Equal((1, 2), (scene.World.World.Messages.Count, scene.Asked));
    }

    [Theory]
    [DatabaseData]
    public async Task What_never_left_goes_out_once(TestDatabase database)
    {
        await using var scene = await Scene.StartAsync(Vendor.Wadial, database);
        var id = await scene.World.SubmitAsync(OperationKind.Announce, scene.Items, startAt: TimeProvider.System.GetUtcNow().AddHours(1));
        await scene.EndAmidstAsync(id);

        var operation = await scene.World.FinishedAsync(id);

        Assert.Equal(ItemState.Confirmed, operation.Items[0].State);
        Assert.Equal((1, 1), (scene.World.World.Messages.Count, scene.Asked));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_gateway_without_keys_is_asked_nothing(Vendor vendor)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var scene = await Scene.StartAsync(vendor, database);
        var id = await scene.SentAsync();
        await scene.EndAmidstAsync(id);

        await scene.LeftToAPersonAsync(id);
    }

    [Fact]
    public async Task After_some_minutes_nobody_trusts_the_key_any_more()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var scene = await Scene.StartAsync(Vendor.Wadial, database);
        var id = await scene.SentAsync();
        await scene.EndAmidstAsync(id, ago: TimeSpan.FromMinutes(11));

        await scene.LeftToAPersonAsync(id);
    }

    [Fact]
    public async Task What_was_cancelled_meanwhile_is_not_asked_for_because_it_might_go_out_by_that()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var scene = await Scene.StartAsync(Vendor.Wadial, database);
        var id = await scene.SentAsync();
        await scene.EndAmidstAsync(id, cancelled: true);

        await scene.LeftToAPersonAsync(id);
    }

    private sealed class Scene(RunnerWorld world, TestDatabase database, string group) : IAsyncDisposable
    {
        public RunnerWorld World => world;

        public IReadOnlyList<ItemDraft> Items => [world.Item(ItemKind.SendGroupText, group, payload: ItemPayload.Write(new TextPayload("Doors open at nine")))];

        public int Asked => world.Far.Requests.Count(RouteKind.SendText);

        public static async Task<Scene> StartAsync(Vendor vendor, TestDatabase database)
        {
            var group = "";
            var world = await RunnerWorld.StartAsync(vendor, b => group = b.AddGroup("Yard", b.AddPeople(2)), database);
            return new Scene(world, database, group);
        }

        public async Task<Guid> SentAsync()
        {
            var id = await world.SubmitAsync(OperationKind.Announce, Items);
            await world.FinishedAsync(id);
            return id;
        }

        /// <summary>As the database is found when the console ended between the call and its answer.</summary>
        public async Task EndAmidstAsync(Guid id, TimeSpan ago = default, bool cancelled = false)
        {
            await world.Host.DisposeAsync();
            await using var db = database.Open();
            var sentAt = TimeProvider.System.GetUtcNow() - ago;
            await db.Operations.Where(o => o.Id == id).ExecuteUpdateAsync(o => o
                .SetProperty(x => x.State, OperationState.Running)
                .SetProperty(x => x.StartAt, (DateTimeOffset?)null)
                .SetProperty(x => x.FinishedAt, (DateTimeOffset?)null)
                .SetProperty(x => x.CancelRequested, cancelled));
            await db.OperationItems.Where(i => i.OperationId == id).ExecuteUpdateAsync(i => i
                .SetProperty(x => x.State, ItemState.Sending)
                .SetProperty(x => x.SentAt, (DateTimeOffset?)sentAt)
                .SetProperty(x => x.SettledAt, (DateTimeOffset?)null));
            await world.RestartAsync();
        }

        public async Task LeftToAPersonAsync(Guid id)
        {
            var operation = await world.ReachedAsync(id, OperationState.NeedsAttention);
            Assert.Equal(ItemState.Unknown, operation.Items[0].State);
            Assert.Equal((1, 1), (world.World.Messages.Count, Asked));
        }

        public ValueTask DisposeAsync() => world.DisposeAsync();
    }
}
