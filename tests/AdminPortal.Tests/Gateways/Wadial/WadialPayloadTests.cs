using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways.Wadial;

/// <summary>What Wadial is documented to answer, or most likely answers, and what leaves us.</summary>
public sealed class WadialPayloadTests : VendorTests
{
    private const string Base = "/api/v1/sessions/0197aa10-0000-7000-8000-0000000000a1";
    private const string Taken = """{"data":{}}""";

    protected override GatewaySettings Settings => Stub.Wadial();

    [Fact(Timeout = 60_000)]
    public async Task Carries_the_key_in_the_header_and_the_session_in_the_path()
    {
        Stub.On("/groups", 200, """{"data":[]}""");

        Assert.Empty(Value(await Gateway.ListGroupsAsync(Cancel)));

        var request = Assert.Single(Stub.Requests);
        Assert.Equal(("Bearer wd_key-of-the-account-1", Base + "/groups", ""), (request.Headers["Authorization"], request.Path, request.Query));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, true, "connected", SessionState.Connected)]
    [InlineData(true, false, "disconnected", SessionState.Disconnected)]
    [InlineData(true, false, "inactive", SessionState.Disconnected)]
    [InlineData(true, false, "error", SessionState.Disconnected)]
    [InlineData(true, false, "connecting", SessionState.Connecting)]
    [InlineData(true, false, "created", SessionState.Connecting)]
    [InlineData(false, false, "created", SessionState.SignedOut)]
    [InlineData(false, true, "connected", SessionState.SignedOut)]
    public async Task Paired_and_connected_decide_whatever_the_status_says(bool paired, bool connected, string state, SessionState expected)
    {
        Stub.On(Base, 200, $$"""
            {"data":{"sessionId":"0197AA10-0000-7000-8000-0000000000a1","displayName":"Ops line","status":"connected","paired":{{(paired ? "true" : "false")}},
             "active":true,"connected":{{(connected ? "true" : "false")}},"connectionState":"{{state}}","linkedPhoneJid":"4915110003000:3@s.whatsapp.net"} }
            """);

        var session = Value(await Gateway.GetSessionAsync(Cancel));

        Assert.Equal((expected, "4915110003000", "Ops line", state), (session.State, session.Number?.Digits, session.DisplayName, session.Detail));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"data":{"sessionId":"0197aa10-0000-7000-8000-0000000000ff","paired":true,"connected":true}}""")]
    [InlineData("""{"data":{"sessionId":"0197aa10-0000-7000-8000-0000000000a1","status":"connected"}}""")]
    [InlineData("""{"data":[]}""")]
    public async Task Another_session_or_one_that_says_nothing_is_not_believed(string body)
    {
        Stub.On(Base, 200, body);

        Assert.Equal(GatewayFailureKind.Unreadable, Failure(await Gateway.GetSessionAsync(Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_list_is_bare_or_under_groups_and_tells_the_parts_of_a_community(bool wrapped)
    {
        var body = Payload("Wadial", "groups.json");
        Stub.On("/groups", 200, wrapped ? body.Replace("{ \"data\": [", "{ \"data\": { \"groups\": [", StringComparison.Ordinal).Replace("] }\n", "] } }\n", StringComparison.Ordinal) : body);

        var listed = Value(await Gateway.ListGroupsAsync(Cancel));

        Assert.Equal([Town.Parent, News, Crew, Dock], listed.Select(l => l.Id));
        Assert.Equal(
            [GroupKind.CommunityParent, GroupKind.Announcement, GroupKind.Subgroup, null], listed.Select(l => l.Detail?.Kind));
        Assert.Equal([false, true, false], listed.Take(3).Select(l => l.Detail!.MembersHidden));
        // Without its members a row is no detail.
        Assert.Null(listed[3].Detail);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_is_read_whole()
    {
        Stub.On("/groups/", 200, Payload("Wadial", "group.json"));

        var group = Value(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel));

        Assert.Equal((Crew, "Harbor Crew", "Shift notes", 2), (group.Id, group.Name, group.Description, group.MemberCount));
        Assert.Equal(new GroupSettings(false, false, true, true, TimeSpan.FromDays(7)), group.Settings);
        Assert.Equal((GroupKind.Subgroup, Town), (group.Kind, group.Community));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772442600), group.CreatedAt);
        Assert.Equal("4915110003000@s.whatsapp.net", group.CreatedBy?.Value);
        Assert.Equal(
            [("4915110003000@s.whatsapp.net", MemberRole.SuperAdmin, "88990011223344@lid"), ("88990011223355@lid", MemberRole.Admin, "88990011223355@lid")],
            group.Members!.Select(m => (m.Id.Value, m.Role, m.Lid?.Value)));
        Assert.Equal("4915110003001", group.Members![1].Phone?.Digits);
        Assert.Equal(Base + "/groups/" + Crew, Assert.Single(Stub.Requests).Path);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_not_shown_is_not_known()
    {
        Stub.On("/groups/", 200, $$"""{"data":{"group":{"jid":"{{Dock}}","subject":"Dock","desc":null} } }""");

        var group = Value(await Gateway.GetGroupAsync(Dock, includeMembers: true, Cancel));

        Assert.Equal(new GroupSettings(), group.Settings);
        Assert.Equal((GroupKind.Unknown, "", (IReadOnlyList<GroupMember>?)null), (group.Kind, group.Description, group.Members));
        Assert.Equal(GatewayFailureKind.Unreadable, Failure(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_creation_is_compared_with_the_group_and_only_what_differs_is_set()
    {
        Stub.On("POST /groups", 201, $$"""{"data":{"jid":"{{Crew}}","subject":"Harbor Crew"} }""")
            .On("GET /groups/", 200, Payload("Wadial", "group.json"))
            .On("PATCH /groups/", 200, Taken);

        var created = Value(await Gateway.CreateGroupAsync(
            new NewGroup("Harbor Crew", "Shift notes", [Person("4915110003001"), Person("4915110003002@c.us")], new GroupSettings(true, true, true, true)), Cancel));

        Assert.Equal(Crew, created.Group);
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.NotApplied], created.Participants.Select(p => p.Verdict));
        Assert.Empty(created.Warnings);
        AssertJson(
            """{"subject":"Harbor Crew","participants":["4915110003001@s.whatsapp.net","4915110003002@s.whatsapp.net"],"description":"Shift notes"}""",
            Stub.Single("POST /groups").Body);
        Assert.Equal(
            ["""{"setting":"announcement","enabled":true}""", """{"setting":"restrict","enabled":true}"""], Stub.Requests.Where(r => r.Method == "PATCH").Select(r => r.Body));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_is_refused_before_anything_is_created()
    {
        var group = new NewGroup("Harbor Crew", null, [], new GroupSettings(), new Picture([1], "image/png"));

        Assert.Equal(GatewayFailureKind.NotSupported, Failure(await Gateway.CreateGroupAsync(group, Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.NotSupported, Failure(await Gateway.UpdateProfileAsync(Crew, new ProfileChange("A", RemovePicture: true), Cancel)).Kind);
        Assert.Empty(Stub.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, "request_required")]
    [InlineData(false, "open")]
    public async Task The_approval_mode_of_a_community_is_always_sent(bool approval, string mode)
    {
        Stub.On("POST /communities", 200, $$"""{"data":{"jid":"{{Town}}","subject":"Harbor Community","isParentGroup":true} }""");

        Assert.Equal(Town, Value(await Gateway.CreateCommunityAsync(new NewCommunity("Harbor Community", null, approval, []), Cancel)).Community);

        AssertJson($$"""{"subject":"Harbor Community","membershipApprovalMode":"{{mode}}"}""", Assert.Single(Stub.Requests).Body);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"data":{"jid":"120363000000000020@g.us","isParentGroup":false}}""", null)]
    [InlineData("""{"data":{"jid":"120363000000000020@g.us"}}""", """{"data":{"jid":"120363000000000020@g.us","isParentGroup":false}}""")]
    public async Task A_plain_group_instead_of_a_community_is_told(string answer, string? read)
    {
        Stub.On("POST /communities", 200, answer).On("GET /groups/", 200, read ?? "");

        var created = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Harbor Community", null, true, [Crew]), Cancel));

        Assert.Equal(((CommunityId?)null, (GroupId?)Town.Parent), (created.Community, created.LeftoverGroup));
        Assert.Equal(TargetVerdict.NotApplied, Assert.Single(created.Links).Verdict);
        Assert.Single(created.Warnings);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_setting_goes_alone_with_its_own_polarity()
    {
        Stub.On("/settings", 200, Taken);

        Value(await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(true, false, false, true, TimeSpan.FromDays(90)), Cancel));

        string[] expected =
        [
            """{"setting":"announcement","enabled":true}""", """{"setting":"restrict","enabled":false}""", """{"memberAddMode":"all_member_add"}""",
            """{"setting":"membership_approval_mode","enabled":true}""", """{"ephemeralDurationSeconds":7776000}""",
        ];
        Assert.Equal(expected, Stub.Requests.Select(r => r.Body));
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(DisappearingAfter: TimeSpan.FromHours(1)), Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_profile_sends_only_what_changes()
    {
        Stub.On("/profile", 200, """{"data":null}""");

        Value(await Gateway.UpdateProfileAsync(Crew, new ProfileChange(Description: ""), Cancel));

        AssertJson("""{"description":""}""", Stub.Single("PATCH /profile").Body);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"data":{"code":"XyZ789"}}""")]
    [InlineData("""{"data":"XyZ789"}""")]
    [InlineData("""{"data":"https://chat.whatsapp.com/XyZ789"}""")]
    [InlineData("""{"data":{"inviteCode":"XyZ789","affectedParticipants":[]}}""")]
    public async Task A_code_is_read_in_every_shape(string body)
    {
        Stub.On("/invite", 200, body);

        Assert.Equal("XyZ789", Value(await Gateway.GetInviteAsync(Crew, Cancel)).Value);
        Assert.Equal("XyZ789", Value(await Gateway.ResetInviteAsync(Crew, Cancel)).Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reset_that_does_not_name_the_new_code_is_read()
    {
        Stub.On("/invite/revoke", 200, Taken).On("/invite-code", 200, """{"data":{"code":"XyZ789"}}""");
        Assert.Equal("XyZ789", Value(await Gateway.ResetInviteAsync(Crew, Cancel)).Value);

        Stub.On("/invite-code", 500, """{"error":{"message":"x"}}""");
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, Failure(await Gateway.ResetInviteAsync(Crew, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task Codes_go_out_bare_and_who_cannot_see_the_group_waits()
    {
        Stub.On("/invite/preview", 200, Payload("Wadial", "group.json"))
            .On("/groups/join", 200, $$"""{"data":{"jid":"{{Crew}}"} }""")
            .On("GET /groups/", 404, """{"error":{"code":"group_not_found","message":"Group not found"}}""");

        Assert.Equal(new InvitePreview(Crew, "Harbor Crew", "Shift notes", 3, Town), Value(await Gateway.PreviewInviteAsync(Code, Cancel)));
        Assert.Equal(new JoinOutcome(Crew, true), Value(await Gateway.JoinAsync(Code, Cancel)));

        AssertJson("""{"code":"AbCdEfGhIjKlMnOpQrStUv"}""", Stub.Single("/invite/preview").Body);
        AssertJson("""{"code":"AbCdEfGhIjKlMnOpQrStUv"}""", Stub.Single("/groups/join").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_keep_the_listed_id_and_say_who_added_them()
    {
        Stub.On("/membership-requests", 200, Payload("Wadial", "requests.json"));

        var listed = Value(await Gateway.ListRequestsAsync(Crew, Cancel));

        Assert.Equal(
            new MembershipRequestListing(
                Person("88990011223355@lid"), Person("4915110003009"), DateTimeOffset.FromUnixTimeSeconds(1777000000), RequestMethod.InviteLink),
            listed[0]);
        Assert.Equal(
            new MembershipRequestListing(Person("4915110003010"), Person("4915110003010"), null, RequestMethod.NonAdminAdd, Person("4915110003001"), Town), listed[1]);
        Assert.Equal("88990011223355@lid", listed[0].Id.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Subgroups_tell_what_is_hidden_and_how_many_wait()
    {
        Stub.On("/subgroups", 200, Payload("Wadial", "subgroups.json"));
        Assert.Equal(
            [new SubgroupListing(News, "Harbor Community", true, false, 0), new SubgroupListing(Crew, "Harbor Crew", false, true, 3)],
            Value(await Gateway.ListSubgroupsAsync(Town, Cancel)));

        Stub.On("/subgroups", 200, $$"""{"data":[{"jid":"{{Crew}}","subject":"Harbor Crew"},{"jid":"{{News}}","subject":"News","defaultSubgroup":true}]}""");
        Assert.Equal([(Crew, false), (News, true)], Value(await Gateway.ListSubgroupsAsync(Town, Cancel)).Select(s => (s.Id, s.IsAnnouncement)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(404, """{"statusCode":404,"message":"Cannot GET /api/v1/…","error":"Not Found"}""")]
    [InlineData(404, "<html>Not found</html>")]
    [InlineData(405, """{"message":"Method not allowed"}""")]
    [InlineData(200, """{"data":{}}""")]
    public async Task Without_the_inferred_route_subgroups_come_from_the_documented_list(int status, string body)
    {
        Stub.On("/communities/", status, body).On("GET /groups", 200, Payload("Wadial", "groups.json"));

        Assert.Equal([(News, true), (Crew, false)], Value(await Gateway.ListSubgroupsAsync(Town, Cancel)).Select(s => (s.Id, s.IsAnnouncement)));
        Assert.Empty(Value(await Gateway.ListSubgroupsAsync(new CommunityId(Dock), Cancel)));
        Assert.False((await Gateway.ListSubgroupsAsync(CommunityId.Parse("120363000000000099@g.us"), Cancel)).Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_named_in_prose_is_sent_as_its_style_suggests()
    {
        Stub.On("communities", 200, Taken)
            .On("GET /subgroups", 200, Payload("Wadial", "subgroups.json"))
            .On("/subgroup-suggestions", 200, $$"""{"data":[{"jid":"{{Dock}}","subject":"Dock","description":"","creator":"4915110003001@s.whatsapp.net","creationTime":1777000000,"participantCount":7,"isExistingGroup":true,"hiddenGroup":false},{"jid":"120363000000000031@g.us"}]}""")
            .On("/participants", 200, """{"data":[{"jid":"4915110003001@s.whatsapp.net","isAdmin":false,"isSuperAdmin":true}]}""");

        Value(await Gateway.TransferOwnershipAsync(Town, Person("4915110003001"), Cancel));
        Value(await Gateway.DeactivateCommunityAsync(Town, Cancel));
        Assert.Equal(
            [
                new SubgroupSuggestion(Dock, "Dock", Person("4915110003001"), 7, "", DateTimeOffset.FromUnixTimeSeconds(1_777_000_000), Exists: true),
                new SubgroupSuggestion(GroupId.Parse("120363000000000031@g.us"), "", SuggestedBy: null, MemberCount: null),
            ],
            Value(await Gateway.ListSuggestionsAsync(Town, Cancel)));
        Assert.Equal(MemberRole.SuperAdmin, Assert.Single(Value(await Gateway.ListCommunityMembersAsync(Town, Cancel))).Role);

        AssertJson("""{"newOwnerJid":"4915110003001@s.whatsapp.net"}""", Stub.Single("/transfer-ownership").Body);
        Assert.Equal(("POST", ""), (Stub.Single("/deactivate").Method, Stub.Single("/deactivate").Body));
        Assert.Equal("?hintSubgroupJid=120363000000000021%40g.us", Stub.Single("/subgroup-suggestions").Query);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_carries_its_key_and_never_goes_to_a_hidden_id()
    {
        Stub.On("/messages", 200, """{"data":{"to":"4915110003009","text":"Join us","contentType":"text","mediaUrl":null,"status":"sent","messageId":"3EB0BB22"}}""");

        Assert.Equal("3EB0BB22", Value(await Gateway.SendTextAsync(Person("4915110003009@s.whatsapp.net"), "Join us", "invite:1", Cancel)).MessageId);
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.SendTextAsync(Person("88990011223355@lid"), "Join us", "invite:2", Cancel)).Kind);

        var request = Assert.Single(Stub.Requests);
        Assert.Equal("invite:1", request.Headers["Idempotency-Key"]);
        AssertJson("""{"to":"4915110003009","content":{"type":"text","text":"Join us"}}""", request.Body);
    }

    [Fact]
    public void What_it_cannot_do_is_said_without_asking() => Assert.Equal(
        [
            Capability.ChangePicture, Capability.LeaveGroup, Capability.SendInviteCard, Capability.GroupEvents, Capability.RequestEvents, Capability.ListCommunities, Capability.CreateEmptyGroup,
        ],
        Gateway.Capabilities.Where(s => !s.Usable).Select(s => s.Capability));
}
