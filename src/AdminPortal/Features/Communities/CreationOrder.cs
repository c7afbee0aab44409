using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities;

/// <summary>A community or group to create, or several of a running number.</summary>
/// <param name="ConnectionId">The number that creates it and becomes its creator.</param>
/// <param name="Name">May hold one mark of a running number, <see cref="Founding.NamePattern"/>.</param>
/// <param name="Participants">The first people as typed: international numbers, separated by lines or commas.</param>
/// <param name="Picture">The file's bytes.</param>
/// <param name="Intent">Made once when the dialog opens; the same twice is one operation.</param>
public abstract record CreationOrder(Guid ConnectionId, string? Name, string? Description, string? Participants, byte[]? Picture, Guid Intent)
{
    /// <summary>The first running number.</summary>
    public int First { get; init; } = 1;

    public int Count { get; init; } = 1;

    /// <summary>The first text in it, sent last; null or empty for none.</summary>
    public string? Welcome { get; init; }

    /// <summary>Not before this time; null is at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>What is sent to people whom privacy keeps from being added; null only names them.</summary>
    public InviteFallback? Fallback { get; init; }
}

/// <summary>A community to create. Its people and its welcome go to the announcement group made with it.</summary>
/// <param name="Groups">Ids of existing groups to link once it is there; only to a single one.</param>
public sealed record NewCommunityOrder(
    Guid ConnectionId, string? Name, string? Description, bool ApprovalRequired, IReadOnlyList<string> Groups, byte[]? Picture, Guid Intent)
    : CreationOrder(ConnectionId, Name, Description, Participants: null, Picture, Intent);

/// <summary>A group to create.</summary>
/// <param name="CommunityId">Inside this community; null for a group on its own.</param>
/// <param name="Settings">What is not null is made sure of.</param>
public sealed record NewGroupOrder(
    Guid ConnectionId, string? CommunityId, string? Name, string? Description, string? Participants, GroupSettings Settings, Guid Intent)
    : CreationOrder(ConnectionId, Name, Description, Participants, Picture: null, Intent);
