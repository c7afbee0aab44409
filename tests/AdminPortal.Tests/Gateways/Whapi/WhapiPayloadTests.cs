using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using Microsoft.AspNetCore.Http;

namespace AdminPortal.Tests.Gateways.Whapi;

/// <summary>What Whapi.Cloud is documented or was seen to answer, what our words make of it, and what leaves us.</summary>
public sealed class WhapiPayloadTests : VendorTests
{
    private const string Success = """{"success":true}""";

    protected override GatewaySettings Settings => Stub.Whapi();

    [Fact(Timeout = 60_000)]
    public async Task Says_who_is_calling_and_carries_the_token_in_the_header_only()
    {
        Stub.On("GET groups", 200, """{"groups":[],"count":0,"total":0,"offset":0}""");

        Value(await Gateway.ListGroupsAsync(Cancel));

        var request = Assert.Single(Stub.Requests);
        Assert.Equal("Bearer token-of-the-channel-ops-1", request.Headers["Authorization"]);
        Assert.Equal("AdminPortal/1.0", request.Headers["User-Agent"]);
        Assert.Equal(("/groups", "?count=100&offset=0"), (request.Path, request.Query));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_list_is_read_page_by_page_to_its_total()
    {
        Stub.On("GET groups", async context =>
        {
            var page = context.Request.Query["offset"] == "0" ? "groups-first-page.json" : "groups-last-page.json";
            await context.Response.WriteAsync(Payload("Whapi", page), Cancel);
        });

        var listed = Value(await Gateway.ListGroupsAsync(Cancel));

        Assert.Equal(["?count=100&offset=0", "?count=100&offset=2"], Stub.Requests.Select(r => r.Query));
        Assert.Equal(
            [(Town.Parent, GroupKind.CommunityParent), (News, GroupKind.Announcement), (Crew, GroupKind.Subgroup), (Dock, GroupKind.Unknown)],
            listed.Select(l => (l.Id, l.Detail!.Kind)));
        Assert.Equal([null, Town, Town, null], listed.Select(l => l.Detail!.Community));
        Assert.Equal([false, true, false, false], listed.Select(l => l.Detail!.MembersHidden));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_that_repeats_itself_comes_to_an_end()
    {
        Stub.On("GET groups", 200, Payload("Whapi", "groups-first-page.json"));

        Assert.Equal(2, Value(await Gateway.ListGroupsAsync(Cancel)).Count);
        Assert.Equal(2, Stub.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_the_newer_markers_the_announcement_group_is_told_by_all_the_older_ones_together()
    {
        Stub.On("GET groups", 200, Payload("Whapi", "groups-old-markers.json"));

        var listed = Value(await Gateway.ListGroupsAsync(Cancel));

        Assert.Equal(
            [(Town.Parent, GroupKind.Unknown), (News, GroupKind.Announcement), (Crew, null), (Dock, GroupKind.Subgroup)],
            listed.Select(l => (l.Id, l.Detail?.Kind)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("announcement", GroupKind.Announcement)]
    [InlineData("another", GroupKind.Subgroup)]
    [InlineData("broken", GroupKind.Subgroup)]
    public async Task A_group_of_which_the_markers_say_too_little_is_looked_up_in_its_community(string list, GroupKind kind)
    {
        Stub.On("GET groups/", 200, Payload("Whapi", "group-announcement-by-old-markers.json"))
            .On("GET communities/", list == "broken" ? 500 : 200, list switch
            {
                "announcement" => Payload("Whapi", "subgroups.json"),
                "another" => """{"announceGroupInfo":{"title":"Old Town","id":"120363000000000039@g.us"},"otherGroups":[]}""",
                _ => """{"error":{"code":500,"message":"Internal error"}}""",
            });

        var read = Value(await Gateway.GetGroupAsync(News, includeMembers: true, Cancel));

        Assert.Equal((kind, Town, kind == GroupKind.Announcement), (read.Kind, read.Community, read.MembersHidden));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_is_read_whole()
    {
        Stub.On("GET groups/", 200, Payload("Whapi", "group.json"));

        var group = Value(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel));

        Assert.Equal((Crew, "Harbour volunteers", "Meet at eight", 2), (group.Id, group.Name, group.Description, group.MemberCount));
        Assert.Equal(new GroupSettings(false, true, true, null, TimeSpan.FromDays(7)), group.Settings);
        Assert.Equal((GroupKind.Subgroup, Town), (group.Kind, group.Community));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1760000000), group.CreatedAt);
        Assert.Equal("https://pps.whatsapp.net/v/large.jpg?oe=1", group.Picture?.AbsoluteUri);
        Assert.Equal(Code, group.Invite);
        Assert.Equal(
            [("15550001111", MemberRole.SuperAdmin, "15550001111", null), ("88112233445566@lid", MemberRole.Member, "15550002222", "88112233445566@lid")],
            group.Members!.Select(m => (m.Id.Value, m.Role, m.Phone?.Value, m.Lid?.Value)));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_left_out_is_false_and_approval_is_never_known()
    {
        Stub.On("GET groups/", 200, Payload("Whapi", "group-sparse.json"));

        var group = Value(await Gateway.GetGroupAsync(Dock, includeMembers: false, Cancel));

        Assert.Equal(new GroupSettings(false, false, false, null, TimeSpan.Zero), group.Settings);
        Assert.Equal((GroupKind.Unknown, (CommunityId?)null, "", (IReadOnlyList<GroupMember>?)null), (group.Kind, group.Community, group.Description, group.Members));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_group_than_the_one_asked_for_is_not_believed()
    {
        Stub.On("GET groups/", 200, Payload("Whapi", "group.json"));

        Assert.Equal(GatewayFailureKind.Unreadable, Failure(await Gateway.GetGroupAsync(Dock, includeMembers: false, Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("groups")]
    [InlineData("communities")]
    public async Task Communities_are_listed_under_either_key(string key)
    {
        Stub.On("GET communities", 200, $$"""{"{{key}}":[{"id":"{{Town}}","name":"Old Town"}],"count":1,"total":1,"offset":0}""");

        Assert.Equal([new CommunityListing(Town, "Old Town")], Value(await Gateway.ListCommunitiesAsync(Cancel)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Subgroups_name_the_announcement_group_unless_it_is_left_out()
    {
        Stub.On("GET communities/", 200, Payload("Whapi", "subgroups.json"));
        Assert.Equal(
            [new SubgroupListing(News, "Old Town", true), new SubgroupListing(Crew, "Harbour volunteers", false)],
            Value(await Gateway.ListSubgroupsAsync(Town, Cancel)));

        Stub.On("GET communities/", 200, $$"""{"otherGroups":[{"title":"Parking","id":"{{Dock}}"}]}""");
        Assert.Equal([new SubgroupListing(Dock, "Parking", false)], Value(await Gateway.ListSubgroupsAsync(Town, Cancel)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_plain_group_has_no_subgroups_and_an_unknown_one_is_not_found()
    {
        Stub.On("GET communities/", 404, """{"error":{"code":404,"message":"Specified community not found"}}""").On("GET groups/", 200, Payload("Whapi", "group-sparse.json"));
        Assert.Empty(Value(await Gateway.ListSubgroupsAsync(new CommunityId(Dock), Cancel)));

        Stub.On("GET groups/", 404, """{"error":{"code":404,"message":"Specified group not found"}}""");
        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.ListSubgroupsAsync(Town, Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("AUTH", SessionState.Connected)]
    [InlineData("INIT", SessionState.Connecting)]
    [InlineData("LAUNCH", SessionState.Connecting)]
    [InlineData("QR", SessionState.SignedOut)]
    [InlineData("NOT_INIT", SessionState.Disconnected)]
    [InlineData("STOP", SessionState.Disconnected)]
    [InlineData("ERROR", SessionState.Disconnected)]
    [InlineData("SYNC_ERROR", SessionState.Disconnected)]
    [InlineData("DREAMING", SessionState.Unknown)]
    public async Task The_session_is_read_by_its_text_without_waking_the_channel(string text, SessionState state)
    {
        Stub.On("health", 200, $$"""{"channel_id":"DEMO-AB12C","start_at":1760000000,"uptime":3600,"version":"1.8.7","status":{"code":4,"text":"{{text}}"},"user":{"id":"15550001111","name":"Desk"} }""");

        var session = Value(await Gateway.GetSessionAsync(Cancel));

        Assert.Equal((state, "15550001111", "Desk", text), (session.State, session.Number?.Digits, session.DisplayName, session.Detail));
        Assert.Equal("?wakeup=false", Assert.Single(Stub.Requests).Query);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_creation_takes_name_and_people_and_the_rest_follows_in_requests_of_its_own()
    {
        Stub.On("POST groups", 200, Payload("Whapi", "created.json"))
            .On("GET groups/", 200, $$"""{"id":"{{Crew}}","name":"Harbour volunteers","adminAddMemberMode":true,"participants_count":2,"participants":[{"id":"15550001111","rank":"creator"},{"id":"15550002222","rank":"member"}]}""")
            .On("PUT groups/", 200, Success).On("PATCH groups/", 200, Success);

        var created = Value(await Gateway.CreateGroupAsync(
            new NewGroup(
                "Harbour volunteers",
                "Meet at eight",
                [Person("15550002222@s.whatsapp.net"), Person("15550003333"), Person("15550004444")],
                new GroupSettings(OnlyAdminsSend: true, OnlyAdminsEdit: false, OnlyAdminsAdd: true, ApprovalRequired: false),
                new Picture([1, 2, 3], "image/png")),
            Cancel));

        Assert.Equal(Crew, created.Group);
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused, TargetVerdict.NotApplied], created.Participants.Select(p => p.Verdict));
        Assert.Equal(RefusalReason.PrivacyBlocked, created.Participants[1].Reason);
        Assert.Empty(created.Warnings);
        AssertJson("""{"subject":"Harbour volunteers","participants":["15550002222","15550003333","15550004444"]}""", Stub.Single("POST groups").Body);
        AssertJson("""{"media":"AQID","mime_type":"image/png"}""", Stub.Single("/icon").Body);
        AssertJson("""{"description":"Meet at eight"}""", Assert.Single(Stub.Requests, r => r.Method == "PUT" && r.Path.EndsWith("g.us", StringComparison.Ordinal)).Body);
        // Born with everything else as it was wanted.
        AssertJson("""{"setting":"send_messages","policy":"admins"}""", Stub.Single("PATCH groups/").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_group_of_nobody_else_is_refused_before_anything_leaves()
    {
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.CreateGroupAsync(new NewGroup("Alone", null, [], new GroupSettings()), Cancel)).Kind);
        Assert.Empty(Stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_fails_after_the_creation_is_a_warning()
    {
        Stub.On("POST communities/", 200, """{"group_id":"120363000000000021@g.us"}""")
            .On("GET groups/", 500, """{"error":{"code":500,"message":"Internal error"}}""")
            .On("PUT groups/", 403, """{"error":{"code":403,"message":"You are not an admin"}}""")
            .On("PATCH groups/", 429, """{"message":"Too many requests"}""");

        var created = Value(await Gateway.CreateSubgroupAsync(
            Town, new NewGroup("Harbour volunteers", "Meet at eight", [Person("15550002222")], new GroupSettings(OnlyAdminsSend: true, ApprovalRequired: false)), Cancel));

        Assert.Equal(TargetVerdict.Unknown, Assert.Single(created.Participants).Verdict);
        Assert.Equal(3, created.Warnings.Count);
        Assert.Contains("You are not an admin", created.Warnings[0], StringComparison.Ordinal);
        // After a 429 nothing more is sent.
        Assert.Equal(1, Stub.Count("PATCH groups/"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_community_always_says_whether_members_need_approval_and_links_one_by_one()
    {
        Stub.On("POST communities", 200, $$"""{"id":"{{Town}}","name":"Old Town","is_parent":true}""")
            .On("PATCH groups/", 200, Success)
            .On("PUT communities/", async context =>
            {
                var isCrew = context.Request.Path.Value!.EndsWith(Crew.Value, StringComparison.Ordinal);
                context.Response.StatusCode = isCrew ? 200 : 403;
                await context.Response.WriteAsync(isCrew ? Success : """{"error":{"code":403,"message":"forbidden"}}""", Cancel);
            })
            .On("GET communities/", 200, Payload("Whapi", "subgroups.json"))
            .On("GET groups/", 200, Payload("Whapi", "group-sparse.json"));

        var created = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Old Town", null, ApprovalRequired: false, [Crew, Dock]), Cancel));

        Assert.Equal((Town, (GroupId?)null), (created.Community, created.LeftoverGroup));
        Assert.Equal([(TargetVerdict.Verified, null), (TargetVerdict.Refused, RefusalReason.NoRight)], created.Links.Select(l => (l.Verdict, l.Reason)));
        Assert.Empty(created.Warnings);
        AssertJson("""{"subject":"Old Town","description":""}""", Stub.Single("POST communities").Body);
        AssertJson("""{"setting":"approve_participants","policy":"anyone"}""", Stub.Single("PATCH groups/").Body);
        Assert.Equal(["", ""], Stub.Requests.Where(r => r.Method == "PUT").Select(r => r.Body));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_setting_goes_alone_and_the_lifetime_of_messages_to_the_chat()
    {
        Stub.On("PATCH groups/", 200, Success).On("PATCH chats/", 200, Success);

        Value(await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(true, false, true, false, TimeSpan.FromDays(90)), Cancel));

        string[] expected =
        [
            """{"setting":"send_messages","policy":"admins"}""", """{"setting":"edit_group_info","policy":"anyone"}""",
            """{"setting":"add_participants","policy":"admins"}""", """{"setting":"approve_participants","policy":"anyone"}""", """{"ephemeral":"quarter"}""",
        ];
        Assert.Equal(expected, Stub.Requests.Select(r => r.Body));
        Assert.Equal("/chats/120363000000000021@g.us", Stub.Requests.Last().Path);
        Assert.Equal(
            GatewayFailureKind.Rejected, Failure(await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(DisappearingAfter: TimeSpan.FromHours(5)), Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(7, null)]
    [InlineData(1, GatewayFailureKind.Rejected)]
    public async Task A_lifetime_whose_answer_says_nothing_is_looked_up(int days, GatewayFailureKind? kind)
    {
        Stub.On("PATCH chats/", 200, """{"id":"120363000000000021@g.us"}""").On("GET groups/", 200, Payload("Whapi", "group.json"));

        var result = await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(DisappearingAfter: TimeSpan.FromDays(days)), Cancel);

        Assert.Equal(kind, result.Failure?.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_fails_half_way_says_what_was_done()
    {
        Stub.On("PUT groups/", 200, Success).On("DELETE groups/", 403, """{"error":{"code":403,"message":"forbidden"}}""");

        var failure = Failure(await Gateway.UpdateProfileAsync(Crew, new ProfileChange("Harbour", "", RemovePicture: true), Cancel));

        Assert.Equal(GatewayFailureKind.Forbidden, failure.Kind);
        Assert.StartsWith("Changed: name and description. Not changed: picture.", failure.Message, StringComparison.Ordinal);
        AssertJson("""{"subject":"Harbour","description":""}""", Stub.Single("PUT groups/").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reset_link_is_read_again_because_the_answer_does_not_hold_it()
    {
        Stub.On("DELETE groups/", 200, Success).On("GET groups/", 200, """{"invite_code":"AbCdEfGhIjKlMnOpQrStUv"}""");

        Assert.Equal(Code, Value(await Gateway.ResetInviteAsync(Crew, Cancel)));
        Assert.Equal(["DELETE", "GET"], Stub.Requests.Select(r => r.Method));

        Stub.On("GET groups/", 500, """{"error":{"code":500,"message":"Internal error"}}""");
        Assert.Equal(GatewayFailureKind.OutcomeUnknown, Failure(await Gateway.ResetInviteAsync(Crew, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_link_of_a_community_has_routes_of_its_own()
    {
        const string Unknown = """{"error":{"code":404,"message":"Specified group not found"}}""";
        Stub.On("GET groups/", 404, Unknown).On("DELETE groups/", 404, Unknown)
            .On("DELETE communities/", 200, Success).On("GET communities/", 200, Payload("Whapi", "subgroups.json"));

        Assert.Equal("AnNoUnCeMeNtCoDe123456", Value(await Gateway.ResetInviteAsync(Town.Parent, Cancel)).Value);
        Assert.Equal($"/communities/{Town}/link", Stub.Single("DELETE communities/").Path);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_code_that_is_none_is_not_sent()
    {
        Assert.True(InviteCode.TryParse("Qw7Hx2LpZ9", out var tooShort));

        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.JoinAsync(tooShort, Cancel)).Kind);
        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.PreviewInviteAsync(tooShort, Cancel)).Kind);
        Assert.Empty(Stub.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200, false)]
    [InlineData(404, true)]
    [InlineData(403, true)]
    [InlineData(500, false)]
    public async Task Who_joined_and_cannot_see_the_group_waits_for_approval(int status, bool waits)
    {
        Stub.On("PUT groups", 200, """{"group_id":"120363000000000021@g.us"}""")
            .On("GET groups/", status, status == 200 ? Payload("Whapi", "group.json") : $$"""{"error":{"code":{{status}},"message":"x"} }""");

        Assert.Equal(new JoinOutcome(Crew, waits), Value(await Gateway.JoinAsync(Code, Cancel)));
        AssertJson("""{"invite_code":"AbCdEfGhIjKlMnOpQrStUv"}""", Stub.Single("PUT groups").Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_preview_counts_in_camel_case()
    {
        Stub.On("groups/link/", 200, $$"""{"id":"{{Crew}}","name":"Harbour volunteers","name_at":1760000000,"participants":[],"participantsCount":41,"created_at":1760000000,"created_by":"15550001111","ephemeral":0}""");

        Assert.Equal(new InvitePreview(Crew, "Harbour volunteers", null, 41, null), Value(await Gateway.PreviewInviteAsync(Code, Cancel)));
        Assert.Equal($"/groups/link/{Code}", Assert.Single(Stub.Requests).Path);
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_go_back_as_they_are_listed()
    {
        Stub.On("applications", 200, Payload("Whapi", "applications.json"));

        var listed = Value(await Gateway.ListRequestsAsync(Crew, Cancel));

        Assert.Equal(["15550004444@s.whatsapp.net", "88112233445577@lid", "15550005555@s.whatsapp.net"], listed.Select(r => r.Id.Value));
        Assert.Equal([RequestMethod.InviteLink, RequestMethod.LinkedGroupJoin, RequestMethod.Unknown], listed.Select(r => r.Method));
        Assert.Equal([DateTimeOffset.FromUnixTimeSeconds(1760000500), null, null], listed.Select(r => r.RequestedAt));
        Assert.Single(Stub.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Messages_and_cards_go_to_digits_and_never_to_a_hidden_id()
    {
        Stub.On("messages/text", 200, """{"sent":true,"message":{"id":"m-1","type":"text","chat_id":"15550003333@s.whatsapp.net","from_me":true}}""")
            .On("POST groups/link/", 200, """{"sent":true,"message":{"id":"m-2"}}""");

        Assert.Equal("m-1", Value(await Gateway.SendTextAsync(Person("15550003333@c.us"), "Join here", "k", Cancel)).MessageId);
        Assert.Equal("m-2", Value(await Gateway.SendInviteCardAsync(Person("15550003333"), Code, Cancel)).MessageId);
        Assert.Equal(GatewayFailureKind.Rejected, Failure(await Gateway.SendTextAsync(Person("88112233445577@lid"), "Join here", "k", Cancel)).Kind);

        Assert.Equal(["""{"to":"15550003333","body":"Join here"}""", """{"to":"15550003333"}"""], Stub.Requests.Select(r => r.Body));
    }
}
