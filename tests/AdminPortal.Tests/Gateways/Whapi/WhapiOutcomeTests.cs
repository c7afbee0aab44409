using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Gateways.Whapi;

/// <summary>Answers with one outcome per target: people, applicants, groups to link.</summary>
public sealed class WhapiOutcomeTests : VendorTests
{
    private const string NotFound = """{"error":{"code":404,"message":"Specified group not found"}}""";

    protected override GatewaySettings Settings => Stub.Whapi();

    /// <summary>In it: 15550001111 (creator), 15550002222 under a hidden id.</summary>
    private static string Members => Payload("Whapi", "group.json");

    [Fact(Timeout = 60_000)]
    public async Task Who_is_processed_is_accepted_without_another_read()
    {
        Stub.On("POST groups/", 200, """{"success":true,"processed":["15550003333","88112233445577@lid"],"failed":[]}""");

        var outcomes = Value(await Gateway.AddParticipantsAsync(Crew, [Person("88112233445577@lid"), Person("15550003333@s.whatsapp.net")], Cancel));

        Assert.All(outcomes, o => Assert.Equal(TargetVerdict.Accepted, o.Verdict));
        AssertJson("""{"participants":["88112233445577@lid","15550003333"]}""", Assert.Single(Stub.Requests).Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_failed_without_a_reason_is_looked_up()
    {
        Stub.On("POST groups/", 200, """{"success":true,"processed":["15550003333"],"failed":["15550004444","15550002222"]}""").On("GET groups/", 200, Members);

        var outcomes = Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550002222"), Person("15550003333"), Person("15550004444"), Person("15550005555")], Cancel));

        Assert.Equal(
            [TargetVerdict.AlreadySo, TargetVerdict.Accepted, TargetVerdict.Refused, TargetVerdict.NotApplied], outcomes.Select(o => o.Verdict));
        Assert.Equal([RefusalReason.AlreadyMember, null, RefusalReason.Unspecified, null], outcomes.Select(o => o.Reason));
        Assert.Equal("Whapi.Cloud gives no reason.", outcomes[2].Detail);
    }

    [Fact(Timeout = 60_000)]
    public async Task When_nobody_can_be_looked_up_a_failure_stays_one()
    {
        Stub.On("POST groups/", 200, """{"success":false,"processed":[],"failed":["15550002222"]}""").On("GET groups/", 500, """{"error":{"code":500,"message":"x"}}""");

        Assert.Equal(TargetVerdict.Refused, Assert.Single(Value(await Gateway.AddParticipantsAsync(Crew, [Person("15550002222")], Cancel))).Verdict);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(409, "15550002222", TargetVerdict.AlreadySo, RefusalReason.AlreadyMember)]
    [InlineData(404, "15550009999", TargetVerdict.Refused, RefusalReason.NotOnWhatsApp)]
    [InlineData(409, "15550009999", TargetVerdict.Refused, RefusalReason.Unspecified)]
    public async Task A_call_refused_because_of_a_person_is_that_persons_outcome(int status, string person, TargetVerdict verdict, RefusalReason reason)
    {
        Stub.On("POST groups/", status, $$"""{"error":{"code":{{status}},"message":"x"} }""").On("GET groups/", 200, Members);

        var outcome = Assert.Single(Value(await Gateway.AddParticipantsAsync(Crew, [Person(person)], Cancel)));

        Assert.Equal((verdict, reason), (outcome.Verdict, outcome.Reason));
        Assert.Equal(1, Stub.Count("POST groups/"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_that_is_unknown_fails_the_call()
    {
        Stub.On("/", 404, NotFound);

        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.AddParticipantsAsync(Crew, [Person("15550002222")], Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.ApproveAsync(Crew, [Person("15550002222")], Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task Removing_somebody_who_is_not_there_is_done_and_the_creator_stays()
    {
        Stub.On("DELETE groups/", 200, """{"success":true,"processed":[],"failed":["15550009999","15550001111"]}""").On("GET groups/", 200, Members);

        var outcomes = Value(await Gateway.RemoveParticipantsAsync(Crew, [Person("15550009999"), Person("15550001111")], Cancel));

        Assert.Equal([(TargetVerdict.AlreadySo, RefusalReason.NotAMember), (TargetVerdict.Refused, RefusalReason.Creator)], outcomes.Select(o => (o.Verdict, o.Reason!.Value)));
        AssertJson("""{"participants":["15550009999","15550001111"]}""", Stub.Single("DELETE groups/").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Admins_are_changed_all_together_with_a_body_on_the_delete()
    {
        Stub.On("/admins", 200, """{"success":true}""");

        Assert.All(Value(await Gateway.PromoteAsync(Crew, [Person("15550002222"), Person("15550003333")], Cancel)), o => Assert.Equal(TargetVerdict.Accepted, o.Verdict));
        Assert.All(Value(await Gateway.DemoteAsync(Crew, [Person("15550002222")], Cancel)), o => Assert.Equal(TargetVerdict.Accepted, o.Verdict));

        Assert.Equal(["PATCH", "DELETE"], Stub.Requests.Select(r => r.Method));
        AssertJson("""{"participants":["15550002222"]}""", Stub.Requests.Last().Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Applicants_are_decided_one_per_call_and_200_is_not_approved()
    {
        Stub.On("POST groups/", async context =>
        {
            var isFirst = Stub.Count("POST groups/") == 1;
            await context.Response.WriteAsync(
                isFirst
                    ? """[{"chatId":"15550004444@s.whatsapp.net","success":true}]"""
                    : """[{"chatId":"88112233445577@lid","success":false,"error":"group is full"}]""",
                Cancel);
        });

        var outcomes = Value(await Gateway.ApproveAsync(Crew, [Person("15550004444@s.whatsapp.net"), Person("88112233445577@lid")], Cancel));

        Assert.Equal([(TargetVerdict.Accepted, null), (TargetVerdict.Refused, RefusalReason.GroupFull)], outcomes.Select(o => (o.Verdict, o.Reason)));
        Assert.Equal(["""{"application":"15550004444@s.whatsapp.net"}""", """{"application":"88112233445577@lid"}"""], Stub.Requests.Select(r => r.Body));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("15550004444", TargetVerdict.Refused, null)]
    [InlineData("15550009999", TargetVerdict.AlreadySo, RefusalReason.AlreadyHandled)]
    public async Task A_request_that_is_gone_was_handled(string person, TargetVerdict verdict, RefusalReason? reason)
    {
        Stub.On("DELETE groups/", 404, NotFound).On("GET groups/", 200, Payload("Whapi", "applications.json"));

        var outcome = Assert.Single(Value(await Gateway.RejectAsync(Crew, [Person(person)], Cancel)));

        Assert.Equal((verdict, reason), (outcome.Verdict, outcome.Reason));
        AssertJson($$"""{"application":"{{person}}@s.whatsapp.net"}""", Stub.Single("DELETE groups/").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_decided_before_a_failure_is_not_lost_with_it()
    {
        Stub.On("POST groups/", async context =>
        {
            var isFirst = Stub.Count("POST groups/") == 1;
            context.Response.StatusCode = isFirst ? 200 : 500;
            await context.Response.WriteAsync(
                isFirst ? """[{"chatId":"15550004444@s.whatsapp.net","success":true}]""" : """{"error":{"code":500,"message":"Internal error"}}""", Cancel);
        });

        var outcomes = Value(await Gateway.ApproveAsync(Crew, [Person("15550004444"), Person("15550005555"), Person("15550006666")], Cancel));

        Assert.Equal([TargetVerdict.Accepted, TargetVerdict.Unknown, TargetVerdict.Refused], outcomes.Select(o => o.Verdict));
        Assert.StartsWith("Not sent", outcomes[2].Detail, StringComparison.Ordinal);
        Assert.Equal(2, Stub.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_are_claimed_one_by_one_and_looked_up_together()
    {
        Stub.On("PUT communities/", 200, """{"success":true}""")
            .On("GET communities/", 200, Payload("Whapi", "subgroups.json"))
            .On("GET groups/", 200, Payload("Whapi", "group-sparse.json"));

        var outcomes = Value(await Gateway.LinkAsync(Town, [Crew, Dock, News], Cancel));

        Assert.Equal([TargetVerdict.Verified, TargetVerdict.NotApplied, TargetVerdict.Refused], outcomes.Select(o => o.Verdict));
        Assert.Equal(RefusalReason.AnnouncementGroup, outcomes[2].Reason);
        Assert.Equal(3, Stub.Count("PUT communities/"));
        Assert.Equal(1, Stub.Count("GET communities/"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Unlinking_counts_as_done_only_when_the_group_is_seen_out()
    {
        Stub.On("DELETE communities/", 200, """{"success":true}""")
            .On("GET communities/", 200, Payload("Whapi", "subgroups.json"))
            .On("GET groups/", 200, Payload("Whapi", "group-sparse.json"));

        var outcomes = Value(await Gateway.UnlinkAsync(Town, [Crew, Dock], Cancel));

        Assert.Equal([TargetVerdict.NotApplied, TargetVerdict.Verified], outcomes.Select(o => o.Verdict));
        Assert.All(Stub.Requests.Where(r => r.Method == "DELETE"), r => Assert.Equal("", r.Body));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_without_an_id_reaches_no_route()
    {
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.UnlinkAsync(Town, [default], Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.LinkAsync(default, [Crew], Cancel)).Kind);
        Assert.Empty(Stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_to_change_needs_no_request()
    {
        Assert.Empty(Value(await Gateway.AddParticipantsAsync(Crew, [], Cancel)));
        Assert.Empty(Value(await Gateway.ApproveAsync(Crew, [], Cancel)));
        Assert.Empty(Value(await Gateway.LinkAsync(Town, [], Cancel)));
        Assert.Empty(Stub.Requests);
    }
}
