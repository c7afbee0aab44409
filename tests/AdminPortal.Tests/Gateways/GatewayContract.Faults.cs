using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator.Faults;

namespace AdminPortal.Tests.Gateways;

public abstract partial class GatewayContract
{
    private static readonly FaultKind[] AfterTheEffect = [FaultKind.DropAfterEffect, FaultKind.MalformedJson];

    public static TheoryData<Capability, FaultKind> EveryWriteInEveryTrouble
    {
        get
        {
            var data = new TheoryData<Capability, FaultKind>();
            FaultKind[] troubles =
            [
                FaultKind.DropBeforeEffect, FaultKind.DropAfterEffect, FaultKind.MalformedJson, FaultKind.HtmlError,
                FaultKind.RateLimited, FaultKind.RateLimitedByWhatsApp, FaultKind.ServerError, FaultKind.SignedOut,
            ];
            foreach (var call in ContractCall.All.Values.Where(c => c.Shows is not null))
            {
                foreach (var trouble in troubles)
                {
                    data.Add(call.Capability, trouble);
                }
            }

            return data;
        }
    }

    public static TheoryData<Capability> EveryRead => [.. ContractCall.All.Values.Where(c => c.Shows is null).Select(c => c.Capability)];

    /// <summary>The heart of the wall: a write leaves once, and what is said of it afterwards is true.</summary>
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(EveryWriteInEveryTrouble))]
    public async Task A_write_in_trouble_is_sent_once_and_told_as_it_is(Capability capability, FaultKind trouble)
    {
        var call = ContractCall.All[capability];
        if (!Gateway.Capabilities.Can(capability))
        {
            Assert.Equal(GatewayFailureKind.NotSupported, (await call.Act(Gateway, Site))?.Kind);
            return;
        }

        var before = World.LastSequence;
        Site.Host.Faults.Everyone.Next(trouble, 1, call.Route);

        var failure = await call.Act(Gateway, Site);

        Assert.NotNull(failure);
        Assert.Equal(1, Site.Host.Requests.Count(call.Route));
        Assert.Contains(failure.Kind, KindsAfter(trouble));
        if (AfterTheEffect.Contains(trouble))
        {
            var (events, writes) = await UndisturbedAsync(call);
            // What takes several requests stops half way; what takes one has happened, once.
            Assert.True(writes > 1 || call.Shows!(Site));
            Assert.InRange(World.LastSequence - before, writes > 1 ? 1 : events, events);
        }
        else
        {
            Assert.Equal(before, World.LastSequence);
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(EveryRead))]
    public async Task A_read_survives_a_connection_that_breaks_once(Capability capability)
    {
        var call = ContractCall.All[capability];
        Site.Host.Faults.Everyone.Next(FaultKind.DropBeforeEffect);

        var failure = await call.Act(Gateway, Site);

        Assert.Equal(Gateway.Capabilities.Can(capability) ? null : GatewayFailureKind.NotSupported, failure?.Kind);
        Assert.Equal(Gate.Passed.Count(p => p == "read"), Site.Host.Requests.All.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(FaultKind.DropBeforeEffect, GatewayFailureKind.Unavailable, 3)]
    [InlineData(FaultKind.HtmlError, GatewayFailureKind.Unavailable, 3)]
    [InlineData(FaultKind.ServerError, GatewayFailureKind.Unavailable, 3)]
    [InlineData(FaultKind.MalformedJson, GatewayFailureKind.Unreadable, 1)]
    [InlineData(FaultKind.RateLimited, GatewayFailureKind.RateLimited, 1)]
    [InlineData(FaultKind.RateLimitedByWhatsApp, GatewayFailureKind.RateLimited, 1)]
    [InlineData(FaultKind.SignedOut, GatewayFailureKind.SignedOut, 1)]
    public async Task A_read_in_lasting_trouble_is_given_up_after_few_attempts(FaultKind trouble, GatewayFailureKind kind, int requests)
    {
        Site.Host.Faults.Everyone.Always(trouble);

        var result = await Gateway.ListGroupsAsync(Cancel);

        Assert.Equal(kind, Failure(result).Kind);
        Assert.Equal(requests, Site.Host.Requests.All.Count);
        Assert.Equal(requests, result.Exchanges.Count);
        Assert.Equal(requests, Gate.Observed.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_rate_limit_says_when_it_ends_if_the_gateway_knows()
    {
        Site.Host.Faults.Of(Site.Desk).RateLimitReset = TimeSpan.FromSeconds(42);
        Site.Host.Faults.Of(Site.Desk).Next(FaultKind.RateLimited).NextAfter(1, FaultKind.RateLimitedByWhatsApp);
        var earliest = TimeProvider.System.GetUtcNow().AddSeconds(35);

        var ofGateway = Failure(await Gateway.ListGroupsAsync(Cancel));
        var ofWhatsApp = Failure(await Gateway.ListGroupsAsync(Cancel));

        Assert.Null(ofWhatsApp.Until);
        if (!TellsWhenALimitEnds)
        {
            Assert.Null(ofGateway.Until);
            return;
        }

        Assert.InRange(ofGateway.Until ?? default, earliest, earliest.AddSeconds(30));
        Assert.Equal(ofGateway.Until, Gate.Observed.First().RateLimit is { } told ? told.RetryAt ?? told.ResetsAt : null);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_number_that_is_logged_out_after_an_add_is_signed_out_from_then_on()
    {
        Site.Host.Faults.Everyone.Next(FaultKind.LogoutAfterCall, 1, ContractCall.All[Capability.AddParticipants].Route);

        Assert.Equal(TargetVerdict.Accepted, Assert.Single(Value(await Gateway.AddParticipantsAsync(Group(Site.Yard), [Phone(Site.Newcomer)], Cancel))).Verdict);
        Assert.Equal(GatewayFailureKind.SignedOut, Failure(await Gateway.AddParticipantsAsync(Group(Site.Yard), [Phone(Site.Shy)], Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_exchange_and_no_log_line_holds_the_credential()
    {
        foreach (var call in ContractCall.All.Values)
        {
            await call.Act(Gateway, Site);
        }

        var secret = Site.Desk.Token;
        Assert.NotEmpty(Gate.Observed);
        Assert.DoesNotContain(Gate.Observed, e => $"{e.Request}{e.RequestBody}{e.ResponseBody}".Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(_gateways.Logs, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.Contains(Gate.Observed, e => e.RequestBody?.Contains(Site.Newcomer.Phone, StringComparison.Ordinal) == true);
    }

    private static GatewayFailureKind[] KindsAfter(FaultKind trouble) => trouble switch
    {
        FaultKind.RateLimited or FaultKind.RateLimitedByWhatsApp => [GatewayFailureKind.RateLimited],
        FaultKind.SignedOut => [GatewayFailureKind.SignedOut],
        // A vendor's own 500 may tell that nothing was begun; that is allowed to be believed.
        FaultKind.ServerError => [GatewayFailureKind.OutcomeUnknown, GatewayFailureKind.Unavailable],
        _ => [GatewayFailureKind.OutcomeUnknown],
    };

    /// <summary>The same call in the same world without trouble: how many events its effect makes, and how many writes it takes.</summary>
    private async Task<(long Events, int Writes)> UndisturbedAsync(ContractCall call)
    {
        await using var twin = await StartAsync();
        var before = twin.World.LastSequence;
        Assert.Null(await call.Act(ConnectTo(twin), twin));
        return (twin.World.LastSequence - before, twin.Host.Requests.All.Count(r => r.Method != "GET"));
    }
}
