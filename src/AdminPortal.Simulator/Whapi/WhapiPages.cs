using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;

namespace AdminPortal.Simulator.Whapi;

/// <summary>Lists come in pages: <c>?count=&amp;offset=</c>, answered with <c>count</c>, <c>total</c> and <c>offset</c>.</summary>
internal static class WhapiPages
{
    private const int Largest = 500;
    private const int Usual = 100;

    public static DialectReply Of<T>(WhapiCall call, string key, IReadOnlyList<T> items, Func<T, JsonNode> shape)
    {
        var count = call.Request.QueryText("count") is null ? Usual : call.Request.QueryNumber("count");
        var offset = call.Request.QueryText("offset") is null ? 0 : call.Request.QueryNumber("offset");
        return count is null or < 1 or > Largest || offset is null or < 0
            ? WhapiReplies.Invalid("count or offset")
            : DialectReply.Ok(new JsonObject
            {
                [key] = JsonLists.Of(items.Skip(offset.Value).Take(count.Value).Select(shape)),
                ["count"] = count,
                ["total"] = items.Count,
                ["offset"] = offset,
            });
    }
}
