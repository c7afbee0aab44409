using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.RyzeApi;

internal static class RyzeMessages
{
    /// <summary>POST /api/message/text. The key is <c>message</c>, not <c>text</c>.</summary>
    public static DialectReply SendText(RyzeCall call)
    {
        if (call.Request.Text("number") is not { Length: > 0 } number || call.Request.Text("message") is not { Length: > 0 } text)
        {
            return RyzeReplies.Error(400, "Invalid request body");
        }

        var sent = call.World.SendText(call.Actor, number, text);
        return sent.Refusal switch
        {
            Refusal.SignedOut => RyzeReplies.Error(503, RyzeReplies.NotConnected),
            Refusal.NotOnWhatsApp => RyzeReplies.Error(400, "Number is not registered on WhatsApp"),
            { } refusal => RyzeReplies.Refused(refusal, "send messages to this group"),
            null => RyzeReplies.Ok("Message sent successfully", new JsonObject
            {
                ["status"] = "sent",
                ["data"] = new JsonObject
                {
                    ["messageId"] = sent.Value.Id,
                    ["direction"] = "outgoing",
                    ["chat"] = new JsonObject { ["jid"] = sent.Value.ChatJid.Split('@')[0] },
                    ["sender"] = new JsonObject { ["jid"] = call.Number.Phone },
                },
            }),
        };
    }

    /// <summary>GET /api/profile/getAccount: who is behind a number or a LID.</summary>
    public static DialectReply Account(RyzeCall call)
    {
        if (call.Request.QueryText("number") is not { Length: > 0 } number)
        {
            return RyzeReplies.Error(400, "Invalid request body");
        }

        if (call.Number.Session is not SessionState.Connected)
        {
            return RyzeReplies.Error(503, RyzeReplies.NotConnected);
        }

        return call.World.FindPerson(number) is { IsOnWhatsApp: true } person
            ? RyzeReplies.Ok("Profile retrieved", new JsonObject { ["data"] = Contact(person) })
            : RyzeReplies.Error(400, "Number is not registered on WhatsApp");
    }

    /// <summary>GET /api/chat/contacts, all or one: the number's local store, so it answers while signed out too.</summary>
    public static DialectReply Contacts(RyzeCall call)
    {
        if (call.Request.QueryText("number") is { Length: > 0 } number)
        {
            return call.World.FindPerson(number) is { IsOnWhatsApp: true } person
                ? RyzeReplies.Ok("Contact found", new JsonObject { ["contact"] = Contact(person) })
                : RyzeReplies.Error(404, "Contact not found");
        }

        var known = call.World.Groups(call.Actor, withMembers: true);
        var people = known.IsDone
            ? known.Value.SelectMany(group => group.Members).Select(member => member.Person).DistinctBy(person => person.Phone)
            : [];
        return RyzeReplies.Ok("Contacts retrieved", new JsonObject { ["contacts"] = JsonLists.Of(people.Select(Contact)) });
    }

    private static JsonNode Contact(Person person) => new JsonObject
    {
        ["jid"] = person.ListedJid,
        ["lid"] = person.LidJid,
        ["phoneNumber"] = person.HidesPhone ? null : person.PhoneJid,
        ["name"] = person.Name,
        ["pictureUrl"] = "",
    };
}
