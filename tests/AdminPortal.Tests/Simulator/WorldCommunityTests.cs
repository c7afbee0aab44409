using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Simulator;

public sealed class WorldCommunityTests
{
    private readonly WorldBuilder _builder = new(time: new ManualTimeProvider());
    private readonly WorldNumber _desk;
    private readonly string _community;
    private readonly string _announcement;

    public WorldCommunityTests()
    {
        _desk = _builder.AddNumber("Desk");
        (_community, _announcement) = _builder.AddCommunity("Harbour");
    }

    private WhatsAppWorld World => _builder.World;

    [Fact]
    public void Is_created_as_a_binder_and_an_announcement_group_of_the_same_name()
    {
        var created = World.CreateCommunity(_desk.Phone, "Old Town", "All shops", approvalRequired: true).Value;

        Assert.Equal((GroupKind.Community, GroupKind.Announcement), (created.Parent.Kind, created.Announcement.Kind));
        Assert.Equal(("Old Town", "Old Town"), (created.Parent.Name, created.Announcement.Name));
        Assert.Equal(created.Parent.Id, created.Announcement.CommunityId);
        Assert.True(created.Parent.Settings.ApprovalRequired);
        Assert.True(created.Announcement.Settings.AdminsOnlySend);
        Assert.Equal(1, created.Announcement.MemberCount);
        Assert.Contains(World.Groups(_desk.Phone).Value, group => group.Id == created.Parent.Id);
        Assert.Contains(World.Groups(_desk.Phone).Value, group => group.Id == created.Announcement.Id);
    }

    [Fact]
    public void Linking_pulls_members_into_announcements_and_unlinking_takes_out_those_in_no_other_group()
    {
        var people = _builder.AddPeople(3);
        var first = _builder.AddGroup("First", people.Take(2));
        var second = _builder.AddGroup("Second", people.Skip(1));

        var linked = World.Link(_desk.Phone, _community, [first, second]).Value;
        Assert.Equal([2, 1], linked.Select(outcome => outcome.MembersMoved));
        Assert.Equal(4, World.FindGroup(_announcement)!.MemberCount);

        var unlinked = World.Unlink(_desk.Phone, _community, [first]).Value;
        Assert.Equal(1, Assert.Single(unlinked).MembersMoved);
        Assert.False(World.IsMember(_announcement, people[0].Phone));
        Assert.True(World.IsMember(_announcement, people[1].Phone));
        Assert.True(World.IsMember(first, people[0].Phone));
        Assert.Equal(1, World.Count(WorldEventKind.AnnouncementLeft, _announcement, people[0].Phone));
    }

    [Fact]
    public void Announcements_follow_single_joins_but_not_leaves()
    {
        var group = _builder.AddGroup("First", _community);
        var person = _builder.AddPerson();

        World.Add(_desk.Phone, group, [person.Phone]);
        Assert.True(World.IsMember(_announcement, person.Phone));
        Assert.Equal(1, World.Count(WorldEventKind.AnnouncementEntered, _announcement, person.Phone));

        World.Leave(person.Phone, group);
        Assert.True(World.IsMember(_announcement, person.Phone));
    }

    [Fact]
    public void A_group_belongs_to_one_community_at_most()
    {
        var other = _builder.AddCommunity("Old Town").Id;
        var group = _builder.AddGroup("First", _community);

        Assert.Equal(LinkCode.InAnotherCommunity, Link(other, group));
        Assert.Equal(LinkCode.AlreadyInThisCommunity, Link(_community, group));
    }

    [Fact]
    public void Binders_and_announcement_groups_can_be_neither_linked_nor_unlinked()
    {
        var other = _builder.AddCommunity("Old Town");

        Assert.Equal(LinkCode.NotLinkable, Link(_community, other.Id));
        Assert.Equal(LinkCode.NotLinkable, Link(_community, other.AnnouncementId));
        Assert.Equal(LinkCode.NotLinkable, Unlink(_community, _announcement));
    }

    [Fact]
    public void Linking_needs_an_admin_of_both()
    {
        var owner = _builder.AddPerson();
        var theirs = _builder.AddGroup("Theirs", owner: owner.Phone, members: [_desk.Phone]);
        var foreign = _builder.AddCommunity("Foreign", owner: owner.Phone).Id;
        _builder.AddMember(foreign, _desk.Phone);
        var ours = _builder.AddGroup("Ours");

        Assert.Equal(LinkCode.NotAdminOfGroup, Link(_community, theirs));
        Assert.Equal(Refusal.NotAdmin, World.Link(_desk.Phone, foreign, [ours]).Refusal);
        Assert.Equal(Refusal.NotACommunity, World.Link(_desk.Phone, ours, [ours]).Refusal);
    }

    [Fact]
    public void Stops_at_the_limit_of_subgroups()
    {
        World.Limits = World.Limits with { SubgroupsPerCommunity = 2 };
        string[] groups = [_builder.AddGroup("1"), _builder.AddGroup("2"), _builder.AddGroup("3")];

        var outcomes = World.Link(_desk.Phone, _community, groups).Value;

        Assert.Equal([LinkCode.Done, LinkCode.Done, LinkCode.SubgroupLimit], outcomes.Select(outcome => outcome.Code));
        Assert.Equal(Refusal.SubgroupLimit, World.CreateGroup(_desk.Phone, "4", [], _community).Refusal);
    }

    [Fact]
    public void Stops_at_the_limit_of_members()
    {
        World.Limits = World.Limits with { MembersPerCommunity = 3 };

        Assert.Equal(LinkCode.CommunityFull, Link(_community, _builder.AddGroup("Big", _builder.AddPeople(3))));
        Assert.Equal(LinkCode.Done, Link(_community, _builder.AddGroup("Small", _builder.AddPeople(2))));
    }

    [Fact]
    public void Keeps_its_last_group()
    {
        var group = _builder.AddGroup("Only", _community);

        Assert.Equal(LinkCode.LastSubgroup, Unlink(_community, group));
        _builder.AddGroup("Another", _community);
        Assert.Equal(LinkCode.Done, Unlink(_community, group));
        Assert.Equal(LinkCode.NotLinked, Unlink(_community, group));
    }

    [Fact]
    public void Shows_all_groups_to_its_members_also_those_they_are_not_in()
    {
        var owner = _builder.AddPerson();
        var hidden = _builder.AddGroup("Hidden", _community, owner: owner.Phone, isHidden: true);

        var view = World.Community(_desk.Phone, _community).Value;

        Assert.Equal(hidden, Assert.Single(view.Subgroups).Id);
        Assert.Null(view.Subgroups[0].OwnRole);
        Assert.DoesNotContain(World.Groups(_desk.Phone).Value, group => group.Id == hidden);
    }

    [Fact]
    public void Deactivating_frees_the_groups_and_only_the_creator_can()
    {
        var admin = _builder.AddPerson();
        _builder.AddMember(_community, admin.Phone, MemberRole.Admin);
        var group = _builder.AddGroup("First", _builder.AddPeople(2), _community);

        Assert.Equal(Refusal.NotSuperAdmin, World.Deactivate(admin.Phone, _community).Refusal);
        Assert.True(World.Deactivate(_desk.Phone, _community).IsDone);

        Assert.Null(World.FindGroup(group)!.CommunityId);
        Assert.Equal(3, World.FindGroup(group)!.MemberCount);
        Assert.Null(World.FindGroup(_community));
        Assert.Null(World.FindGroup(_announcement));
    }

    [Fact]
    public void Leaving_or_being_removed_from_the_community_reaches_every_group_of_it()
    {
        var people = _builder.AddPeople(2);
        var first = _builder.AddGroup("First", people, _community);
        var second = _builder.AddGroup("Second", people, _community);

        World.Leave(people[0].Phone, _community);
        World.Remove(_desk.Phone, _announcement, [people[1].Phone]);

        foreach (var group in new[] { first, second, _announcement })
        {
            Assert.False(World.IsMember(group, people[0].Phone));
            Assert.False(World.IsMember(group, people[1].Phone));
        }
    }

    [Fact]
    public void Merges_members_of_all_groups_once()
    {
        var people = _builder.AddPeople(3);
        _builder.AddGroup("First", people.Take(2), _community);
        _builder.AddGroup("Second", people.Skip(1), _community);

        var merged = World.MergedMembers(_desk.Phone, _community).Value;

        Assert.Equal(4, merged.Length);
        Assert.Equal(MemberRole.SuperAdmin, merged.Single(member => member.Person.Phone == _desk.Phone).Role);
    }

    [Fact]
    public void A_suggested_group_waits_for_an_admin_and_is_then_linked()
    {
        var member = _builder.AddPerson();
        _builder.AddMember(_community, member.Phone);
        var suggestion = World.SuggestGroup(member.Phone, _community, "Anglers").Value;
        var rejected = World.SuggestGroup(member.Phone, _community, "Gamblers").Value;

        Assert.Equal(2, World.Suggestions(_desk.Phone, _community).Value.Length);
        var id = World.DecideSuggestion(_desk.Phone, _community, suggestion, approve: true).Value;
        Assert.Null(World.DecideSuggestion(_desk.Phone, _community, rejected, approve: false).Value);

        Assert.Empty(World.Suggestions(_desk.Phone, _community).Value);
        Assert.Equal((_community, member.Phone), (World.FindGroup(id!)!.CommunityId, World.FindGroup(id!)!.CreatedBy.Phone));
    }

    private LinkCode Link(string community, string group) =>
        Assert.Single(World.Link(_desk.Phone, community, [group]).Value).Code;

    private LinkCode Unlink(string community, string group) =>
        Assert.Single(World.Unlink(_desk.Phone, community, [group]).Value).Code;
}
