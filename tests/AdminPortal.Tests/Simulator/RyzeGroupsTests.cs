using System.Net;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Simulator;

public sealed class RyzeGroupsTests
{
    private readonly WorldBuilder _builder = new();

    public RyzeGroupsTests() => _builder.AddNumber("Desk", phone: "15550001000");

    [Fact]
    public async Task Lists_groups_keyed_by_groupJid_binder_and_announcements_included()
    {
        var group = _builder.AddGroup("Harbour Crew", _builder.AddPeople(3));
        var (id, announcementId) = _builder.AddCommunity("Harbour");
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.GetAsync("group/list/desk");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("3 groups found", answer.Message);
        var groups = answer.Body["groups"]!.AsArray();
        Assert.Equal([group, id, announcementId], groups.Select(item => item!["groupJid"]!.GetValue<string>()));
        Assert.Equal([4, 1, 1], groups.Select(item => item!["memberCount"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Adds_people_and_reports_each_one_with_200()
    {
        var open = _builder.AddPerson("Open");
        var walled = _builder.AddPerson("Walled", person => person with { Privacy = PrivacyWall.InvitationOnly });
        var group = _builder.AddGroup("Harbour Crew");
        await using var server = await RyzeServer.StartAsync(_builder);

        var answer = await server.PostAsync(
            "group/participants/desk",
            new { action = "add", identifier = group, participants = new[] { open.Phone, walled.Phone, "15559999999" } });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var entries = answer.Body["participants"]!.AsArray();
        Assert.Equal([true, false, false], entries.Select(entry => entry!["success"]!.GetValue<bool>()));
        Assert.Equal("privacy settings block add", entries[1]!["error"]!.GetValue<string>());
        Assert.Equal(open.PhoneJid, entries[0]!["jid"]!.GetValue<string>());
        Assert.Equal(1, server.World.Count(WorldEventKind.MemberAdded, group, open.Phone));
        Assert.False(server.World.IsMember(group, walled.Phone));
    }
}
