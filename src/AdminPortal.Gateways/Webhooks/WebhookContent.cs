using AdminPortal.Gateways.Identities;

namespace AdminPortal.Gateways.Webhooks;

/// <summary>What a delivery gives reason to look at. It is a hint and no fact: deliveries get lost, come twice and out of order.</summary>
public abstract record WebhookHint
{
    private WebhookHint()
    {
    }

    /// <summary>The link between the gateway and WhatsApp changed.</summary>
    public sealed record Session : WebhookHint;

    /// <summary>The number came into a group or out of one.</summary>
    public sealed record GroupList : WebhookHint;

    /// <summary>Members, roles, texts, settings or the community of a group.</summary>
    public sealed record Group(GroupId Id) : WebhookHint;

    /// <summary>Somebody asks to be let in, or does no more.</summary>
    public sealed record Requests(GroupId Id) : WebhookHint;
}

/// <summary>Somebody whom a delivery shows: by phone, by LID, or by both.</summary>
public sealed record SeenPerson(ParticipantId Id, ParticipantId? Phone = null, ParticipantId? Lid = null, string? Name = null);

/// <param name="Event">The vendor's name for it.</param>
/// <param name="Hints">Empty when there is nothing in it for the console, as in messages.</param>
public sealed record WebhookContent(string Event, IReadOnlyList<WebhookHint> Hints)
{
    /// <summary>The same for every delivery of one event and for no other; null where the vendor gives nothing of the kind.</summary>
    public string? Id { get; init; }

    public IReadOnlyList<SeenPerson> People { get; init; } = [];
}
