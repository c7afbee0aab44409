using System.Net;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

public sealed class RyzeCommunitiesTests
{
    private readonly WorldBuilder _builder = new();

    public RyzeCommunitiesTests() => _builder.AddNumber("Desk", phone: "15550001000");

    [Fact]
    public async Task Creates_a_community_and_tells_linked_from_failed()
    {
        var taken = _builder.AddGroup("Taken", _builder.AddCommunity("Other").Id);
        var free = _builder.AddGroup("Free");
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync("community/create/desk", new
        {
            name = "Harbour Community",
            groupJid = new[] { free, taken },
            membershipApprovalMode = "request_required",
        });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Body["isCommunity"]!.GetValue<bool>());
        Assert.Equal([free], answer.Texts("linkedGroups"));
        Assert.Equal([taken], answer.Texts("failedGroups"));
        var id = answer.Body["group"]!["jid"]!.GetValue<string>();
        Assert.Equal(GroupKind.Community, server.World.FindGroup(id)!.Kind);
        Assert.True(server.World.FindGroup(id)!.Settings.ApprovalRequired);
    }

    [Fact]
    public async Task A_rejected_community_leaves_a_plain_group_behind_and_says_success()
    {
        await using var server = await RyzeServer.StartAsync(_builder);
        server.Host.Faults.Of(server.Desk).Next(FaultKind.RejectCommunity);

        var answer = await server.PostAsync("community/create/desk", new { name = "Harbour" });

        Assert.Equal((HttpStatusCode.OK, true), (answer.Status, answer.Success));
        Assert.False(answer.Body["isCommunity"]!.GetValue<bool>());
        Assert.Equal(GroupKind.Ordinary, server.World.FindGroup(answer.Body["group"]!["jid"]!.GetValue<string>())!.Kind);
    }

    [Theory]
    [InlineData("", "community name is required")]
    [InlineData("A name that is far too long", "Community name must be 25 characters or less")]
    public async Task Checks_the_name(string name, string error)
    {
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync("community/create/desk", new { name });

        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Creating_too_often_is_a_429_of_WhatsApp()
    {
        _builder.World.Limits = new WorldLimits { CreationsPerHour = 0 };
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync("community/create/desk", new { name = "Harbour" });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("rate limit exceeded (429): wait before creating again", answer.Error);
    }

    [Fact]
    public async Task Links_and_unlinks_with_the_same_shape()
    {
        var community = _builder.AddCommunity("Harbour").Id;
        string[] groups = [_builder.AddGroup("1"), _builder.AddGroup("2"), _builder.AddGroup("3", _builder.AddCommunity("Other").Id)];
        await using var server = await RyzeServer.StartAsync(_builder);

        var linked = await server.PostAsync("community/link/desk", new { communityJid = community, groupJid = groups });
        var unlinked = await server.PostAsync("community/unlink/desk", new { communityJid = community, groupJid = new[] { groups[0], groups[2] } });

        Assert.Equal((true, "Linked 2 of 3 groups to community"), (linked.Success, linked.Message));
        Assert.Equal(groups[..2], linked.Texts("linked"));
        Assert.Equal(groups[2..], linked.Texts("failed"));
        Assert.Equal((true, "Unlinked 1 of 2 groups from community"), (unlinked.Success, unlinked.Message));
        Assert.Equal([groups[0]], unlinked.Texts("linked"));
    }

    [Fact]
    public async Task Total_failure_is_200_without_success_and_without_an_error()
    {
        var (community, announcement) = _builder.AddCommunity("Harbour");
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync("community/link/desk", new { communityJid = community, groupJid = new[] { announcement, "1@g.us" } });

        Assert.Equal((HttpStatusCode.OK, false), (answer.Status, answer.Success));
        Assert.False(answer.Body.ContainsKey("error"));
        Assert.Equal([announcement, "1@g.us"], answer.Texts("failed"));
    }

    [Fact]
    public async Task Extras_beyond_the_limit_vanish_from_a_link()
    {
        _builder.World.Limits = new WorldLimits { SubgroupsPerCommunity = 1 };
        var community = _builder.AddCommunity("Harbour").Id;
        string[] groups = [_builder.AddGroup("1"), _builder.AddGroup("2")];
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync("community/link/desk", new { communityJid = community, groupJid = groups });

        Assert.Equal(groups[..1], answer.Texts("linked"));
        Assert.Empty(answer.Texts("failed"));
        Assert.Null(server.World.FindGroup(groups[1])!.CommunityId);
    }

    [Fact]
    public async Task Lists_only_groups_that_the_number_is_in()
    {
        var (community, announcement) = _builder.AddCommunity("Harbour");
        var seen = _builder.AddGroup("Seen", community);
        _builder.AddGroup("Unseen", community, owner: _builder.AddPerson().Phone);
        await using var server = await RyzeServer.StartAsync(_builder);

        var listed = await server.GetAsync($"community/listSubGroups/desk?communityJid={community.Split('@')[0]}");
        var none = await server.GetAsync($"community/listSubGroups/desk?communityJid={seen}");

        Assert.Equal("2 subgroup(s) found", listed.Message);
        Assert.Equal(
            [(announcement, true), (seen, false)],
            listed.Body["subgroups"]!.AsArray().Select(item => (item!["jid"]!.GetValue<string>(), item["isDefaultSubGroup"]!.GetValue<bool>())));
        Assert.Empty(none.Body["subgroups"]!.AsArray());
    }

    [Fact]
    public async Task Bodies_without_ids_are_refused_in_its_own_words()
    {
        var community = _builder.AddCommunity("Harbour").Id;
        await using var server = await RyzeServer.StartAsync(_builder);

        Assert.Equal("community jid is required", (await server.PostAsync("community/link/desk", new { groupJid = new[] { "1@g.us" } })).Error);
        Assert.Equal("group jid is required", (await server.PostAsync("community/unlink/desk", new { communityJid = community })).Error);
        Assert.StartsWith(
            "error parse community jid:",
            (await server.PostAsync("community/link/desk", new { communityJid = "nonsense", groupJid = new[] { "1@g.us" } })).Error,
            StringComparison.Ordinal);
    }
}
