namespace AdminPortal.Tests.Architecture;

/// <summary>Where the sources are, for rules that read them.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AdminPortal.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"AdminPortal.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
