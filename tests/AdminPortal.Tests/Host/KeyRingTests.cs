using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AdminPortal.Data;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Host;

public sealed class KeyRingTests
{
    private static readonly Dictionary<string, string> s_credentials = new(StringComparer.Ordinal) { ["token"] = "secret" };

    [Theory, DatabaseData]
    public async Task Secrets_survive_a_restart(TestDatabase database)
    {
        string kept;
        await using (var first = PortalHost.On(database))
        {
            kept = first.Services.GetRequiredService<SecretProtector>().Protect(s_credentials);
        }

        await using var second = PortalHost.On(database);
        Assert.Equal("secret", second.Services.GetRequiredService<SecretProtector>().Unprotect(kept)!["token"]);
        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Keys_lie_where_only_their_owner_reads_them(TestDatabase database)
    {
        await using var host = PortalHost.On(database);
        host.Services.GetRequiredService<SecretProtector>().Protect(s_credentials);
        await using var db = database.Open();
        var inTable = await db.ProtectionKeys.CountAsync(TestContext.Current.CancellationToken);

        if (database.Provider == DatabaseProvider.Postgres)
        {
            Assert.Equal(1, inTable);
            return;
        }

        var folder = Path.Combine(database.Folder, "keys");
        Assert.Equal(0, inTable);
        Assert.Single(Directory.GetFiles(folder));
        // Elsewhere rights are a matter of the folder's owner.
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public async Task Certificate_wraps_the_keys()
    {
        await using var host = new PortalHost();
        var path = Path.Combine(host.DataDirectory, "keys.pfx");
        using (var rsa = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=AdminPortal", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12, "pass"), TestContext.Current.CancellationToken);
        }

        host.Set("DataProtection:CertificatePath", path).Set("DataProtection:CertificatePassword", "pass");
        var protector = host.Services.GetRequiredService<SecretProtector>();

        Assert.Equal("secret", protector.Unprotect(protector.Protect(s_credentials))!["token"]);
        var key = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(host.DataDirectory, "keys")).Single(), TestContext.Current.CancellationToken);
        Assert.Contains("X509Certificate", key, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey p4:requiresEncryption", key, StringComparison.Ordinal);
    }
}
