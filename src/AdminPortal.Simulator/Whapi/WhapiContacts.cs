using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>Who is on WhatsApp, and the LID of a number. From a LID back to a number there is no way.</summary>
internal static class WhapiContacts
{
    public static DialectReply Check(WhapiCall call)
    {
        var contacts = call.Request.Texts("contacts");
        return contacts.Count == 0
            ? WhapiReplies.Invalid("contacts")
            : IfConnected(call, () => DialectReply.Ok(new JsonObject
            {
                ["contacts"] = JsonLists.Of(contacts.Select(contact => Checked(contact, Find(call, contact)))),
            }));
    }

    public static DialectReply Exists(WhapiCall call) => IfConnected(
        call,
        () => Find(call, call.Request.Path["contact"]) is null ? WhapiReplies.Error(404, "Contact not found") : DialectReply.Ok(body: null));

    public static DialectReply Lid(WhapiCall call) => IfConnected(
        call,
        () => Find(call, call.Request.Path["contact"]) is { } person
            ? DialectReply.Ok(LidOf(person))
            : WhapiReplies.Error(404, "Contact not found"));

    /// <summary>GET /contacts/lids?ContactIDList=…,…: unknown ones are simply missing.</summary>
    public static DialectReply Lids(WhapiCall call) => IfConnected(call, () =>
    {
        var pairs = new JsonObject();
        foreach (var contact in (call.Request.QueryText("ContactIDList") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(call, contact) is { } person)
            {
                pairs[contact] = LidOf(person);
            }
        }

        return DialectReply.Ok(pairs);
    });

    private static DialectReply IfConnected(WhapiCall call, Func<DialectReply> answer) =>
        call.Number.Session is SessionState.Connected ? answer() : WhapiReplies.Refused(call, Refusal.SignedOut);

    private static Person? Find(WhapiCall call, string contact) =>
        contact.EndsWith("@lid", StringComparison.Ordinal) ? null : call.World.FindPerson(contact) is { IsOnWhatsApp: true } person ? person : null;

    private static JsonNode Checked(string input, Person? person)
    {
        var shape = new JsonObject { ["input"] = input, ["status"] = person is null ? "invalid" : "valid" };
        if (person is not null)
        {
            shape["wa_id"] = person.Phone;
        }

        return shape;
    }

    private static JsonObject LidOf(Person person) => new() { ["lid"] = person.LidJid };
}
