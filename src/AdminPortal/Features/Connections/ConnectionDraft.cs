using AdminPortal.Gateways;

namespace AdminPortal.Features.Connections;

/// <summary>What an operator typed to connect a number, or to change its settings. Holds secrets: <see cref="ToString"/> shows none.</summary>
/// <param name="BaseAddress">As typed; judged when it is used.</param>
/// <param name="Credentials">By <see cref="CredentialField.Key"/>. In a change, what is left out or empty stays as it is stored.</param>
public sealed record ConnectionDraft(GatewayKind Kind, string Name, string BaseAddress, IReadOnlyDictionary<string, string> Credentials)
{
    public const string NameField = "name";

    public override string ToString() => $"{Kind} \"{Name}\"";
}
