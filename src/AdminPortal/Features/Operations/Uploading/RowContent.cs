using System.Text.Json;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Uploading;

/// <summary>
/// What an item changes, as a report carries it: only of kinds that may be uploaded again, and no pictures. Read back, it is
/// foreign text like the rest of the file.
/// </summary>
internal static class RowContent
{
    /// <summary>A description of the greatest length, every character escaped.</summary>
    public const int MaxLength = 16 * 1024;

    public static bool IsKept(ItemKind kind) => kind is ItemKind.UpdateProfile or ItemKind.UpdateSettings or ItemKind.SendInviteCard or ItemKind.SendInviteLink;

    /// <returns>Null for what a report does not carry.</returns>
    public static string? Of(ItemKind kind, string payload) => kind switch
    {
        ItemKind.UpdateProfile when ItemPayload.Read<ProfilePayload>(payload) is { Picture: not null } or { RemovePicture: true } => null,
        // The link belongs to who is in the group; a report is passed around.
        ItemKind.SendInviteCard or ItemKind.SendInviteLink => ItemPayload.Write(ItemPayload.Read<InvitationPayload>(payload) with { Code = null }),
        _ => payload,
    };

    /// <returns>Null where there are none, or such as WhatsApp does not have.</returns>
    public static GroupSettings? SettingsOf(string? content) =>
        Read<SettingsPayload>(content)?.Settings is { } settings && settings != new GroupSettings()
        && (settings.DisappearingAfter is null || GroupSetting.All.SelectMany(s => s.Choices).Any(c => c.Change.DisappearingAfter == settings.DisappearingAfter))
            ? settings
            : null;

    /// <summary>The name or description that is set, made clean; never a picture.</summary>
    /// <returns>Null where there is neither, or such as cannot be used.</returns>
    public static ProfilePayload? ProfileOf(string? content, IOptions<GroupLimitOptions> limits)
    {
        var text = new GroupText(limits);
        if (Read<ProfilePayload>(content) is not { } found || found is { Name: null, Description: null })
        {
            return null;
        }

        var (name, description) = (found.Name is null ? null : text.Rename(found.Name), found.Description is null ? null : text.Description(found.Description));
        return name is { Succeeded: false } || description is { Succeeded: false } ? null : new ProfilePayload(name?.Value, description?.Value);
    }

    /// <summary>The message of an invitation; null where there is none.</summary>
    public static string? TextOf(string? content) => Read<InvitationPayload>(content)?.Text;

    private static T? Read<T>(string? content)
        where T : class
    {
        try
        {
            return content is null ? null : JsonSerializer.Deserialize<T>(content, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
