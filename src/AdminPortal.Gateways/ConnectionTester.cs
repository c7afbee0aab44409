using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways;

public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,
    /// <summary>The settings are right, but the number cannot be used as it is.</summary>
    Warning,
    /// <summary>The settings do not work.</summary>
    Error,
}

/// <summary>One thing that a connection test found.</summary>
/// <param name="Field">A <see cref="CredentialField.Key"/>, <see cref="ConnectionTester.BaseAddressField"/>, or null when it concerns no field.</param>
/// <param name="Sentence">For an operator; holds no secret.</param>
public sealed record ConnectionFinding(string? Field, FindingSeverity Severity, string Sentence);

/// <summary>What a connection test came to.</summary>
/// <param name="Session">The number's state, when it could be read.</param>
/// <param name="Probed">Abilities that were seen to work, for <see cref="CapabilitySet.Narrow"/>.</param>
public sealed record ConnectionTest(
    IReadOnlyList<ConnectionFinding> Findings, GatewaySession? Session, IReadOnlyList<CapabilityStatement> Probed)
{
    /// <summary>The settings can be saved: there may be warnings, but no error.</summary>
    public bool Works => Findings.All(f => f.Severity != FindingSeverity.Error);
}

/// <summary>
/// Tries settings out by reading only, and says of every problem which field it is about. Throws nothing but cancellation.
/// </summary>
public sealed class ConnectionTester(GatewayCatalog catalog, GatewayAddressPolicy policy, TimeProvider time)
{
    public const string BaseAddressField = "baseAddress";

    /// <param name="gate">The number's budget, or <see cref="OpenRequestGate"/> while it has none.</param>
    public async Task<ConnectionTest> TestAsync(GatewaySettings settings, IRequestGate gate, CancellationToken cancellationToken)
    {
        var vendor = catalog[settings.Kind];
        var typed = Typed(vendor, settings).ToList();
        if (typed.Count > 0)
        {
            return new ConnectionTest(typed, null, []);
        }

        var gateway = vendor.Connect(settings, gate);
        var session = await gateway.GetSessionAsync(cancellationToken);
        if (!session.Succeeded)
        {
            return new ConnectionTest([FindingOf(vendor, session.Failure)], null, []);
        }

        List<CapabilityStatement> probed = [Seen(gateway, Capability.ReadSession)];
        if (session.Value.State != SessionState.Connected)
        {
            return new ConnectionTest([NotConnected(session.Value)], session.Value, probed);
        }

        if (!gateway.Capabilities.Can(Capability.ListGroups))
        {
            return new ConnectionTest([], session.Value, probed);
        }

        // The session is read for the account at some vendors; the groups are read for the number itself.
        var groups = await gateway.ListGroupsAsync(cancellationToken);
        if (!groups.Succeeded)
        {
            return new ConnectionTest([FindingOf(vendor, groups.Failure)], session.Value, probed);
        }

        probed.Add(Seen(gateway, Capability.ListGroups));
        var count = groups.Value.Count;
        return new ConnectionTest(
            [new ConnectionFinding(null, FindingSeverity.Information, count == 1 ? "The number is in 1 group." : FormattableString.Invariant($"The number is in {count} groups."))],
            session.Value,
            probed);
    }

    /// <summary>What can be said without calling anybody.</summary>
    private IEnumerable<ConnectionFinding> Typed(IGatewayVendor vendor, GatewaySettings settings)
    {
        if (policy.RefusalOf(settings.BaseAddress) is { } refusal)
        {
            yield return new ConnectionFinding(BaseAddressField, FindingSeverity.Error, refusal);
        }

        foreach (var field in vendor.Credentials)
        {
            if (!settings.Credentials.TryGetValue(field.Key, out var value) || string.IsNullOrWhiteSpace(value))
            {
                yield return new ConnectionFinding(field.Key, FindingSeverity.Error, $"{field.Label} is missing.");
            }
            else if (value.Trim() is "." or ".." || value.Any(c => char.IsControl(c) || (field.IsSecret && !char.IsAscii(c))))
            {
                yield return new ConnectionFinding(field.Key, FindingSeverity.Error, $"{field.Label} contains characters that cannot be part of it.");
            }
        }
    }

    private static ConnectionFinding FindingOf(IGatewayVendor vendor, GatewayFailure failure)
    {
        var secret = vendor.Credentials.FirstOrDefault(c => c.IsSecret)?.Key;
        var name = vendor.Credentials.FirstOrDefault(c => !c.IsSecret)?.Key;
        return failure.Kind switch
        {
            GatewayFailureKind.SignedOut when failure.Code is 401 or 403 => new ConnectionFinding(secret, FindingSeverity.Error, failure.Message),
            // The credential was accepted, and there is no number behind what the other field names.
            GatewayFailureKind.SignedOut when failure.Code is 404 => new ConnectionFinding(name ?? secret, FindingSeverity.Error, failure.Message),
            GatewayFailureKind.Forbidden => new ConnectionFinding(secret, FindingSeverity.Error, failure.Message),
            GatewayFailureKind.NotFound => new ConnectionFinding(name ?? secret, FindingSeverity.Error, failure.Message),
            GatewayFailureKind.SignedOut or GatewayFailureKind.RateLimited => new ConnectionFinding(null, FindingSeverity.Warning, failure.Message),
            // With a status the address was right and its server is in trouble; without one nobody of that kind is there.
            GatewayFailureKind.Unavailable when failure.Code is not null => new ConnectionFinding(null, FindingSeverity.Error, failure.Message),
            GatewayFailureKind.Unavailable or GatewayFailureKind.Unreadable => new ConnectionFinding(BaseAddressField, FindingSeverity.Error, failure.Message),
            _ => new ConnectionFinding(null, FindingSeverity.Error, failure.Message),
        };
    }

    private static ConnectionFinding NotConnected(GatewaySession session) => new(
        null,
        FindingSeverity.Warning,
        session.State switch
        {
            SessionState.Connecting => "The number is still connecting to WhatsApp.",
            SessionState.SignedOut => "The number is signed out of WhatsApp: pair it again at the gateway.",
            SessionState.Disconnected => "The number is not connected to WhatsApp.",
            _ => "The gateway does not say whether the number is connected to WhatsApp.",
        });

    private CapabilityStatement Seen(IWhatsAppGateway gateway, Capability capability) =>
        gateway.Capabilities[capability] with { Evidence = CapabilityEvidence.Probed, ProbedAt = time.GetUtcNow() };
}
