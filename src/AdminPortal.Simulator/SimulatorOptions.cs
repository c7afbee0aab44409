using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator;

public sealed record SimulatorOptions
{
    /// <summary>The world that is served. The host does not own it: it outlives a restart.</summary>
    public required WhatsAppWorld World { get; init; }

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Seed of the faults that come by chance.</summary>
    public int Seed { get; init; } = 1;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Calls per minute and token, for vendors that publish such a budget (RyzeAPI); null switches the limit off.</summary>
    public int? RequestsPerMinute { get; init; } = 100;

    /// <summary>Sees every request to a dialect before it is answered, from several threads at once: for tests that check requests.</summary>
    public Action<SeenRequest>? OnRequest { get; init; }

    /// <summary>How many requests the log keeps.</summary>
    public int RequestLogCapacity { get; init; } = 20_000;
}
