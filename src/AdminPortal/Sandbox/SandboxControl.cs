using System.Collections.Concurrent;
using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Sync;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Sandbox;

/// <summary>How often a fault hits.</summary>
public enum FaultChance
{
    Never,
    /// <summary>Three calls in ten.</summary>
    Sometimes,
    Always,
}

/// <summary>One number of the sandbox, as the far side sees it.</summary>
public sealed record SandboxNumber(string Phone, string Name, string Gateway, Guid ConnectionId, bool SignedIn, IReadOnlyDictionary<FaultKind, FaultChance> Faults);

/// <summary>What the sandbox is doing.</summary>
/// <param name="EventsPerMinute">0 stands still.</param>
/// <param name="IsFromBefore">The world was made when the sandbox had two numbers at one gateway; a reset brings today's.</param>
public sealed record SandboxStatus(
    Uri Address,
    double EventsPerMinute,
    int Groups,
    int People,
    int Waiting,
    bool IsFromBefore,
    IReadOnlyList<SandboxNumber> Numbers);

/// <summary>The sandbox is switched off on this installation.</summary>
public sealed record SandboxIsOff() : PortalFailure("The sandbox is switched off. Start with Sandbox:Enabled to try it.");

/// <summary>The newcomer's hand on the simulated world: speed, faults, signing numbers out, starting over.</summary>
public sealed class SandboxControl
{
    private const double SometimesChance = 0.3;
    private const double MaxEventsPerMinute = 600;

    private readonly SandboxRuntime _runtime;
    private readonly SandboxNumbers _numbers;
    private readonly ConnectionDirectory _directory;
    private readonly ConnectionRegistry _registry;
    private readonly SyncDesk _sync;
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly AuditTrail _audit;
    private readonly ConcurrentDictionary<(string Phone, FaultKind Kind), FaultChance> _faults = new();

    internal SandboxControl(
        SandboxRuntime runtime,
        SandboxNumbers numbers,
        ConnectionDirectory directory,
        ConnectionRegistry registry,
        SyncDesk sync,
        IDbContextFactory<PortalDbContext> contexts,
        AuditTrail audit) =>
        (_runtime, _numbers, _directory, _registry, _sync, _contexts, _audit) = (runtime, numbers, directory, registry, sync, contexts, audit);

    public bool IsOn => _runtime.Host is not null;

    /// <summary>Null while the sandbox is off.</summary>
    public SandboxStatus? Read()
    {
        if (_runtime is not { Host: { } host, Living: { } living })
        {
            return null;
        }

        var groups = host.World.AllGroups();
        return new SandboxStatus(
            host.BaseAddress,
            living.Speed,
            groups.Count(g => g.Kind == GroupKind.Ordinary),
            host.World.People.Count,
            groups.Sum(g => g.PendingRequests),
            LeavingWith(host.World).Count > 0,
            [
                .. host.World.Numbers.Select(n => new SandboxNumber(
                    n.Phone,
                    host.World.FindPerson(n.Phone)?.Name ?? n.Handle,
                    _numbers.GatewayOf(n),
                    SandboxNumbers.IdOf(n),
                    n.Session == SessionState.Connected,
                    _faults.Where(f => f.Key.Phone == n.Phone).ToDictionary(f => f.Key.Kind, f => f.Value))),
            ]);
    }

    public Task<Result<Done>> SetSpeedAsync(Actor actor, double eventsPerMinute, CancellationToken cancellationToken) =>
        ActAsync(actor, "sandbox.speed", $"The sandbox lives at {eventsPerMinute:0.#} events per minute.", cancellationToken, (_, living) =>
        {
            if (eventsPerMinute is not (>= 0 and <= MaxEventsPerMinute))
            {
                return new InvalidInput($"Between 0 and {MaxEventsPerMinute:0} events per minute.", "speed");
            }

            living.Speed = eventsPerMinute;
            return null;
        });

    public Task<Result<Done>> SetFaultAsync(Actor actor, string phone, FaultKind kind, FaultChance chance, CancellationToken cancellationToken) =>
        ActAsync(actor, "sandbox.fault", $"{kind} hits {phone}: {chance}.", cancellationToken, (host, _) =>
        {
            if (host.World.FindNumber(phone) is not { } number)
            {
                return new NotThere("The number");
            }

            var plan = host.Faults.Of(number);
            plan.Clear(kind);
            _faults.TryRemove((phone, kind), out var _);
            if (chance != FaultChance.Never)
            {
                plan.Sometimes(kind, chance == FaultChance.Always ? 1 : SometimesChance, RoutesOf(kind));
                _faults[(phone, kind)] = chance;
            }

            return null;
        });

    /// <summary>As if somebody unlinked the device on the phone, or paired it again.</summary>
    public Task<Result<Done>> SetSignedInAsync(Actor actor, string phone, bool signedIn, CancellationToken cancellationToken) =>
        ActAsync(actor, "sandbox.session", $"{phone} was {(signedIn ? "paired again" : "signed out")}.", cancellationToken, (host, _) =>
        {
            if (host.World.FindNumber(phone) is null)
            {
                return new NotThere("The number");
            }

            host.World.SetSession(phone, signedIn ? SessionState.Connected : SessionState.LoggedOut);
            return null;
        });

    public Task<Result<Done>> ClearFaultsAsync(Actor actor, CancellationToken cancellationToken) =>
        ActAsync(actor, "sandbox.fault", "All faults of the sandbox were switched off.", cancellationToken, (host, _) =>
        {
            host.Faults.ClearAll();
            _faults.Clear();
            return null;
        });

    /// <summary>The world is again as it was made; the numbers go on, and everything is read anew. History in the console stays.</summary>
    public async Task<Result<Done>> ResetAsync(Actor actor, CancellationToken cancellationToken)
    {
        var leaving = await ReleaseAsync(actor, cancellationToken);
        if (!leaving.Succeeded)
        {
            return leaving;
        }

        var done = await ActAsync(actor, "sandbox.reset", "The sandbox was reset.", cancellationToken, (host, living) =>
        {
            living.Reset();
            host.Faults.ClearAll();
            _faults.Clear();
            return null;
        });
        if (!done.Succeeded || _runtime.Host is not { } fresh)
        {
            return done;
        }

        await _runtime.SaveAsync(cancellationToken);
        await _numbers.EnsureAsync(fresh, cancellationToken);
        var ids = fresh.World.Numbers.Select(SandboxNumbers.IdOf).ToList();
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            await db.WriteAsync(
                token => db.GroupReadings
                    .Where(r => db.GroupConnections.Any(c => c.GroupId == r.GroupId && ids.Contains(c.ConnectionId)))
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.StaleReason, "The sandbox was reset."), token),
                cancellationToken);
        }

        foreach (var id in ids)
        {
            // A number that was removed from the console stays out of it.
            await _registry.ResumeAsync(actor, id, "The sandbox was reset.", cancellationToken);
            await _sync.RequestAsync(actor, id, cancellationToken);
        }

        return done;
    }

    /// <summary>Takes numbers out of the console that the reset world will not have.</summary>
    private async Task<Result<Done>> ReleaseAsync(Actor actor, CancellationToken cancellationToken)
    {
        foreach (var number in _runtime.Host is { } host ? LeavingWith(host.World) : [])
        {
            var id = SandboxNumbers.IdOf(number);
            if (await _directory.FindAsync(id, cancellationToken) is not null
                && await _registry.RemoveAsync(actor, id, cancellationToken) is { Succeeded: false } kept)
            {
                return kept.Failure;
            }
        }

        return new Done();
    }

    /// <summary>A sandbox of former days has two numbers at one vendor; in a new one the second stands elsewhere.</summary>
    private static IReadOnlyList<WorldNumber> LeavingWith(WhatsAppWorld world) => [.. world.NumbersOf(Simulator.VendorDialects.Default).Skip(1)];

    private async Task<Result<Done>> ActAsync(
        Actor actor,
        string action,
        string sentence,
        CancellationToken cancellationToken,
        Func<Simulator.SimulatorHost, Simulator.Sandbox.LivingWorld, PortalFailure?> act)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        if (_runtime is not { Host: { } host, Living: { } living })
        {
            return new SandboxIsOff();
        }

        if (act(host, living) is { } failure)
        {
            return failure;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        _audit.Record(db, actor, action, "sandbox", "sandbox", sentence);
        await db.SaveChangesAsync(cancellationToken);
        return new Done();
    }

    /// <summary>Faults that mean one kind of call hit no other.</summary>
    private static Simulator.RouteKind[] RoutesOf(FaultKind kind) => kind switch
    {
        FaultKind.LogoutAfterCall or FaultKind.BanAfterCall or FaultKind.ReachOutLocked or FaultKind.SilentlyDropAdds => [Simulator.RouteKind.Add],
        FaultKind.PartialParticipantList => [Simulator.RouteKind.GroupDetail],
        FaultKind.RejectCommunity => [Simulator.RouteKind.CreateCommunity],
        _ => [],
    };
}
