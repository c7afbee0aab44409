using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPortal.Gateways.Http;

namespace AdminPortal.Gateways.Whapi;

// Answers. Snake and camel case stand side by side in one object. Flags that are false are commonly left out.

internal sealed class WhapiHealth
{
    public required WhapiStatus? Status { get; set; }
    public WhapiUser? User { get; set; }
}

/// <summary>The text counts; the value of the code for AUTH is not published.</summary>
internal sealed class WhapiStatus
{
    public string? Text { get; set; }
}

internal sealed class WhapiUser
{
    public string? Id { get; set; }
    public string? Name { get; set; }
}

/// <summary>Groups and communities: documented under <c>groups</c>, communities seen live under <c>communities</c>.</summary>
internal sealed class WhapiGroupList
{
    public List<WhapiGroup?>? Groups { get; set; }
    public List<WhapiGroup?>? Communities { get; set; }
    public int? Total { get; set; }
}

internal class WhapiGroup
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? Description { get; set; }
    public List<WhapiMember?>? Participants { get; set; }

    [JsonPropertyName("participants_count")]
    public int? ParticipantsCount { get; set; }

    [JsonPropertyName("created_at")]
    [JsonConverter(typeof(TolerantTimeConverter))]
    public DateTimeOffset? CreatedAt { get; set; }

    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; set; }

    [JsonPropertyName("chat_pic")]
    public string? Picture { get; set; }

    [JsonPropertyName("chat_pic_full")]
    public string? LargePicture { get; set; }

    public bool? Suspended { get; set; }
    public bool? Terminated { get; set; }

    /// <summary>Only admins edit.</summary>
    public bool? Restricted { get; set; }

    /// <summary>Only admins send.</summary>
    public bool? Announcements { get; set; }

    /// <summary>Only admins add.</summary>
    public bool? AdminAddMemberMode { get; set; }

    /// <summary>Seconds.</summary>
    public long? Ephemeral { get; set; }

    [JsonPropertyName("invite_code")]
    public string? InviteCode { get; set; }

    [JsonPropertyName("is_parent")]
    public bool? IsParent { get; set; }

    [JsonPropertyName("is_default_subgroup")]
    public bool? IsDefaultSubgroup { get; set; }

    public bool? IsCommunityAnnounce { get; set; }

    /// <summary>The community's id.</summary>
    public string? LinkedParent { get; set; }
}

/// <summary><c>group_id</c> was seen instead of <c>id</c>.</summary>
internal sealed class WhapiCreatedGroup : WhapiGroup
{
    [JsonPropertyName("group_id")]
    public string? GroupId { get; set; }

    /// <summary>Whom WhatsApp did not let in, on a 200.</summary>
    [JsonPropertyName("unprocessed_participants")]
    public List<string?>? UnprocessedParticipants { get; set; }
}

/// <summary><c>rank</c>: admin, member, creator. A hidden id comes with <c>phone</c> beside it, if at all.</summary>
internal sealed class WhapiMember
{
    public string? Id { get; set; }
    public string? Rank { get; set; }
    public string? Phone { get; set; }
}

/// <summary><c>{ "success": true }</c>; where people were changed also who was and who was not, without a reason.</summary>
internal sealed class WhapiAnswer
{
    public bool? Success { get; set; }
    public List<string?>? Processed { get; set; }
    public List<string?>? Failed { get; set; }
}

internal sealed class WhapiJoinAnswer
{
    [JsonPropertyName("group_id")]
    public string? GroupId { get; set; }
}

/// <summary>Body of a join, answer of reading an invite.</summary>
internal sealed class WhapiInvite
{
    [JsonPropertyName("invite_code")]
    public string? InviteCode { get; set; }
}

/// <summary>The count is in camel case here.</summary>
internal sealed class WhapiPreview
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? Description { get; set; }
    public int? ParticipantsCount { get; set; }
    public string? LinkedParent { get; set; }
}

internal sealed class WhapiApplicationList
{
    public required List<WhapiApplication?>? Applications { get; set; }
    public int? Total { get; set; }
}

/// <summary><c>chatId</c> goes back as it is.</summary>
internal sealed class WhapiApplication
{
    public string? ChatId { get; set; }

    [JsonPropertyName("request_method")]
    public string? RequestMethod { get; set; }

    [JsonConverter(typeof(TolerantTimeConverter))]
    public DateTimeOffset? Timestamp { get; set; }
}

internal sealed class WhapiDecision
{
    public string? ChatId { get; set; }
    public bool? Success { get; set; }

    [JsonConverter(typeof(WhapiErrorConverter))]
    public string? Error { get; set; }
}

/// <summary><c>announceGroupInfo</c> may be missing.</summary>
internal sealed class WhapiSubgroups
{
    public WhapiSubgroup? AnnounceGroupInfo { get; set; }
    public List<WhapiSubgroup?>? OtherGroups { get; set; }
}

/// <summary>It is <c>title</c> here, not <c>name</c>.</summary>
internal sealed class WhapiSubgroup
{
    public string? Id { get; set; }
    public string? Title { get; set; }
    public string? InviteCode { get; set; }
}

internal sealed class WhapiSent
{
    public bool? Sent { get; set; }
    public WhapiMessage? Message { get; set; }
}

internal sealed class WhapiMessage
{
    public string? Id { get; set; }
}

// Bodies. A null member is left out: an empty description clears, a missing one leaves as it is.

internal sealed record WhapiNewGroup(string Subject, IReadOnlyList<string> Participants);

/// <param name="Description">Required, be it empty.</param>
internal sealed record WhapiNewCommunity(string Subject, string Description);

internal sealed record WhapiProfile(string? Subject = null, string? Description = null);

/// <param name="Setting"><c>send_messages</c>, <c>edit_group_info</c>, <c>approve_participants</c> or <c>add_participants</c>.</param>
/// <param name="Policy"><c>anyone</c> or <c>admins</c>.</param>
internal sealed record WhapiSetting(string Setting, string Policy);

/// <param name="Ephemeral"><c>none</c>, <c>day</c>, <c>week</c> or <c>quarter</c>.</param>
internal sealed record WhapiChat(string Ephemeral);

internal sealed record WhapiPeople(IReadOnlyList<string> Participants);

/// <param name="Media">Base64.</param>
internal sealed record WhapiIcon(string Media, [property: JsonPropertyName("mime_type")] string MimeType);

internal sealed record WhapiApplicant(string Application);

internal sealed record WhapiRecipient(string To);

internal sealed record WhapiText(string To, string Body);

/// <summary><c>"…"</c> or <c>{ "message": "…" }</c>.</summary>
internal sealed class WhapiErrorConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        return element.Text() ?? element.Text("message", "details");
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are not written.");
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(WhapiHealth))]
[JsonSerializable(typeof(WhapiGroupList))]
[JsonSerializable(typeof(WhapiGroup))]
[JsonSerializable(typeof(WhapiCreatedGroup))]
[JsonSerializable(typeof(WhapiAnswer))]
[JsonSerializable(typeof(WhapiJoinAnswer))]
[JsonSerializable(typeof(WhapiInvite))]
[JsonSerializable(typeof(WhapiPreview))]
[JsonSerializable(typeof(WhapiApplicationList))]
[JsonSerializable(typeof(List<WhapiDecision>))]
[JsonSerializable(typeof(WhapiSubgroups))]
[JsonSerializable(typeof(WhapiSent))]
[JsonSerializable(typeof(WhapiNewGroup))]
[JsonSerializable(typeof(WhapiNewCommunity))]
[JsonSerializable(typeof(WhapiProfile))]
[JsonSerializable(typeof(WhapiSetting))]
[JsonSerializable(typeof(WhapiChat))]
[JsonSerializable(typeof(WhapiPeople))]
[JsonSerializable(typeof(WhapiIcon))]
[JsonSerializable(typeof(WhapiApplicant))]
[JsonSerializable(typeof(WhapiRecipient))]
[JsonSerializable(typeof(WhapiText))]
internal sealed partial class WhapiJson : JsonSerializerContext;
