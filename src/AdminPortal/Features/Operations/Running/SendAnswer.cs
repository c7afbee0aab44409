using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

/// <summary>What one call for one item came to, whatever the port calls it. Either a verdict or a failure.</summary>
internal sealed record SendAnswer
{
    public TargetVerdict? Verdict { get; init; }
    public GatewayFailure? Failure { get; init; }
    public RefusalReason? Reason { get; init; }
    /// <summary>See <see cref="TargetOutcome{TTarget}.IsInterpreted"/>.</summary>
    public bool IsInterpreted { get; init; }
    public string? Detail { get; init; }
    public string? Invitation { get; init; }
    /// <summary>The gateway sent WhatsApp's private invitation on its own.</summary>
    public bool InvitationSent { get; init; }
    /// <summary>The group that the call made or led to.</summary>
    public string? GroupId { get; init; }
    /// <summary>The community that the call made.</summary>
    public string? CommunityId { get; init; }
    /// <summary>A write went through the gate: it may have taken effect.</summary>
    public bool Left { get; init; } = true;
    public IReadOnlyList<GatewayExchange> Exchanges { get; init; } = [];
    /// <summary>What became of the last write that left; null when it was never told.</summary>
    public GatewayExchange? LastWrite { get; init; }

    /// <summary>463: WhatsApp lets the number reach nobody new for a while.</summary>
    public bool IsReachOutLock => Reason == RefusalReason.ReachOutLocked || Failure?.Code == (int)RefusalReason.ReachOutLocked;
}

/// <summary>What the runner does beside storing an outcome.</summary>
internal enum Consequence
{
    None,
    /// <summary>The number cools down.</summary>
    CoolDown,
    /// <summary>The gateway was not reached: everybody waits a little.</summary>
    Rest,
    /// <summary>All work on the number ends until a person resumes it.</summary>
    StopNumber,
    /// <summary>Further adds to the same group cannot succeed.</summary>
    GroupIsFull,
}

/// <summary>The next state of an item.</summary>
/// <param name="Detail">The sentence that explains it.</param>
internal sealed record ItemOutcome(ItemState State, string? Detail)
{
    public RefusalReason? Reason { get; init; }
    public string? Invitation { get; init; }
    public bool InvitationSent { get; init; }
    public string? GroupId { get; init; }
    public string? CommunityId { get; init; }
    public Consequence Consequence { get; init; }
    /// <summary>With Unknown: reading does not tell, a person has to.</summary>
    public bool NeedsPerson { get; init; }
    /// <summary>With Unknown: nobody answered at all.</summary>
    public bool AnswerLost { get; init; }
    /// <summary>False when the gateway was not reached: the try does not count.</summary>
    public bool Reached { get; init; } = true;
    /// <summary>See <see cref="OperationItem.WasSoBefore"/>.</summary>
    public bool WasSoBefore { get; init; }
    /// <summary>For <see cref="Consequence.CoolDown"/>: the earliest time the gateway named.</summary>
    public DateTimeOffset? Until { get; init; }
}
