namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>How one number hears of events, for its page.</summary>
/// <param name="Hears">Events of groups come at all.</param>
/// <param name="Steps">What to do at the gateway's side.</param>
/// <param name="Status">Null while no address was made.</param>
public sealed record WebhookSheet(bool Hears, bool HearsRequests, bool VendorMakesSecret, IReadOnlyList<string> Steps, WebhookStatus? Status);

/// <param name="Address">Null when the viewer may not see it: it is a secret.</param>
/// <param name="HasSecret">False while the vendor's secret was not entered, or when it cannot be read any more: everything is refused.</param>
/// <param name="DeadCount">May be more than <paramref name="Dead"/> shows.</param>
public sealed record WebhookStatus(
    Uri? Address,
    bool HasSecret,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastReceivedAt,
    long Accepted,
    long Repeated,
    long Refused,
    DateTimeOffset? LastRefusedAt,
    string? LastRefusal,
    int Waiting,
    int DeadCount,
    IReadOnlyList<DeadLetter> Dead);

/// <summary>An event nobody could make anything of.</summary>
/// <param name="CanReplay">False when nothing of it could be kept.</param>
public sealed record DeadLetter(Guid Id, DateTimeOffset ReceivedAt, string Event, string Reason, int Attempts, bool CanReplay);

/// <summary>What the gateway has to be given; shown once.</summary>
/// <param name="Address">With some gateways the secret is part of it.</param>
/// <param name="Secret">Null where the gateway makes the secret, or where the address holds it.</param>
public sealed record WebhookGrant(Uri Address, string? Secret)
{
    /// <summary>Shows neither.</summary>
    public override string ToString() => "a webhook's address and secret";
}
