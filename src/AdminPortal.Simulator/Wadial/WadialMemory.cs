using System.Text.Json.Nodes;

namespace AdminPortal.Simulator.Wadial;

/// <summary>What the vendor's server remembers beyond the world: sent messages, by session and idempotency key.</summary>
internal sealed class WadialMemory(WadialSwitches switches)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Session, string Key), (string Content, JsonObject Record)> _byKey = [];
    private readonly List<(string Session, JsonObject Record)> _sent = [];

    public WadialSwitches Switches => switches;

    /// <summary>Sends once per key: the same content gets the stored record, and what was not sent leaves the key free.</summary>
    /// <param name="key">Empty sends each time.</param>
    /// <param name="send">Null when nothing could be sent.</param>
    /// <returns>Null when nothing was sent: it could not be, or the key belongs to other content.</returns>
    public JsonObject? Once(string session, string key, string content, Func<JsonObject?> send)
    {
        lock (_gate)
        {
            if (key.Length > 0 && _byKey.TryGetValue((session, key), out var stored))
            {
                return stored.Content == content ? (JsonObject)stored.Record.DeepClone() : null;
            }

            if (send() is not { } record)
            {
                return null;
            }

            _sent.Add((session, record));
            if (key.Length > 0)
            {
                _byKey[(session, key)] = (content, record);
            }

            return (JsonObject)record.DeepClone();
        }
    }

    /// <summary>Outgoing messages of a session, oldest first.</summary>
    public IReadOnlyList<JsonNode> Sent(string session)
    {
        lock (_gate)
        {
            return [.. _sent.Where(message => message.Session == session).Select(message => message.Record.DeepClone())];
        }
    }
}
