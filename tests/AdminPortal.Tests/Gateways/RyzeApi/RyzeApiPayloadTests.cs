using System.Text.Json.Nodes;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Tests.Gateways.RyzeApi;

/// <summary>What RyzeAPI is documented or was seen to answer, and what our words make of it.</summary>
public sealed class RyzeApiPayloadTests : IAsyncLifetime
{
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
    public async Task Group_list_is_keyed_groupJid_as_seen_or_jid_as_everywhere_else()
    {
        _stub.On("group/list", 200, Payload("group-list.json"));
        Assert.Equal(
            [new GroupListing(Crew, "Harbor Crew", 41), new GroupListing(Harbour.Parent, "Harbor Community", 1)], Value(await Gateway.ListGroupsAsync(Cancel)));

        _stub.On("group/list", 200, Payload("group-list-keyed-jid.json"));
        Assert.Equal(
            [new GroupListing(Crew, "Harbor Crew", 41), new GroupListing(GroupId.Parse("4915110002000-1409332211@g.us"), "", null)],
            Value(await Gateway.ListGroupsAsync(Cancel)));

        _stub.On("group/list", 200, Payload("group-list-null.json"));
        Assert.Empty(Value(await Gateway.ListGroupsAsync(Cancel)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Group_info_is_read_whole()
    {
        _stub.On("group/info", 200, Payload("group-info.json"));

        var group = Value(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel));

        Assert.Equal((Crew, "Harbor Crew", "Shift notes", 2), (group.Id, group.Name, group.Description, group.MemberCount));
        Assert.Equal(new GroupSettings(OnlyAdminsSend: false, OnlyAdminsEdit: true, OnlyAdminsAdd: true, ApprovalRequired: true), group.Settings);
        Assert.Equal("Qw7Hx2LpZ9", group.Invite?.Value);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 10, 0, TimeSpan.Zero), group.CreatedAt);
        Assert.Equal(GroupKind.Unknown, group.Kind);
        Assert.Equal("https://pps.whatsapp.net/v/x.jpg?oe=1", group.Picture?.AbsoluteUri);
        Assert.False(group.MembersHidden);
        var creator = group.Members![0];
        Assert.Equal(("4915110002000@s.whatsapp.net", MemberRole.SuperAdmin, "88112233445566@lid"), (creator.Id.Value, creator.Role, creator.Lid?.Value));
        Assert.Equal(("88112233445577@lid", (ParticipantId?)null), (group.Members[1].Id.Value, group.Members[1].Phone));
        Assert.Equal("?identifier=120363077001122334%40g.us&participants=true", Assert.Single(_stub.Requests).Query);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_announcement_group_names_its_community_and_hides_its_members()
    {
        _stub.On("group/info", 200, Payload("group-info-announcement.json"));

        var group = Value(await Gateway.GetGroupAsync(GroupId.Parse("120363077000000002@g.us"), includeMembers: true, Cancel));

        Assert.Equal((GroupKind.Announcement, Harbour), (group.Kind, group.Community));
        Assert.True(group.MembersHidden);
        Assert.Equal("4915110002000@s.whatsapp.net", Assert.Single(group.Members!).Id.Value);
        Assert.Null(group.CreatedAt);
        Assert.Null(group.Picture);
        Assert.Null(group.Invite);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_assistant_in_a_group_is_no_member_but_a_member_that_cannot_be_read_spoils_the_read()
    {
        _stub.On("group/info", 200, Payload("group-info-assistant.json"));
        var group = Value(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel));
        Assert.Equal((1, 1), (group.MemberCount, group.Members!.Count));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772442600), group.CreatedAt);

        _stub.On("group/info", 200, Payload("group-info-unreadable-member.json"));
        Assert.Equal(GatewayFailureKind.Unreadable, Failure(await Gateway.GetGroupAsync(Crew, includeMembers: true, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_group_than_the_one_asked_for_is_not_believed()
    {
        _stub.On("group/info", 200, Payload("group-info-other-group.json"));

        Assert.Equal(GatewayFailureKind.Unreadable, Failure(await Gateway.GetGroupAsync(Crew, includeMembers: false, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_created_group_is_found_at_the_root_too_and_sends_what_was_asked()
    {
        _stub.On("group/create", 201, Payload("group-created-at-root.json")).On("group/info", 200, Payload("group-created-at-root.json"));

        var created = Value(await Gateway.CreateGroupAsync(
            new NewGroup(
                "Harbor Crew",
                "Shift notes",
                [ParticipantId.Parse("4915110002001"), ParticipantId.Parse("4915110002002@c.us")],
                new GroupSettings(OnlyAdminsSend: false, OnlyAdminsEdit: false, OnlyAdminsAdd: true, ApprovalRequired: true)),
            Cancel));

        Assert.Equal(Crew, created.Group);
        Assert.Equal(TargetVerdict.Verified, created.Participants[0].Verdict);
        Assert.False(created.Participants[1].InWantedState);
        Assert.Empty(created.Warnings);
        AssertJson(
            """
            {"name":"Harbor Crew","participants":["4915110002001","4915110002002"],"description":"Shift notes",
             "groupSettings":{"membersCanEditInfo":true,"membersCanSendMessages":true,"membersCanAddOthers":false,"requireAdminApproval":true}}
            """,
            _stub.Requests.First().Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_the_answer_does_not_show_is_looked_up_and_reported()
    {
        _stub.On("group/update", 200, Payload("group-info.json")).On("group/info", 200, Payload("group-info.json"));

        var failure = Failure(await Gateway.UpdateProfileAsync(Crew, new ProfileChange(Name: "Harbor Crew North", Description: "Shift notes"), Cancel));

        Assert.Equal(GatewayFailureKind.Rejected, failure.Kind);
        Assert.EndsWith("as it was: name.", failure.Message, StringComparison.Ordinal);
        AssertJson("""{"identifier":"120363077001122334@g.us","name":"Harbor Crew North","description":"Shift notes"}""", _stub.Requests.First().Body);
        Assert.Equal(1, _stub.Count("group/update"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Settings_go_out_with_their_polarity_turned_and_only_as_named()
    {
        _stub.On("group/update", 200, Payload("group-info.json"));

        Value(await Gateway.UpdateSettingsAsync(Crew, new GroupSettings(OnlyAdminsSend: false, OnlyAdminsEdit: true), Cancel));

        AssertJson(
            """{"identifier":"120363077001122334@g.us","groupSettings":{"membersCanEditInfo":false,"membersCanSendMessages":true}}""",
            Assert.Single(_stub.Requests).Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_keep_the_hidden_id_and_the_list_counts_more_than_its_total()
    {
        _stub.On("group/requests", 200, Payload("requests.json"));

        var requests = Value(await Gateway.ListRequestsAsync(Crew, Cancel));

        Assert.Equal(["88112233445577@lid", "88112233445578@lid"], requests.Select(r => r.Id.Value));
        Assert.Equal(["4915110002009", null], requests.Select(r => r.Phone?.Digits));
        Assert.Equal([new DateTimeOffset(2026, 4, 20, 14, 0, 0, TimeSpan.Zero), null], requests.Select(r => r.RequestedAt));
        Assert.All(requests, r => Assert.Equal(RequestMethod.Unknown, r.Method));
    }

    [Fact(Timeout = 60_000)]
    public async Task Subgroups_name_the_announcement_group()
    {
        _stub.On("community/listSubGroups", 200, Payload("subgroups.json"));

        var subgroups = Value(await Gateway.ListSubgroupsAsync(Harbour, Cancel));

        Assert.Equal([("Announcements", true), ("Harbor Crew", false)], subgroups.Select(s => (s.Name, s.IsAnnouncement)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("instances.json", SessionState.Connected, "4915110002000", "Ops")]
    [InlineData("instances-never-paired.json", SessionState.SignedOut, null, null)]
    public async Task The_session_is_that_of_the_named_instance(string payload, SessionState state, string? number, string? name)
    {
        _stub.On("instance/list", 200, Payload(payload));

        var session = Value(await Gateway.GetSessionAsync(Cancel));

        Assert.Equal((state, number, name), (session.State, session.Number?.Digits, session.DisplayName));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_instance_of_another_name_is_not_ours()
    {
        _stub.On("instance/list", 200, Payload("instances-another.json"));

        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.GetSessionAsync(Cancel)).Kind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("connected", SessionState.Connected)]
    [InlineData("connecting", SessionState.Connecting)]
    [InlineData("disconnected", SessionState.Disconnected)]
    [InlineData("loggedout", SessionState.SignedOut)]
    [InlineData("logged_out", SessionState.SignedOut)]
    [InlineData("temp_banned", SessionState.Unknown)]
    public async Task Every_word_for_a_state_is_known_or_says_unknown(string word, SessionState state)
    {
        _stub.On("instance/list", 200, $$"""{"success":true,"instances":[{"name":"ops-1","connection":{"state":"{{word}}"} }]}""");

        var session = Value(await Gateway.GetSessionAsync(Cancel));

        Assert.Equal((state, word), (session.State, session.Detail));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_sent_message_has_its_id_and_went_to_the_digits()
    {
        _stub.On("message/text", 200, """{"success":true,"message":"Message sent successfully","status":"sent","data":{"messageId":"3EB0AA11","direction":"outgoing"}}""");

        Assert.Equal("3EB0AA11", Value(await Gateway.SendTextAsync(ParticipantId.Parse("4915110002009@c.us"), "Join us: https://chat.whatsapp.com/Zz81mQ", "k", Cancel)).MessageId);

        AssertJson("""{"number":"4915110002009","message":"Join us: https://chat.whatsapp.com/Zz81mQ","linkPreview":true}""", Assert.Single(_stub.Requests).Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task Joining_sends_the_link_because_an_id_is_not_taken()
    {
        _stub.On("group/join", 200, """{"success":true,"message":"Successfully joined the group","groupJid":"120363077001122334@g.us","requiresApproval":true}""");
        Assert.True(InviteCode.TryParse("Qw7Hx2LpZ9", out var code));

        Assert.Equal(new JoinOutcome(Crew, true), Value(await Gateway.JoinAsync(code, Cancel)));

        AssertJson("""{"identifier":"https://chat.whatsapp.com/Qw7Hx2LpZ9"}""", Assert.Single(_stub.Requests).Body);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"success":true,"inviteCode":"Zz81mQ","inviteLink":"https://chat.whatsapp.com/Zz81mQ"}""")]
    [InlineData("""{"success":true,"inviteLink":"https://chat.whatsapp.com/Zz81mQ"}""")]
    public async Task A_reset_link_is_read_from_code_or_link(string answer)
    {
        _stub.On("group/resetLink", 200, answer);

        Assert.Equal("Zz81mQ", Value(await Gateway.ResetInviteAsync(Crew, Cancel)).Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_invite_that_is_not_shown_is_a_matter_of_rights()
    {
        _stub.On("group/info", 200, Payload("group-info-assistant.json"));

        Assert.Equal(GatewayFailureKind.Forbidden, Failure(await Gateway.GetInviteAsync(Crew, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_created_community_says_which_groups_came_along_and_that_its_picture_did_not()
    {
        _stub.On("community/create", 200, Payload("community-created.json"))
            .On("community/listSubGroups", 200, Payload("subgroups.json"))
            .On("group/info", 404, """{"success":false,"error":{"message":"Group not found or you are not a member of this group"}}""");

        var created = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Harbor Community", "All crews", true, [Crew, Dock]), Cancel));

        Assert.Equal(Harbour, created.Community);
        Assert.Equal([TargetVerdict.Verified, TargetVerdict.Refused], created.Links.Select(l => l.Verdict));
        Assert.Contains("unsupported format", Assert.Single(created.Warnings), StringComparison.Ordinal);
        AssertJson(
            """
            {"name":"Harbor Community","description":"All crews","groupJid":["120363077001122334@g.us","120363077001122335@g.us"],
             "membershipApprovalMode":"request_required"}
            """,
            _stub.Requests.First().Body);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_plain_group_instead_of_a_community_is_found_wherever_it_is_said()
    {
        _stub.On("community/create", 200, Payload("community-nested.json"));

        var created = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Harbor Community", null, false, [Crew]), Cancel));

        Assert.Equal(((CommunityId?)null, (GroupId?)Harbour.Parent), (created.Community, created.LeftoverGroup));
        Assert.Equal("", JsonNode.Parse(_stub.Requests.First().Body)!["membershipApprovalMode"]!.GetValue<string>());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("subgroups.json", true)]
    [InlineData(null, false)]
    public async Task A_community_that_does_not_say_what_it_is_shows_it_by_its_announcement_group(string? subgroups, bool isCommunity)
    {
        _stub.On("community/create", 200, Payload("community-silent-about-itself.json"))
            .On("community/listSubGroups", 200, subgroups is null ? """{"success":true,"message":"0 subgroup(s) found","subgroups":[]}""" : Payload(subgroups));

        var created = Value(await Gateway.CreateCommunityAsync(new NewCommunity("Harbor Community", null, false, []), Cancel));

        Assert.Equal(isCommunity, created.Community is not null);
        Assert.Equal(isCommunity, created.LeftoverGroup is null);
    }

    [Fact(Timeout = 60_000)]
    public async Task Null_and_additional_entries_do_not_make_it_stumble()
    {
        _stub.On("group/participants", 200, """{"success":true,"participants":[null,{"jid":"4915110002001@s.whatsapp.net","success":true,"error":null,"x":[]}]}""");

        var outcome = Assert.Single(Value(await Gateway.AddParticipantsAsync(Crew, [ParticipantId.Parse("4915110002001")], Cancel)));

        Assert.Equal(TargetVerdict.Accepted, outcome.Verdict);
    }

    internal static string Payload(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Gateways", "RyzeApi", "Payloads", name));

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    private static T Value<T>(GatewayResult<T> result)
    {
        Assert.True(result.Succeeded, result.Failure?.ToString());
        return result.Value;
    }

    private static GatewayFailure Failure<T>(GatewayResult<T> result)
    {
        Assert.False(result.Succeeded);
        return result.Failure;
    }
}
