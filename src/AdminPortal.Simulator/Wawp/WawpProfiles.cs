using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>Name, description, picture and the two settings there are. Without the right a write is 200 with <c>false</c>.</summary>
internal static class WawpProfiles
{
    public static DialectReply Rename(WawpCall call) => call.Request.Text("subject") is { } subject
        ? Written(call, call.World.Rename(call.Actor, call.GroupId, subject))
        : WawpReplies.Invalid("subject");

    public static DialectReply Describe(WawpCall call) => call.Request.Text("description") is { } description
        ? Written(call, call.World.ChangeDescription(call.Actor, call.GroupId, description))
        : WawpReplies.Invalid("description");

    public static DialectReply Picture(WawpCall call)
    {
        var read = call.World.Group(call.Actor, call.GroupId, withMembers: false);
        return read.Refusal is { } refusal
            ? WawpReplies.Refused(call, refusal)
            : DialectReply.Ok(new JsonObject
            {
                ["url"] = read.Value.Picture is null ? null : $"https://pps.whatsapp.net/v/{call.GroupId.Split('@')[0]}.jpg",
            });
    }

    /// <summary>PUT …/picture: an address or base64 in <c>file</c>. Always the wrapped result.</summary>
    public static DialectReply SetPicture(WawpCall call)
    {
        var file = call.Request.Body["file"] as JsonObject ?? [];
        return (DialectRequest.TextOf(file["url"]) ?? DialectRequest.TextOf(file["data"])) is { Length: > 0 } picture
            ? ChangePicture(call, picture)
            : WawpReplies.Invalid("file");
    }

    public static DialectReply DeletePicture(WawpCall call) => ChangePicture(call, picture: null);

    public static DialectReply InfoSetting(WawpCall call) => Setting(call, settings => settings.AdminsOnlyEdit);

    public static DialectReply MessagesSetting(WawpCall call) => Setting(call, settings => settings.AdminsOnlySend);

    public static DialectReply SetInfo(WawpCall call) => SetSetting(call, adminsOnly => new SettingsChange(AdminsOnlyEdit: adminsOnly));

    public static DialectReply SetMessages(WawpCall call) => SetSetting(call, adminsOnly => new SettingsChange(AdminsOnlySend: adminsOnly));

    private static DialectReply Setting(WawpCall call, Func<GroupSettings, bool> value)
    {
        var read = call.World.Group(call.Actor, call.GroupId, withMembers: false);
        return read.Refusal is { } refusal
            ? WawpReplies.Refused(call, refusal)
            : DialectReply.Ok(new JsonObject { ["adminsOnly"] = value(read.Value.Settings) });
    }

    private static DialectReply SetSetting(WawpCall call, Func<bool, SettingsChange> change)
    {
        bool? inQuery = call.Request.QueryText("adminsOnly") switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };
        var given = call.Switches.SettingsFrom switch
        {
            WawpSettingSource.Query => inQuery,
            WawpSettingSource.Body => call.Request.Flag("adminsOnly"),
            _ => inQuery ?? call.Request.Flag("adminsOnly"),
        };
        return given is { } adminsOnly
            ? Written(call, call.World.ChangeSettings(call.Actor, call.GroupId, change(adminsOnly)))
            : WawpReplies.Invalid("adminsOnly");
    }

    private static DialectReply ChangePicture(WawpCall call, string? picture)
    {
        var done = call.World.ChangePicture(call.Actor, call.GroupId, picture);
        return done.Refusal is null or Refusal.NotAdmin ? WawpReplies.Success(done.IsDone) : WawpReplies.Refused(call, done.Refusal.Value);
    }

    private static DialectReply Written(WawpCall call, WorldResult<GroupView> done) => done.Refusal switch
    {
        null => WawpReplies.Result(call, isDone: true),
        Refusal.NotAdmin or Refusal.NotPossibleHere => WawpReplies.Result(call, isDone: false),
        { } refusal => WawpReplies.Refused(call, refusal),
    };
}
