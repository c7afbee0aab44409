using System.Text.Json;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Sandbox;

/// <summary>Keeps a sandbox between two starts.</summary>
public static class SandboxFile
{
    /// <returns>The world that was saved, with the numbers it had, or a new sandbox when there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is no world; it is left as it is.</exception>
    public static async Task<WhatsAppWorld> OpenAsync(
        string path,
        TimeProvider time,
        int seed = SandboxWorld.DefaultSeed,
        CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path))
        {
            return SandboxWorld.Create(seed, time);
        }

        await using var source = File.OpenRead(path);
        try
        {
            return await WhatsAppWorld.LoadAsync(source, time, limits: null, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The sandbox file '{path}' cannot be read. Delete it to start with a new sandbox.", error);
        }
    }

    /// <summary>Writes beside the old file and then takes its place: a crash leaves one of the two whole.</summary>
    public static async Task SaveAsync(WhatsAppWorld world, string path, CancellationToken cancellationToken = default)
    {
        var fresh = path + ".new";
        await using (var target = File.Create(fresh))
        {
            await world.SaveAsync(target, cancellationToken).ConfigureAwait(false);
            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
