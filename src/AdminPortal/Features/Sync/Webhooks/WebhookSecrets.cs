using System.Security.Cryptography;
using System.Text;
using AdminPortal.Security;

namespace AdminPortal.Features.Sync.Webhooks;

/// <summary>The two secrets of a number's address: a part of its path, and what proves a delivery.</summary>
/// <param name="Proof">Null as long as the vendor's secret was not entered.</param>
internal sealed record WebhookSecrets(string Path, string? Proof)
{
    private const string PathKey = "path";
    private const string ProofKey = "proof";

    public string PathHash => HashOf(Path);

    public static WebhookSecrets New(bool withProof) =>
        new(RandomNumberGenerator.GetHexString(32, lowercase: true), withProof ? NewProof() : null);

    public static string NewProof() => RandomNumberGenerator.GetHexString(48, lowercase: true);

    public static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));

    /// <summary>Null when the keys at hand cannot read them.</summary>
    public static WebhookSecrets? Read(SecretProtector protector, string protectedSecrets) =>
        protector.Unprotect(protectedSecrets) is { } stored ? new(stored.GetValueOrDefault(PathKey) ?? "", stored.GetValueOrDefault(ProofKey)) : null;

    public string Protect(SecretProtector protector)
    {
        var stored = new Dictionary<string, string>(StringComparer.Ordinal) { [PathKey] = Path };
        if (Proof is { } proof)
        {
            stored[ProofKey] = proof;
        }

        return protector.Protect(stored);
    }

    public override string ToString() => "secrets of a webhook";
}
