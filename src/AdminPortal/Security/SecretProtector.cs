using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace AdminPortal.Security;

/// <summary>Protects the credentials of numbers at rest. The only place that sees them in the clear beside the adapters.</summary>
public sealed class SecretProtector(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("AdminPortal.ConnectionCredentials.v1");

    public string Protect(IReadOnlyDictionary<string, string> credentials) =>
        _protector.Protect(JsonSerializer.Serialize(credentials));

    /// <summary>Null when the text cannot be read with the keys at hand, for example after the key folder was lost.</summary>
    public IReadOnlyDictionary<string, string>? Unprotect(string protectedCredentials)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(_protector.Unprotect(protectedCredentials));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
