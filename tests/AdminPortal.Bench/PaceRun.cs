using System.Globalization;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Features.Pacing;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Bench;

/// <summary>
/// A job of 1,000 adds over real HTTP in virtual time: how much longer it takes than its budget allows, and whether memory
/// stays flat. The clock leaps whenever the runner waits.
/// </summary>
internal static class PaceRun
{
    private const int Adds = 1000;
    private const double MostOver = 1.05;

    /// <summary>Everything has been used often by then; what grows from there on grows with the job.</summary>
    private const int WarmUp = 300;
    private const double MostHeap = 1.2;

    private static readonly TimeSpan s_spacing = TimeSpan.FromSeconds(10);

    /// <summary>Waits of the runner are at most this long; what is further away guards a request under way.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(5);

    /// <returns>0 when the job kept to its time and to its memory, else 1.</returns>
    public static async Task<int> RunAsync()
    {
        var good = true;
        foreach (var perDay in (int[])[100_000, 250])
        {
            var result = await PlayAsync(perDay);
            var over = result.Taken / result.Allowed;
            good &= over <= MostOver && result.LateHeap <= MostHeap * result.EarlyHeap;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Adds:N0} adds, {s_spacing.TotalSeconds:0} s apart, {perDay:N0} a day: allowed {result.Allowed}, taken {result.Taken}, ratio {over:0.0000}; {result.Requests:N0} requests; heap after {WarmUp} adds {result.EarlyHeap / 1e6:0.0} MB, after all {result.LateHeap / 1e6:0.0} MB"));
        }

        return good ? 0 : 1;
    }

    /// <summary>What spacing and cap make of the adds, computed apart from the console's own forecast.</summary>
    private static TimeSpan Allowed(int perDay)
    {
        var days = (Adds - 1) / perDay;
        return TimeSpan.FromDays(days) + (s_spacing * (Adds - 1 - (days * perDay)));
    }

    private static async Task<Played> PlayAsync(int perDay)
    {
        var builder = new WorldBuilder(seed: 21);
        var desk = builder.AddNumber("Desk");
        var crew = builder.AddGroup("Crew");
        var people = builder.AddPeople(Adds, "Newcomer");
        await using var far = await SimulatorHost.StartAsync(new SimulatorOptions { World = builder.World, RequestsPerMinute = null }, CancellationToken.None);
        var clock = new ManualTimeProvider();
        await using var console = await BenchConsole.StartAsync(
            clock, new Dictionary<string, string?> { ["Pacing:AddSpacing"] = $"{s_spacing}", ["Pacing:AddsPerDay"] = $"{perDay}", ["Operations:PollEvery"] = $"{s_poll}" });
        var number = BenchConsole.Number(clock.GetUtcNow());
        number.BaseAddress = far.RyzeApiAddress.ToString();
        number.ProtectedCredentials = console.Get<SecretProtector>().Protect(new Dictionary<string, string> { ["instance"] = desk.Handle, ["token"] = desk.Token });
        await console.SaveAsync([number, new Group { Id = crew, Name = "Crew", NameSearch = "crew", Kind = AdminPortal.Gateways.Model.GroupKind.Standalone, FirstSeenAt = clock.GetUtcNow() }]);
        var items = people.Select(p => new ItemDraft(ItemKind.AddParticipant, number.Id, p.Name) { GroupId = crew, Participant = p.PhoneJid }).ToList();
        await console.Get<OperationDesk>().SubmitAsync(
            BenchConsole.Administrator, new OperationDraft(OperationKind.AddParticipants, "Add people", "bench", Interactive: false, items, crew), CancellationToken.None);

        var early = 0L;
        var began = clock.GetUtcNow();
        while (await OpenAsync(console) > 0)
        {
            await RunAsync(console.Get<OperationRunner>(), number.Id, clock, NoteHeap);

            // The runner ended because nothing is due soon: its timer starts it again every few seconds, idly until the next slot.
            var slot = await console.Get<PacingGovernor>().NextSlotAsync(number.Id, ItemKind.AddParticipant, CancellationToken.None);
            var idle = slot.At - clock.GetUtcNow();
            clock.Advance(s_poll * Math.Max(1, Math.Ceiling(idle / s_poll)));
        }

        await using var db = console.Open();
        var last = await db.OperationItems.MaxAsync(i => i.SentAt!.Value);
        var unproven = await db.OperationItems.CountAsync(i => i.State != ItemState.Confirmed);
        return unproven == 0
            ? new Played(Allowed(perDay), last - began, far.Requests.All.Count, early, GC.GetTotalMemory(forceFullCollection: true))
            : throw new InvalidOperationException($"{unproven} adds were not confirmed.");

        void NoteHeap()
        {
            if (early == 0 && far.Requests.Count(RouteKind.Add) >= WarmUp)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }
        }
    }

    private static async Task RunAsync(OperationRunner runner, Guid connectionId, ManualTimeProvider clock, Action onAdvance)
    {
        var running = Task.Run(() => runner.RunAsync(connectionId, CancellationToken.None, CancellationToken.None));
        while (!running.IsCompleted)
        {
            await Task.Yield();
            if (clock.NextIn is { } next && next <= s_poll)
            {
                clock.Advance(next);
                onAdvance();
            }
        }

        await running;
    }

    private static async Task<int> OpenAsync(BenchConsole console)
    {
        await using var db = console.Open();
        return await db.OperationItems.CountAsync(i =>
            i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Accepted || i.State == ItemState.Unknown);
    }

    private sealed record Played(TimeSpan Allowed, TimeSpan Taken, int Requests, long EarlyHeap, long LateHeap);
}
