using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Overview;

namespace AdminPortal.Tests.Shell;

public sealed class ShellStatusTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory, DatabaseData]
    public async Task Counts_what_waits_and_runs(TestDatabase database)
    {
        await using (var db = database.Open())
        {
            var estate = new Estate(db, _time.GetUtcNow());
            var group = estate.Group("Crew");
            estate.Request(group, estate.Person("Ada", "4915110000001"), askedAt: null);
            estate.Request(group, estate.Person("Bo", "4915110000002"), askedAt: null, AdminPortal.Features.Approvals.RequestState.Deciding);
            estate.Operation("One", OperationState.Running);
            estate.Operation("Two", OperationState.Running);
            estate.Operation("Three", OperationState.NeedsAttention);
            estate.Operation("Four", OperationState.Completed);
            estate.Number("Reception");
            estate.Number("Desk", SessionState.SignedOut);
            await db.SaveChangesAsync();
        }

        var snapshot = await new ShellStatus(database.Contexts, _time).ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 2, 1), (snapshot.RequestsWaiting, snapshot.OperationsRunning, snapshot.OperationsNeedingAttention));
        Assert.Equal(["Desk", "Reception"], snapshot.Numbers.Select(n => n.Name));
    }

    [Fact]
    public void A_pause_that_is_over_is_none()
    {
        var number = Number(SessionState.Connected);
        number.PausedUntil = _time.GetUtcNow().AddMinutes(1);
        Assert.Equal(NumberState.Paused, Describe(number));

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(NumberState.Connected, Describe(number));
    }

    [Fact]
    public void A_gateway_that_does_not_answer_is_told_from_a_number_nobody_asked()
    {
        var number = Number(SessionState.Unknown);
        Assert.Equal(NumberState.Unchecked, Describe(number));

        number.LastError = "The gateway did not answer in 20 s.";

        Assert.Equal(NumberState.Unreachable, Describe(number));
    }

    [Fact]
    public void A_stop_outweighs_everything()
    {
        var number = Number(SessionState.SignedOut);
        number.StoppedReason = "The session dropped after an add.";

        Assert.Equal(NumberState.Stopped, Describe(number));
    }

    private NumberState Describe(Connection number) => ShellStatus.Describe(number, _time.GetUtcNow()).State;

    private Connection Number(SessionState session) => new()
    {
        Name = "Desk",
        Kind = GatewayKind.RyzeApi,
        BaseAddress = "http://127.0.0.1:1",
        ProtectedCredentials = "x",
        CreatedAt = _time.GetUtcNow(),
        Session = session,
    };
}
