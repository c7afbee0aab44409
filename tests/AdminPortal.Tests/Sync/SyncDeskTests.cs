using AdminPortal.Features.Connections;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Sync;

/// <summary>"Ask now" in the whole host, with its scheduler, on both databases.</summary>
public sealed class SyncDeskTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task An_operator_who_asks_now_sees_what_is_true_now(TestDatabase database)
    {
        var group = "";
        // Nothing but the question would read again within the test.
        await using var world = await RunnerWorld.StartAsync(
            b => group = b.AddGroup("Harbor Crew", b.AddPeople(3)), database, ("Sync:ListEvery", "01:00:00"));
        await UntilAsync(world, async () => await CountAsync(world, group) == 4);
        var newcomer = world.Build.AddPerson("Newcomer");
        world.Build.AddMember(group, newcomer.Phone);

        var asked = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, group, Ending));

        Assert.True(asked.Succeeded, asked.Failure?.Message);
        await UntilAsync(world, async () => await CountAsync(world, group) == 5);
    }

    [Theory, DatabaseData]
    public async Task A_group_that_nobody_is_in_cannot_be_asked(TestDatabase database)
    {
        await using var world = await RunnerWorld.StartAsync(_ => { }, database);

        var asked = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, SyncBench.IdOf(1), Ending));
        var number = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, Guid.NewGuid(), Ending));

        Assert.IsType<CannotAsk>(asked.Failure);
        Assert.IsType<NotThere>(number.Failure);
    }

    [Theory, DatabaseData]
    public async Task A_number_that_rests_is_not_asked_and_the_sentence_says_how_long(TestDatabase database)
    {
        var group = "";
        await using var world = await RunnerWorld.StartAsync(b => group = b.AddGroup("Harbor Crew", b.AddPeople(3)), database, ("Sync:ListEvery", "01:00:00"));
        await UntilAsync(world, async () => await CountAsync(world, group) == 4);
        await using (var db = await world.Contexts.CreateDbContextAsync(Ending))
        {
            await db.Connections.ExecuteUpdateAsync(c => c.SetProperty(x => x.PausedUntil, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(3)), Ending);
        }

        var ofGroup = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, group, Ending));
        var ofNumber = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, world.ConnectionId, Ending));

        Assert.Matches("rests for another (3 h|2 h 59 min)", ofGroup.Failure?.Message);
        Assert.Equal(ofGroup.Failure?.Message[..20], ofNumber.Failure?.Message[..20]);
    }

    [Theory, DatabaseData]
    public async Task What_was_found_impossible_is_not_asked_for_and_the_sentence_says_so(TestDatabase database)
    {
        var group = "";
        await using var world = await RunnerWorld.StartAsync(b => group = b.AddGroup("Harbor Crew", b.AddPeople(3)), database, ("Sync:ListEvery", "01:00:00"));
        await UntilAsync(world, async () => await CountAsync(world, group) == 4);
        Guid id;
        await using (var db = await world.Contexts.CreateDbContextAsync(Ending))
        {
            id = await db.Connections.Select(c => c.Id).SingleAsync(Ending);
        }

        // The number is tried out once by itself when it is new; what that finds must not come after this.
        await world.UntilAsync(db => db.Connections.AnyAsync(c => c.CapabilitiesCheckedAt != null, Ending));
        await world.Get<ConnectionRegistry>().RecordCapabilitiesAsync(
            Actor.System,
            id,
            [
                new(Capability.ReadGroup, CapabilityLevel.Unsupported, CapabilityEvidence.Probed, "refused this when it was tried (Forbidden by plan)"),
                new(Capability.ListGroups, CapabilityLevel.Unsupported, CapabilityEvidence.Probed, "refused this when it was tried (Forbidden by plan)"),
            ],
            Ending);
        var asked = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, group, Ending));
        var listed = await world.WithAsync((SyncDesk desk) => desk.RequestAsync(RunnerWorld.Operator, id, Ending));

        Assert.EndsWith(
            "refused this when it was tried (Forbidden by plan). Check again on its page what it can do.", Assert.IsType<CannotAsk>(asked.Failure).Message, StringComparison.Ordinal);
        // Whether the number stands can be asked all the same.
        Assert.True(listed.Succeeded);
    }

    private static async Task<int> CountAsync(RunnerWorld world, string group)
    {
        await using var db = await world.Contexts.CreateDbContextAsync(Ending);
        return await db.Memberships.CountAsync(m => m.GroupId == group && m.GoneAt == null, Ending);
    }

    private static async Task UntilAsync(RunnerWorld world, Func<Task<bool>> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        timeout.CancelAfter(s_patience);
        using var changed = new SemaphoreSlim(0);
        using var subscription = world.Get<ChangeFeed>().Subscribe(_ => changed.Release());
        while (!await condition())
        {
            await changed.WaitAsync(timeout.Token);
        }
    }
}
