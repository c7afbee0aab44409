using System.Text.Json.Nodes;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways;

/// <summary>One adapter against a server that answers what the test says.</summary>
public abstract class VendorTests : IAsyncLifetime
{
    internal TestGateways Gateways { get; } = new();

    internal StubGateway Stub { get; private set; } = null!;

    protected static GroupId Crew { get; } = GroupId.Parse("120363000000000021@g.us");
    protected static GroupId Dock { get; } = GroupId.Parse("120363000000000022@g.us");
    protected static GroupId News { get; } = GroupId.Parse("120363000000000031@g.us");
    protected static CommunityId Town { get; } = CommunityId.Parse("120363000000000020@g.us");
    protected static InviteCode Code { get; } = InviteCode.TryParse("AbCdEfGhIjKlMnOpQrStUv", out var code) ? code : default;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected IWhatsAppGateway Gateway => Gateways.Connect(Settings);

    protected abstract GatewaySettings Settings { get; }

    public async ValueTask InitializeAsync() => Stub = await StubGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Gateways.Dispose();
        await Stub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static ParticipantId Person(string id) => ParticipantId.Parse(id);

    protected static string Payload(string vendor, string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Gateways", vendor, "Payloads", name));

    protected static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    protected static T Value<T>(GatewayResult<T> result)
    {
        Assert.True(result.Succeeded, result.Failure?.ToString());
        return result.Value;
    }

    protected static GatewayFailure Failure<T>(GatewayResult<T> result)
    {
        Assert.False(result.Succeeded);
        return result.Failure;
    }
}
