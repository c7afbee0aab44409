using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Gateways;

/// <summary>
/// What every gateway has to keep, whatever its vendor's dialect, over real HTTP against the simulated vendor.
/// An adapter joins by deriving a class that says how to reach its dialect.
/// </summary>
public abstract partial class GatewayContract : IAsyncLifetime
{
    private TestGateways _gateways = null!;

    protected abstract GatewayKind Kind { get; }

    /// <summary>The same vendor in the simulator's words.</summary>
    protected Vendor Vendor => Enum.Parse<Vendor>(Kind.ToString());

    /// <summary>An add is answered with a reason for everybody who was refused.</summary>
    protected virtual bool GivesReasons => true;

    /// <summary>Somebody who blocked the number is refused, not silently left out.</summary>
    protected virtual bool TellsOfBlocks => true;

    /// <summary>Who needed no change (an admin to promote, a stranger to remove) is told apart.</summary>
    protected virtual bool TellsWhatWasSo => true;

    /// <summary>A request that is gone is told apart from one that was decided now.</summary>
    protected virtual bool TellsWhatWasHandled => true;

    /// <summary>The vendor's own limit comes with the time when it ends.</summary>
    protected virtual bool TellsWhenALimitEnds => true;

    internal ContractWorld Site { get; private set; } = null!;

    internal WhatsAppWorld World => Site.World;

    internal CountingGate Gate { get; } = new();

    protected IWhatsAppGateway Gateway { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Where the dialect is served.</summary>
    protected abstract Uri AddressOf(SimulatorHost host);

    /// <summary>The credentials of a number in this dialect.</summary>
    protected abstract IReadOnlyDictionary<string, string> CredentialsOf(WorldNumber number);

    public async ValueTask InitializeAsync()
    {
        _gateways = new TestGateways();
        Site = await StartAsync();
        Gateway = ConnectTo(Site);
    }

    public async ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        await Site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Told of every request as it arrived, to be held against what the vendor documents.</summary>
    protected virtual void Inspect(SeenRequest request)
    {
        // Most dialects judge a request themselves.
    }

    /// <summary>Chooses among the shapes that the vendor's documentation leaves open.</summary>
    protected virtual void Prepare(SimulatorHost host)
    {
        // As the dialect comes.
    }

    internal Task<ContractWorld> StartAsync() => ContractWorld.StartAsync(vendor: Vendor, onRequest: Inspect, prepare: Prepare);

    internal WorldNumber AddNumber(string name, string handle, string phone) =>
        World.AddNumber(name, handle: ContractWorld.HandleOf(Vendor, handle), phone: phone, token: "token-of-the-instance-" + handle, vendor: Vendor);

    internal IWhatsAppGateway ConnectTo(ContractWorld site) =>
        _gateways.Connect(new GatewaySettings(Kind, AddressOf(site.Host), CredentialsOf(site.Desk)), Gate);

    protected static GroupId Group(string id) => GroupId.Parse(id);

    protected static CommunityId Community(string id) => CommunityId.Parse(id);

    protected static ParticipantId Phone(Person person) => ParticipantId.FromPhone(person.Phone);

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
