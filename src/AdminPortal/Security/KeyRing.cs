using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AdminPortal.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Security;

/// <summary>Section <c>DataProtection</c>: wraps the keys that protect secrets and cookies.</summary>
public sealed class DataProtectionOptions
{
    public const string Section = "DataProtection";

    /// <summary>A PKCS#12 file with a private key. Empty: keys lie unwrapped, guarded by the rights of the folder or database.</summary>
    public string? CertificatePath { get; set; }

    public string? CertificatePassword { get; set; }
}

/// <summary>Where the keys lie: beside the SQLite file, or in PostgreSQL, where all nodes share them.</summary>
internal static class KeyRing
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="OptionsValidationException">The configured certificate cannot be used.</exception>
    public static void AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(DataProtectionOptions.Section).Get<DataProtectionOptions>() ?? new DataProtectionOptions();
        var protection = services.AddDataProtection().SetApplicationName("AdminPortal");
        if (!string.IsNullOrWhiteSpace(options.CertificatePath))
        {
            protection.ProtectKeysWithCertificate(LoadCertificate(options));
        }

        services.AddOptions<KeyManagementOptions>()
            .Configure<IOptions<DatabaseOptions>, IOptions<DataOptions>, IDbContextFactory<PortalDbContext>, ILoggerFactory>(
                (keys, database, data, contexts, loggers) =>
                    keys.XmlRepository = database.Value.Provider == DatabaseProvider.Postgres
                        ? new DatabaseKeyRepository(contexts)
                        : new FileSystemXmlRepository(KeyDirectory(data.Value.Directory), loggers));
    }

    private static X509Certificate2 LoadCertificate(DataProtectionOptions options)
    {
        if (!File.Exists(options.CertificatePath))
        {
            throw Unusable($"there is no file {options.CertificatePath}.");
        }

        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(options.CertificatePath!, options.CertificatePassword);
            return certificate.HasPrivateKey
                ? certificate
                : throw Unusable("the file has no private key.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(exception.Message);
        }
    }

    private static OptionsValidationException Unusable(string why) => new(
        DataProtectionOptions.Section,
        typeof(DataProtectionOptions),
        [$"{DataProtectionOptions.Section}:CertificatePath cannot be used: {why}"]);

    private static DirectoryInfo KeyDirectory(string dataDirectory)
    {
        var path = Path.GetFullPath(Path.Combine(dataDirectory, "keys"));
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }

        var directory = Directory.CreateDirectory(path, OwnerOnly);
        // It may have been there before, with wider rights.
        File.SetUnixFileMode(path, OwnerOnly);
        return directory;
    }
}
