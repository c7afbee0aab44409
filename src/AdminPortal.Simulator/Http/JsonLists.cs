using System.Text.Json.Nodes;

namespace AdminPortal.Simulator.Http;

internal static class JsonLists
{
    public static JsonArray Of(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray OfTexts(IEnumerable<string> items) => Of(items.Select(item => (JsonNode?)JsonValue.Create(item)));
}
