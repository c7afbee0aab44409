using System.Text.Json;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Operations;

/// <summary>What a screen asks for. Becomes an <see cref="Operation"/> in one transaction.</summary>
/// <param name="Title">For the list, for example "Add 63 people to Harbor Crew".</param>
/// <param name="IntentKey">
/// Names the intent, so that a double submit is one operation: made once when the dialog opens (a new Guid), or derived from
/// the thing decided (<c>request:&lt;id&gt;:approve</c>).
/// </param>
/// <param name="Interactive">A single click that goes ahead of bulk.</param>
/// <param name="Items">In the order of sending; at least one.</param>
/// <param name="GroupId">What it is about, for links.</param>
/// <param name="Fallback">What is sent to people whom privacy keeps from being added; null sends nothing.</param>
public sealed record OperationDraft(
    OperationKind Kind,
    string Title,
    string IntentKey,
    bool Interactive,
    IReadOnlyList<ItemDraft> Items,
    string? GroupId = null,
    DateTimeOffset? StartAt = null,
    Guid? FollowsOperationId = null,
    InviteFallback? Fallback = null);

/// <summary>One target. Sequence numbers follow from the order in the draft, from 1.</summary>
/// <param name="Label">What the operator reads: a name, a number, a group.</param>
public sealed record ItemDraft(ItemKind Kind, Guid ConnectionId, string Label)
{
    public string? GroupId { get; init; }
    public string? CommunityId { get; init; }
    /// <summary>The person's id in the form in which the group lists it.</summary>
    public string? Participant { get; init; }
    public Guid? RequestId { get; init; }
    /// <summary>One of the <c>…Payload</c> records below, serialised by <see cref="ItemPayload"/>.</summary>
    public string? Payload { get; init; }
    /// <summary>1-based sequence of the item in this draft that must be Confirmed first.</summary>
    public int? DependsOn { get; init; }
    /// <summary>Of an invitation: its name, from <see cref="InvitationKeys"/>.</summary>
    public string? OnceKey { get; init; }
}

/// <summary>A submitted operation.</summary>
/// <param name="AlreadySubmitted">The same intent was submitted before; this is that operation.</param>
/// <param name="AwaitsConfirmation">It waits for a second operator.</param>
public sealed record OperationTicket(Guid OperationId, bool AlreadySubmitted, bool AwaitsConfirmation = false);

/// <summary>Content of <see cref="ItemKind.CreateCommunity"/>. Groups are linked by items of their own that depend on it.</summary>
public sealed record NewCommunityPayload(string Name, string? Description, bool ApprovalRequired, byte[]? Picture = null, string? PictureType = null);

/// <summary>Content of <see cref="ItemKind.CreateGroup"/> and <see cref="ItemKind.CreateSubgroup"/>.</summary>
public sealed record NewGroupPayload(string Name, string? Description, IReadOnlyList<string> Participants, GroupSettings Settings, byte[]? Picture = null, string? PictureType = null);

/// <summary>Content of <see cref="ItemKind.UpdateProfile"/>. Null leaves as it is; an empty description clears it.</summary>
public sealed record ProfilePayload(string? Name = null, string? Description = null, byte[]? Picture = null, string? PictureType = null, bool RemovePicture = false);

/// <summary>Content of <see cref="ItemKind.UpdateSettings"/>: what is not null is set.</summary>
public sealed record SettingsPayload(GroupSettings Settings);

/// <summary>Content of <see cref="ItemKind.SendText"/> and <see cref="ItemKind.SendGroupText"/>.</summary>
public sealed record TextPayload(string Text);

/// <summary>Content of <see cref="ItemKind.Join"/> and <see cref="ItemKind.SendInviteCard"/>.</summary>
public sealed record InvitePayload(string Code);

/// <summary>Content of <see cref="ItemKind.SendInviteLink"/>, and of a <see cref="ItemKind.SendInviteCard"/> for a group.</summary>
/// <param name="Text">With the placeholders of <see cref="InviteText"/>.</param>
/// <param name="Code">The group's code as last read, for gateways that cannot be asked for it when the message leaves.</param>
public sealed record InvitationPayload(string? Group, string? Text, string? Code);

/// <summary>Payloads as JSON text.</summary>
public static class ItemPayload
{
    public static string Write<T>(T payload) where T : notnull => JsonSerializer.Serialize(payload, JsonSerializerOptions.Web);

    /// <exception cref="InvalidOperationException">The item has no payload of that kind: a bug in who submitted it.</exception>
    public static T Read<T>(string? payload) where T : class =>
        (payload is null ? null : JsonSerializer.Deserialize<T>(payload, JsonSerializerOptions.Web))
        ?? throw new InvalidOperationException($"The item carries no {typeof(T).Name}.");
}
