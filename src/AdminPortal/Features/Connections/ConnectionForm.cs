using AdminPortal.Gateways;
using AdminPortal.Results;

namespace AdminPortal.Features.Connections;

/// <summary>The state of the form for a number: what was typed, what was found, and where each finding belongs.</summary>
public sealed class ConnectionForm
{
    private readonly Dictionary<string, string> _credentials = [];
    private IReadOnlyList<ConnectionFinding> _findings = [];

    public GatewayKind Kind { get; private set; }

    public string Name { get; set; } = "";

    public string BaseAddress { get; set; } = "";

    public IReadOnlyList<CredentialField> Fields { get; private set; } = [];

    /// <summary>The last test of exactly what stands in the form; any change takes it back.</summary>
    public ConnectionTest? Test { get; private set; }

    /// <summary>Findings that belong to no field of the form.</summary>
    public IEnumerable<ConnectionFinding> General =>
        _findings.Where(f => f.Field is null || (f.Field != ConnectionDraft.NameField && f.Field != ConnectionTester.BaseAddressField && Fields.All(c => c.Key != f.Field)));

    /// <summary>Takes another gateway; what was typed for the former one is gone.</summary>
    public void Choose(IGatewayVendor vendor)
    {
        Kind = vendor.Kind;
        Fields = vendor.Credentials;
        BaseAddress = vendor.DefaultBaseAddress.ToString();
        _credentials.Clear();
        Forget();
    }

    /// <summary>Shows what is stored; secrets stay empty.</summary>
    public void Show(ConnectionSettings settings)
    {
        (Kind, Fields, Name, BaseAddress) = (settings.Card.Kind, settings.Fields, settings.Card.Name, settings.BaseAddress);
        _credentials.Clear();
        foreach (var (key, value) in settings.Shown)
        {
            _credentials[key] = value;
        }

        Forget();
    }

    public string CredentialOf(string key) => _credentials.GetValueOrDefault(key, "");

    public void SetCredential(string key, string? value)
    {
        _credentials[key] = value ?? "";
        Forget();
    }

    /// <summary>Something was typed: what was found before no longer speaks about it.</summary>
    public void Forget() => (Test, _findings) = (null, []);

    public ConnectionDraft ToDraft() => new(Kind, Name, BaseAddress, new Dictionary<string, string>(_credentials));

    public void Take(ConnectionTest test) => (Test, _findings) = (test, test.Findings);

    /// <summary>Binds a refusal to the fields it is about.</summary>
    public void Take(PortalFailure failure) => _findings = failure is SettingsRefused refused
        ? refused.Findings
        : [new ConnectionFinding(failure.Field, FindingSeverity.Error, failure.Message)];

    /// <summary>The sentences for one field, or null.</summary>
    public string? ErrorOf(string field) =>
        _findings.Where(f => f.Field == field && f.Severity == FindingSeverity.Error).Select(f => f.Sentence).ToList() is { Count: > 0 } sentences
            ? string.Join(" ", sentences)
            : null;
}
