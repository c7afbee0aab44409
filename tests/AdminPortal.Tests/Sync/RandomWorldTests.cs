using AdminPortal.Data;
using AdminPortal.Simulator;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Sync;

/// <summary>
/// Whatever happens in the world and whatever is written through a gateway, after a sync the cache is what the number can
/// see. With <c>ADMINPORTAL_SOAK=1</c> 500 sequences of each dialect.
/// </summary>
public sealed class RandomWorldTests
{
    private const int StepsPerSequence = 40;

    /// <summary>Five hundred over all dialects on one database; the other one is asked whether it does the same.</summary>
    private static int SequencesOn(DatabaseProvider provider) => Soak.IsOn ? 500 : provider == DatabaseProvider.Sqlite ? 125 : 6;

    [Theory]
    [DatabaseData(Vendor.RyzeApi, 1)]
    [DatabaseData(Vendor.Wadial, 2)]
    [DatabaseData(Vendor.Whapi, 3)]
    [DatabaseData(Vendor.Wawp, 4)]
    public async Task After_any_changes_a_sync_shows_what_the_number_can_see(TestDatabase database, Vendor vendor, int seed)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, builder => RandomWorld.Furnish(builder, vendor));
        var number = bench.World.Numbers[0];
        var desk = await bench.ConnectAsync("Desk", number);
        var world = new RandomWorld(bench, desk, new Random(seed));
        var sequences = SequencesOn(database.Provider);
        var (seen, members) = (0, 0);
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            List<string> history = [];
            for (var step = 0; step < StepsPerSequence; step++)
            {
                history.Add(await world.StepAsync());
            }

            await world.SyncAsync();
            try
            {
                await WorldView.AssertSeenAsync(bench, desk, number);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{vendor}, seed {seed}, sequence {sequence}: {string.Join("; ", history)}\n{exception}");
            }

            var visible = bench.World.Groups(number.Phone, withMembers: true).Value;
            (seen, members) = (seen + visible.Length, members + visible.Sum(g => g.Members.Length));
        }

        // A world that had died would prove nothing.
        Assert.True(seen >= 3 * sequences && members >= 10 * sequences, $"{seen} groups and {members} members were seen after {sequences} sequences.");
    }
}
