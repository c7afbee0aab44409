using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>
/// Who is on WhatsApp, and which LID is whose, as far as this number can know: people it shares a group with who do not
/// hide their number. Members of announcement groups stay LIDs.
/// </summary>
internal static class WawpContacts
{
    /// <summary>GET /v2/contacts/check-exists?phone=: digits, a plus at most, no leading zeros.</summary>
    public static DialectReply Exists(WawpCall call)
    {
        var digits = (call.Request.QueryText("phone") ?? "").Trim().TrimStart('+');
        if (digits.Length == 0 || digits.StartsWith("00", StringComparison.Ordinal) || !digits.All(char.IsAsciiDigit))
        {
            return WawpReplies.Invalid("phone");
        }

        return IfWorking(call, () => call.World.FindPerson(digits) is { IsOnWhatsApp: true } person
            ? DialectReply.Ok(new JsonObject { ["numberExists"] = true, ["chatId"] = WawpShapes.PhoneId(person.Phone) })
            : DialectReply.Ok(new JsonObject { ["numberExists"] = false, ["chatId"] = null }));
    }

    public static DialectReply Lids(WawpCall call) => IfWorking(call, () => DialectReply.Ok(JsonLists.Of(Known(call)
        .Skip(call.Request.QueryNumber("offset") ?? 0)
        .Take(call.Request.QueryNumber("limit") ?? 100)
        .Select(person => (JsonNode)Pair(person.LidJid, WawpShapes.PhoneId(person.Phone))))));

    public static DialectReply CountLids(WawpCall call) =>
        IfWorking(call, () => DialectReply.Ok(new JsonObject { ["count"] = Known(call).Count() }));

    public static DialectReply LidOf(WawpCall call) => IfWorking(call, () =>
    {
        var number = call.Request.Path["number"];
        var person = call.World.FindPerson(number);
        var lid = person is { IsOnWhatsApp: true } ? person.LidJid : null;
        return DialectReply.Ok(new JsonObject { ["lid"] = lid, ["number"] = number.Split('@')[0] });
    });

    public static DialectReply NumberOf(WawpCall call) => IfWorking(call, () =>
    {
        var lid = call.Request.Path["lid"].Split('@')[0] + "@lid";
        var person = Known(call).FirstOrDefault(candidate => candidate.LidJid == lid);
        return DialectReply.Ok(Pair(lid, person is null ? null : WawpShapes.PhoneId(person.Phone)));
    });

    private static JsonObject Pair(string lid, string? number) => new() { ["lid"] = lid, ["pn"] = number };

    private static IEnumerable<Person> Known(WawpCall call)
    {
        var groups = call.World.Groups(call.Actor, withMembers: true);
        return !groups.IsDone
            ? []
            : groups.Value
                .Where(group => group.Kind is not GroupKind.Announcement)
                .SelectMany(group => group.Members)
                .Select(member => member.Person)
                .Where(person => !person.HidesPhone)
                .DistinctBy(person => person.Phone);
    }

    private static DialectReply IfWorking(WawpCall call, Func<DialectReply> answer) =>
        call.Number.Session is SessionState.Connected ? answer() : WawpReplies.NotWorking(call.Number, call.Switches);
}
