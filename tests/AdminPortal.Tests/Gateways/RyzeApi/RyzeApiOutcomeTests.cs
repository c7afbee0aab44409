using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways.RyzeApi;

/// <summary>Answers with one outcome per target: people, and groups to link.</summary>
public sealed class RyzeApiOutcomeTests : IAsyncLifetime
{
    private const string NotFound = """{"success":false,"error":{"message":"Group not found or you are not a member of this group"}}""";
    private static readonly GroupId Crew = GroupId.Parse("120363077001122334@g.us");
    private static readonly GroupId Dock = GroupId.Parse("120363077001122335@g.us");
    private static readonly CommunityId Harbour = CommunityId.Parse("120363077000000001@g.us");

    private readonly TestGateways _gateways = new();
    private StubGateway _stub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IWhatsAppGateway Gateway => _gateways.Connect(_stub.RyzeApi());

    public async ValueTask InitializeAsync() => _stub = await StubGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        await _stub.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task People_are_matched_by_id_in_whatever_order_the_answer_comes()
    {
        var outcomes = await AddAsync("participants-mixed.json", "4915110002009", "88112233445577@lid");

        Assert.Equal([TargetVerdict.Refused, TargetVerdict.Accepted], outcomes.Select(o => o.Verdict));
        Assert.Equal((RefusalReason.PrivacyBlocked, "privacy settings block add"), (outcomes[0].Reason, outcomes[0].Detail));
        Assert.Equal("88112233445577@lid", outcomes[1].Target.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task People_are_matched_under_every_key_that_may_name_them()
    {
        var outcomes = await AddAsync("participants-other-keys.json", "4915110002001", "4915110002002", "4915110002009");

        Assert.Equal([TargetVerdict.Accepted, TargetVerdict.Accepted, TargetVerdict.Refused], outcomes.Select(o => o.Verdict));
        Assert.Equal(RefusalReason.NotOnWhatsApp, outcomes[2].Reason);
    }

    [Fact(Timeout = 60_000)]
    public async Task People_are_matched_by_position_when_nothing_speaks_against_it()
    {
        var outcomes = await AddAsync("participants-by-position.json", "4915110002001", "4915110002002");

        Assert.Equal([TargetVerdict.Accepted, TargetVerdict.AlreadySo], outcomes.Select(o => o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task People_the_answer_does_not_name_are_unknown()
    {
        var contradicting = await AddAsync("participants-contradicting.json", "4915110002001", "4915110002002");
        var missing = await AddAsync("participants-missing.json", "4915110002001", "4915110002002");

        // The first is named, but without a word on success; the second position names somebody else.
        Assert.All(contradicting.Concat(missing), o => Assert.Equal(TargetVerdict.Unknown, o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_Brazilian_number_that_comes_back_with_another_ninth_digit_is_the_same_person()
    {
        _stub.On("group/participants", 200, """
            {"success":true,"participants":[{"jid":"5511987654321@s.whatsapp.net","success":false,"error":"privacy settings block add"},{"jid":"551187654321@s.whatsapp.net","success":true}]}
            """);

        var outcomes = await ActAsync("551187654321", "5521912345678");

        Assert.Equal(TargetVerdict.Accepted, outcomes[0].Verdict);
        Assert.Equal(TargetVerdict.Unknown, outcomes[1].Verdict);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("privacy settings block add", RefusalReason.PrivacyBlocked)]
    [InlineData("Privacy settings block add (403)", RefusalReason.PrivacyBlocked)]
    [InlineData("number is not on WhatsApp", RefusalReason.NotOnWhatsApp)]
    [InlineData("Number not registered", RefusalReason.NotOnWhatsApp)]
    [InlineData("participant error 421", RefusalReason.RequestCreated)]
    [InlineData("status: 408", RefusalReason.LeftRecently)]
    [InlineData("401", RefusalReason.BlockedByPerson)]
    [InlineData("blocked by participant", RefusalReason.BlockedByPerson)]
    [InlineData("participant recently left the group", RefusalReason.LeftRecently)]
    [InlineData("group is full", RefusalReason.GroupFull)]
    [InlineData("community is full", RefusalReason.CommunityFull)]
    [InlineData("participant can only join by invite link", RefusalReason.LinkOnly)]
    [InlineData("membership request created", RefusalReason.RequestCreated)]
    [InlineData("join request already exists", RefusalReason.RequestCreated)]
    [InlineData("participant was already invited", RefusalReason.Unspecified)]
    [InlineData("unavailable for legal reasons", RefusalReason.LegalRestriction)]
    [InlineData("rate limit exceeded (429)", RefusalReason.RateLimited)]
    [InlineData("must be admin", RefusalReason.NoRight)]
    [InlineData("invalid number", RefusalReason.InvalidNumber)]
    [InlineData("something new", RefusalReason.Unspecified)]
    [InlineData(null, RefusalReason.Unspecified)]
    public async Task Every_reason_for_refusing_a_person_is_understood(string? error, RefusalReason reason)
    {
        _stub.On("group/participants", 200, $$"""
            {"success":false,"message":"0 of 1","participants":[{"jid":"4915110002001@s.whatsapp.net","success":false,"error":{{(error is null ? "null" : $"\"{error}\"")}}}]}
            """);

        var outcome = Assert.Single(await ActAsync("4915110002001"));

        Assert.Equal((TargetVerdict.Refused, reason, error), (outcome.Verdict, outcome.Reason, outcome.Detail));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("request not found")]
    [InlineData("404")]
    [InlineData("409: already a member")]
    [InlineData("already a member of the group")]
    public async Task A_request_that_is_gone_counts_as_handled(string error)
    {
        _stub.On("group/participants", 200, $$"""{"success":true,"participants":[{"jid":"88112233445577@lid","success":false,"error":"{{error}}"}]}""");

        var approved = Assert.Single(Value(await Gateway.ApproveAsync(Crew, [ParticipantId.Parse("88112233445577@lid")], Cancel)));
        var rejected = Assert.Single(Value(await Gateway.RejectAsync(Crew, [ParticipantId.Parse("88112233445577@lid")], Cancel)));

        Assert.All([approved, rejected], o => Assert.Equal((TargetVerdict.AlreadySo, RefusalReason.AlreadyHandled), (o.Verdict, o.Reason)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("404", TargetVerdict.AlreadySo, RefusalReason.NotAMember)]
    [InlineData("not a member of the group", TargetVerdict.AlreadySo, RefusalReason.NotAMember)]
    [InlineData("cannot change the group creator", TargetVerdict.Refused, RefusalReason.Creator)]
    [InlineData("403", TargetVerdict.Refused, RefusalReason.NoRight)]
    public async Task A_removal_that_does_not_happen_says_why(string error, TargetVerdict verdict, RefusalReason reason)
    {
        _stub.On("group/participants", 200, $$"""{"success":true,"participants":[{"jid":"4915110002001@s.whatsapp.net","success":false,"error":"{{error}}"}]}""");

        var outcome = Assert.Single(Value(await Gateway.RemoveParticipantsAsync(Crew, [ParticipantId.Parse("4915110002001")], Cancel)));

        Assert.Equal((verdict, reason), (outcome.Verdict, outcome.Reason));
        Assert.Equal(verdict == TargetVerdict.AlreadySo && error != "404", outcome.IsInterpreted);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_to_add_needs_no_request()
    {
        Assert.Empty(Value(await Gateway.AddParticipantsAsync(Crew, [], Cancel)));
        Assert.Empty(Value(await Gateway.LinkAsync(Harbour, [], Cancel)));
        Assert.Empty(_stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_partial_link_is_told_group_by_group()
    {
        _stub.On("community/link", 200, RyzeApiPayloadTests.Payload("link-partial.json"))
            .On("community/listSubGroups", 200, RyzeApiPayloadTests.Payload("subgroups.json"))
            .On("group/info", 200, $$"""{"success":true,"group":{"jid":"{{Dock}}","name":"Dock","linkedParentJid":"120363077000000009@g.us"} }""");

        var outcomes = Value(await Gateway.LinkAsync(Harbour, [Crew, Dock], Cancel));

        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused], outcomes.Select(o => o.Verdict));
        Assert.Equal(RefusalReason.LinkedElsewhere, outcomes[1].Reason);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_total_failure_under_200_is_told_group_by_group()
    {
        _stub.On("community/link", 200, RyzeApiPayloadTests.Payload("link-total-failure.json"))
            .On("community/listSubGroups", 200, """{"success":true,"subgroups":[]}""")
            .On("group/info", 404, NotFound);

        var outcomes = Value(await Gateway.LinkAsync(Harbour, [Crew, Dock], Cancel));

        Assert.All(outcomes, o => Assert.Equal(TargetVerdict.Refused, o.Verdict));
        Assert.Equal([RefusalReason.NoRight, RefusalReason.LinkedElsewhere], outcomes.Select(o => o.Reason));
        Assert.Equal("already linked to another community", outcomes[1].Detail);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_claimed_as_linked_that_nobody_can_see_stays_a_claim()
    {
        _stub.On("community/link", 200, RyzeApiPayloadTests.Payload("link-silent.json"))
            .On("community/listSubGroups", 200, RyzeApiPayloadTests.Payload("subgroups.json"))
            .On("group/info", 404, NotFound);

        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Accepted], Value(await Gateway.LinkAsync(Harbour, [Crew, Dock], Cancel)).Select(o => o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_claimed_as_linked_that_is_in_no_community_was_dropped()
    {
        _stub.On("community/link", 200, RyzeApiPayloadTests.Payload("link-silent.json"))
            .On("community/listSubGroups", 200, RyzeApiPayloadTests.Payload("subgroups.json"))
            .On("group/info", 200, $$"""{"success":true,"group":{"jid":"{{Dock}}","name":"Dock"} }""");

        Assert.Equal([TargetVerdict.Verified, TargetVerdict.NotApplied], Value(await Gateway.LinkAsync(Harbour, [Crew, Dock], Cancel)).Select(o => o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task When_nothing_can_be_read_back_the_gateways_word_is_all_there_is()
    {
        _stub.On("community/link", 200, RyzeApiPayloadTests.Payload("link-partial.json"))
            .On("community/listSubGroups", 502, "<html/>")
            .On("group/info", 502, "<html/>");

        var outcomes = Value(await Gateway.LinkAsync(Harbour, [Crew, Dock, Harbour.Parent], Cancel));

        Assert.Equal([TargetVerdict.Accepted, TargetVerdict.Refused, TargetVerdict.Unknown], outcomes.Select(o => o.Verdict));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_unlink_calls_linked_was_unlinked()
    {
        _stub.On("community/unlink", 200, $$"""{"success":true,"message":"Unlinked 2 of 2 groups from community","linked":["{{Crew}}","{{Dock}}"],"failed":[]}""")
            .On("community/listSubGroups", 200, RyzeApiPayloadTests.Payload("subgroups.json"))
            .On("group/info", 200, $$"""{"success":true,"group":{"jid":"{{Dock}}","name":"Dock","linkedParentJid":""} }""");

        var outcomes = Value(await Gateway.UnlinkAsync(Harbour, [Crew, Dock], Cancel));

        // Crew is still listed, whatever was said.
        Assert.Equal([TargetVerdict.NotApplied, TargetVerdict.Verified], outcomes.Select(o => o.Verdict));
    }

    private async Task<IReadOnlyList<TargetOutcome<ParticipantId>>> AddAsync(string payload, params string[] people)
    {
        _stub.On("group/participants", 200, RyzeApiPayloadTests.Payload(payload));
        return await ActAsync(people);
    }

    private async Task<IReadOnlyList<TargetOutcome<ParticipantId>>> ActAsync(params string[] people) =>
        Value(await Gateway.AddParticipantsAsync(Crew, [.. people.Select(ParticipantId.Parse)], Cancel));

    private static T Value<T>(GatewayResult<T> result)
    {
        Assert.True(result.Succeeded, result.Failure?.ToString());
        return result.Value;
    }
}
