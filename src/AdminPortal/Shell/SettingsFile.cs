namespace AdminPortal.Shell;

/// <summary>A configuration file outside the installation, so that an update of the product does not touch it.</summary>
internal static class SettingsFile
{
    public const string Key = "Settings";

    /// <summary>
    /// Reads the JSON file that <see cref="Key"/> names. It wins over the product's own file; environment variables and
    /// arguments still win over it.
    /// </summary>
    /// <exception cref="FileNotFoundException">A file is named and is not there.</exception>
    public static void AddSettingsFile(this WebApplicationBuilder builder, string[] args)
    {
        if (builder.Configuration[Key] is not { Length: > 0 } path)
        {
            return;
        }

        builder.Configuration
            .AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddCommandLine(args);
    }
}
