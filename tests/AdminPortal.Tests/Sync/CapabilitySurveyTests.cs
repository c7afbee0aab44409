using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Sync;

/// <summary>A number's abilities are tried out once by themselves and then on demand; what was found is kept with its time.</summary>
public sealed class CapabilitySurveyTests
{
    private static readonly Actor s_admin = new(Guid.NewGuid(), "Ada", OperatorRole.Administrator);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task The_first_rounds_of_a_number_try_it_out_once(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        bench.Far!.Wadial.HasProseRoutes = false;
        var id = await bench.ConnectAsync("Field", bench.World.Numbers[0], surveyed: false);

        await bench.SyncAsync(id);

        var directory = bench.Get<ConnectionDirectory>();
        var settings = (await directory.FindAsync(id, Ending))!;
        Assert.Equal(bench.Time.GetUtcNow(), settings.CapabilitiesCheckedAt);
        Assert.Equal((CapabilityLevel.Supported, CapabilityEvidence.Probed), Statement(settings.Capabilities[Capability.ReadGroup]));
        Assert.Equal((CapabilityLevel.Unsupported, CapabilityEvidence.Probed), Statement(settings.Capabilities[Capability.ListSuggestions]));
        Assert.Equal(CapabilityEvidence.Documented, settings.Capabilities[Capability.AddParticipants].Evidence);
        Assert.Equal(settings.Capabilities[Capability.ListSuggestions], (await directory.CompareAsync(Ending))[0].Capabilities[Capability.ListSuggestions]);

        await bench.SyncAsync(id);
        await using var db = bench.Open();
        Assert.Equal(1, await db.AuditEntries.CountAsync(a => a.Action == "connection.checked", Ending));

        // The vendor has built the way since: whoever asks again has the ability back.
        bench.Far!.Wadial.HasProseRoutes = true;
        var again = await bench.Get<CapabilitySurvey>().RequestAsync(s_admin, id, Ending);
        Assert.Contains(again.Value!.Found, f => f.Capability == Capability.ListSuggestions && f.Usable);
        Assert.True((await directory.FindAsync(id, Ending))!.Capabilities.Can(Capability.ListSuggestions));
    }

    [Theory, DatabaseData]
    public async Task What_was_refused_when_it_was_tried_is_not_asked_again_before_it_is_tried_anew(TestDatabase database)
    {
        var group = "";
        await using var bench = await SyncBench.OverHttpAsync(database, builder =>
        {
            builder.AddNumber("Field", vendor: Vendor.Wadial);
            group = builder.AddGroup("Crew", members: builder.AddPeople(2).Select(p => p.Phone), settings: new GroupSettings(ApprovalRequired: true));
        });
        var id = await bench.ConnectAsync("Field", bench.World.Numbers[0]);
        await bench.SyncAsync(id);
        Assert.True(Asked() > 0, "Before, it is asked.");
        await bench.Get<ConnectionRegistry>().RecordCapabilitiesAsync(
            s_admin, id, [new(Capability.ListMembershipRequests, CapabilityLevel.Unsupported, CapabilityEvidence.Probed, "refused this when it was tried (no such plan)")], Ending);
        var asked = Asked();

        bench.LetEverythingGetOld();
        await bench.SyncAsync(id);
        var read = await bench.Get<GroupReader>().ReadRequestsAsync(id, GroupId.Parse(group), Lane.Interactive, ReadingOrigin.Detail, Ending);

        Assert.Equal(asked, Asked());
        var refused = Assert.IsType<ReadOutcome.Failed>(read).Failure;
        Assert.Equal((GatewayFailureKind.NotSupported, "WADial refused this when it was tried (no such plan)."), (refused.Kind, refused.Message));

        Assert.True((await bench.Get<CapabilitySurvey>().RequestAsync(s_admin, id, Ending)).Succeeded);
        var tried = Asked();
        Assert.Equal(asked + 1, tried);
        bench.LetEverythingGetOld();
        await bench.SyncAsync(id);
        Assert.True(Asked() > tried, "Its requests are read again.");

        int Asked() => bench.Far!.Requests.All.Count(r => r.Route == RouteKind.ListRequests);
    }

    [Theory, DatabaseData]
    public async Task A_number_whose_list_was_refused_is_asked_for_its_session_alone(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var id = await bench.ConnectAsync("Field", bench.World.Numbers[0]);
        await bench.Get<ConnectionRegistry>().RecordCapabilitiesAsync(
            s_admin, id, [new(Capability.ListGroups, CapabilityLevel.Unsupported, CapabilityEvidence.Probed, "refused this when it was tried (no such plan)")], Ending);

        await bench.SyncAsync(id);

        Assert.NotEmpty(bench.Far!.Requests.All);
        Assert.All(bench.Far.Requests.All, r => Assert.Equal(RouteKind.Session, r.Route));
    }

    [Theory, DatabaseData]
    public async Task Other_credentials_make_it_a_number_that_nobody_tried_out(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var id = await bench.ConnectAsync("Field", bench.World.Numbers[0], surveyed: false);
        await bench.SyncAsync(id);
        var before = (await bench.Get<ConnectionDirectory>().FindAsync(id, Ending))!;

        await bench.Get<ConnectionRegistry>().EditAsync(
            s_admin, id, new ConnectionDraft(before.Card.Kind, "Field", before.BaseAddress, new Dictionary<string, string> { ["apiKey"] = "wd_another" }), Ending);

        var after = (await bench.Get<ConnectionDirectory>().FindAsync(id, Ending))!;
        Assert.Null(after.CapabilitiesCheckedAt);
        Assert.DoesNotContain(after.Capabilities, c => c.Evidence == CapabilityEvidence.Probed);
    }

    [Theory, DatabaseData]
    public async Task Only_who_manages_numbers_may_ask_and_a_stopped_number_is_left_alone(TestDatabase database)
    {
        await using var bench = await SyncBench.OverHttpAsync(database, Furnish);
        var id = await bench.ConnectAsync("Field", bench.World.Numbers[0], surveyed: false);
        var survey = bench.Get<CapabilitySurvey>();

        Assert.IsType<NotAllowed>((await survey.RequestAsync(s_admin with { Role = OperatorRole.Operator }, id, Ending)).Failure);
        Assert.IsType<NotThere>((await survey.RequestAsync(s_admin, Guid.NewGuid(), Ending)).Failure);
        await bench.Get<ConnectionRegistry>().RestAsync(s_admin, id, "for a test", Ending);
        Assert.IsType<CannotAsk>((await survey.RequestAsync(s_admin, id, Ending)).Failure);
        Assert.Empty(bench.Far!.Requests.All);
    }

    private static void Furnish(WorldBuilder builder)
    {
        builder.AddNumber("Field", vendor: Vendor.Wadial);
        var community = builder.AddCommunity("Harbour").Id;
        builder.AddGroup("Crew", builder.AddPeople(2), community);
    }

    private static (CapabilityLevel, CapabilityEvidence) Statement(CapabilityStatement statement) => (statement.Level, statement.Evidence);
}
