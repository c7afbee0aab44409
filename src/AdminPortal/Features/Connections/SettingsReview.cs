using System.Globalization;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Security;

namespace AdminPortal.Features.Connections;

/// <summary>What typed settings come to before anybody is called.</summary>
/// <param name="Name">Trimmed; null when it cannot be used.</param>
/// <param name="Settings">Null when something cannot be used; then <paramref name="Findings"/> say what.</param>
public sealed record ReviewedSettings(string? Name, GatewaySettings? Settings, bool CredentialsChanged, IReadOnlyList<ConnectionFinding> Findings);

/// <summary>Judges settings as typed and completes them with what is stored.</summary>
public sealed class SettingsReview(GatewayCatalog catalog, GatewayAddressPolicy policy, SecretProtector secrets)
{
    private const int MaxAddress = 500;
    private const int MaxCredential = 4000;

    /// <param name="connection">The number that is changed, or null for a new one.</param>
    internal ReviewedSettings Of(ConnectionDraft draft, Connection? connection)
    {
        List<ConnectionFinding> findings = [];
        var name = NameOf(draft.Name, findings);
        var address = AddressOf(draft.BaseAddress, findings);
        var vendor = catalog.Vendors.FirstOrDefault(v => v.Kind == draft.Kind);
        if (vendor is null)
        {
            findings.Add(Error(null, "Choose a gateway."));
            return new(name, null, false, findings);
        }

        var stored = connection is null ? null : secrets.Unprotect(connection.ProtectedCredentials);
        var sameServer = connection is not null && address is not null && IsSameServer(new Uri(connection.BaseAddress), address);
        var credentials = new Dictionary<string, string>();
        var changed = false;
        foreach (var field in vendor.Credentials)
        {
            var typed = draft.Credentials.GetValueOrDefault(field.Key)?.Trim();
            var kept = stored?.GetValueOrDefault(field.Key);
            if (!string.IsNullOrEmpty(typed))
            {
                if (typed.Length > MaxCredential)
                {
                    findings.Add(Error(field.Key, $"{field.Label} is too long."));
                }

                changed |= typed != kept;
                credentials[field.Key] = typed;
            }
            else if (!string.IsNullOrEmpty(kept) && (sameServer || !field.IsSecret))
            {
                credentials[field.Key] = kept;
            }
            else
            {
                findings.Add(Error(field.Key, string.IsNullOrEmpty(kept)
                    ? $"{field.Label} is missing."
                    : $"The address leads to another server: type {Lower(field.Label)} again."));
            }
        }

        var settings = findings.Count == 0 ? new GatewaySettings(draft.Kind, address!, credentials) : null;
        return new(name, settings, changed, findings);
    }

    private static string? NameOf(string typed, List<ConnectionFinding> findings)
    {
        var name = typed.Trim();
        if (name.Length == 0)
        {
            findings.Add(Error(ConnectionDraft.NameField, "Give the number a name."));
            return null;
        }

        if (name.Length > Connection.NameMaxLength || name.Any(IsUnseen))
        {
            findings.Add(Error(ConnectionDraft.NameField, name.Length > Connection.NameMaxLength
                ? $"A name has at most {Connection.NameMaxLength} characters; this has {name.Length}."
                : "The name holds characters that cannot be shown."));
            return null;
        }

        return name;
    }

    /// <summary>Direction marks and the like make one name look like another; the joiner belongs to emoji.</summary>
    private static bool IsUnseen(char c) => char.IsControl(c) || (char.GetUnicodeCategory(c) == UnicodeCategory.Format && c != '\u200D');

    private Uri? AddressOf(string typed, List<ConnectionFinding> findings)
    {
        var text = typed.Trim();
        if (text.Length is 0 or > MaxAddress || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            findings.Add(Error(ConnectionTester.BaseAddressField, text.Length == 0
                ? "The address is missing."
                : "This is no address. It looks like https://gateway.example.org."));
            return null;
        }

        if (policy.RefusalOf(address) is { } refusal)
        {
            findings.Add(Error(ConnectionTester.BaseAddressField, refusal));
            return null;
        }

        return address;
    }

    private static bool IsSameServer(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];

    private static ConnectionFinding Error(string? field, string sentence) => new(field, FindingSeverity.Error, sentence);
}
