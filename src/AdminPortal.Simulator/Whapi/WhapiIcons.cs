using AdminPortal.Simulator.Http;

namespace AdminPortal.Simulator.Whapi;

/// <summary>A group's picture: bytes when read, an address, base64 or raw bytes when set. Takes a community's id too.</summary>
internal static class WhapiIcons
{
    /// <summary>204 is no picture.</summary>
    public static DialectReply Get(WhapiCall call)
    {
        var read = call.World.Group(call.Actor, call.GroupId, withMembers: false);
        return read.Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : read.Value.Picture is { } picture ? DialectReply.OfBytes(200, SamplePicture.BytesOf(picture), "image/png") : new DialectReply(204, null);
    }

    public static DialectReply Set(WhapiCall call)
    {
        if (call.Request.MediaType is not ("image/jpeg" or "image/png" or "application/json"))
        {
            return WhapiReplies.Error(415, "Unsupported media type");
        }

        var picture = call.Request.MediaType == "application/json"
            ? call.Request.Text("media")
            : Convert.ToBase64String(call.Request.Content);
        return picture is { Length: > 0 } ? Change(call, picture) : WhapiReplies.Invalid("media");
    }

    public static DialectReply Delete(WhapiCall call) => Change(call, picture: null);

    private static DialectReply Change(WhapiCall call, string? picture) =>
        call.World.ChangePicture(call.Actor, call.GroupId, picture).Refusal is { } refusal
            ? WhapiReplies.Refused(call, refusal)
            : WhapiReplies.Success;
}
