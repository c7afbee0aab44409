using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Faults;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using CachedSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Operations;

/// <summary>A setting counts as changed when a read shows it, whatever the gateway answered.</summary>
public sealed class SettingsReadBackTests
{
    private static readonly string[] s_keys = ["send", "edit", "add", "approval"];

    [Theory, DatabaseData]
    public async Task Each_setting_is_proven_by_reading_and_a_silent_failure_is_not_applied(TestDatabase database)
    {
        var group = "";
        await using var world = await RunnerWorld.StartAsync(b => group = b.AddGroup("Crew", b.AddPeople(2)), database);
        await world.UntilAsync(db => db.Groups.AnyAsync(g => g.Id == group && g.OnlyAdminsSend != null && g.ApprovalRequired != null, TestContext.Current.CancellationToken));
        var before = await CachedAsync(world, group);

        world.Faults.Always(FaultKind.SilentlyDropSettings, RouteKind.Settings);
        foreach (var (setting, other) in Others(before))
        {
            var item = await ChangeAsync(world, group, setting, other);
            Assert.True(item.State == ItemState.NotApplied, $"{setting.Question}: {item.State}, {item.Detail}");
            Assert.False(string.IsNullOrEmpty(item.Detail));
        }

        Assert.Equal(before, await CachedAsync(world, group));

        world.Faults.Clear();
        foreach (var (setting, other) in Others(before))
        {
            var item = await ChangeAsync(world, group, setting, other);
            Assert.True(item.State == ItemState.Confirmed, $"{setting.Question}: {item.State}, {item.Detail}");
            Assert.Equal(other, setting.Current(await CachedAsync(world, group)));
        }
    }

    /// <summary>For every setting the value that it does not have.</summary>
    private static IEnumerable<(GroupSetting Setting, SettingChoice Other)> Others(CachedSettings now) =>
        GroupSetting.All.Where(s => s_keys.Contains(s.Key)).Select(s => (s, s.Choices.First(c => c != s.Current(now))));

    private static async Task<OperationItem> ChangeAsync(RunnerWorld world, string group, GroupSetting setting, SettingChoice choice)
    {
        var ticket = await world.WithAsync((GroupDesk desk) =>
            desk.SetAsync(RunnerWorld.Operator, group, setting, choice, Guid.NewGuid(), TestContext.Current.CancellationToken));
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        return Assert.Single((await world.FinishedAsync(ticket.Value.OperationId)).Items);
    }

    private static async Task<CachedSettings> CachedAsync(RunnerWorld world, string group) =>
        (await world.WithAsync((GroupDirectory directory) => directory.GetAsync(group, TestContext.Current.CancellationToken))).Value!.Settings;
}
