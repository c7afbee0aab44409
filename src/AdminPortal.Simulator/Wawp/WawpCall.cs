using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wawp;

/// <summary>One authenticated call on one instance.</summary>
internal sealed partial record WawpCall(
    WhatsAppWorld World, WorldNumber Number, DialectRequest Request, DrawnFaults Faults, TimeProvider Time, WawpSwitches Switches)
    : DialectContext(World, Number, Request, Faults, Time)
{
    public string GroupId => Request.Path["id"];

    public static bool IsGroupId(string text) => text.EndsWith("@g.us", StringComparison.Ordinal);

    /// <summary>From query or body: the vendor's pages show both.</summary>
    public static string? Argument(DialectRequest request, string key) => request.QueryText(key) ?? request.Text(key);

    /// <summary>Null unless there is at least one <c>{ "id": "…" }</c>: a bare text is not a participant.</summary>
    public IReadOnlyList<string>? Participants()
    {
        if (Request.Body["participants"] is not JsonArray { Count: > 0 } list)
        {
            return null;
        }

        string?[] ids = [.. list.Select(item => item is JsonObject participant ? DialectRequest.TextOf(participant["id"]) : null)];
        return ids.All(id => id is not null && PersonForm().IsMatch(id)) ? [.. ids.OfType<string>()] : null;
    }

    [GeneratedRegex(@"^\d{5,20}(@c\.us|@lid)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PersonForm();
}
