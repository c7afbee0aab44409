using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AdminPortal.RestrictedFeed;

/// <summary>
/// Compiled in only when the package feed is a restricted one: it holds some libraries in an older version than their
/// callers were built against, and the runtime does not bind to an older assembly by itself.
/// </summary>
internal static class OlderAssemblyBinding
{
    private static readonly string[] s_prefixes = ["SQLitePCLRaw.", "AngleSharp.Diffing"];

    [ModuleInitializer]
#pragma warning disable CA2255 // The binding has to stand before the first type of these libraries is touched.
    internal static void Register() => AssemblyLoadContext.Default.Resolving += Resolve;
#pragma warning restore CA2255

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName wanted)
    {
        if (wanted.Name is not { } name || !s_prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
