namespace AdminPortal.Tests.Architecture;

/// <summary>The text of the sources, without what tools wrote.</summary>
internal static class SourceFiles
{
    public static IEnumerable<SourceLine> Lines(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/')
        where Path.GetExtension(name) is ".cs" or ".razor" or ".css" or ".js"
        where !name.Contains("/bin/", StringComparison.Ordinal)
            && !name.Contains("/obj/", StringComparison.Ordinal)
            && !name.Contains("/Migrations/", StringComparison.Ordinal)
        from line in File.ReadLines(file).Select((text, index) => new SourceLine(name, index + 1, text))
        select line;
}

internal sealed record SourceLine(string File, int Number, string Text)
{
    public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
}
