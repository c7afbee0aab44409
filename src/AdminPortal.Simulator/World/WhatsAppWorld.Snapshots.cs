using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    private static readonly JsonSerializerOptions SnapshotFormat = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes everything, the journal and the state of the random source included.</summary>
    public async Task SaveAsync(Stream target, CancellationToken cancellationToken = default)
    {
        byte[] snapshot;
        lock (_gate)
        {
            _state.Random = _random.State;
            snapshot = JsonSerializer.SerializeToUtf8Bytes(_state, SnapshotFormat);
        }

        await target.WriteAsync(snapshot, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="JsonException">The stream holds no snapshot.</exception>
    public static async Task<WhatsAppWorld> LoadAsync(
        Stream source, TimeProvider time, WorldLimits? limits = null, CancellationToken cancellationToken = default)
    {
        var state = await JsonSerializer.DeserializeAsync<WorldState>(source, SnapshotFormat, cancellationToken).ConfigureAwait(false)
            ?? throw new JsonException("The snapshot is empty.");
        state.Reindex();
        return new WhatsAppWorld(state, time, limits);
    }

    /// <summary>Becomes a copy of another world, in place: everybody who holds this one, the servers too, sees the new one at once.</summary>
    public void ResetTo(WhatsAppWorld other)
    {
        byte[] snapshot;
        lock (other._gate)
        {
            other._state.Random = other._random.State;
            snapshot = JsonSerializer.SerializeToUtf8Bytes(other._state, SnapshotFormat);
        }

        var state = JsonSerializer.Deserialize<WorldState>(snapshot, SnapshotFormat)
            ?? throw new JsonException("The snapshot is empty.");
        state.Reindex();
        lock (_gate)
        {
            _state = state;
            _random = new WorldRandom(state.Random);
        }
    }
}
