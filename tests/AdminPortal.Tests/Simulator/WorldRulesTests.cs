using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Simulator;

/// <summary>Roles, requests, invites, profile, creation and messages.</summary>
public sealed class WorldRulesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly WorldBuilder _builder;
    private readonly WorldNumber _desk;
    private readonly string _group;

    public WorldRulesTests()
    {
        _builder = new WorldBuilder(time: _time);
        _desk = _builder.AddNumber("Desk");
        _group = _builder.AddGroup("Harbour Crew", settings: new GroupSettings(ApprovalRequired: true));
    }

    private WhatsAppWorld World => _builder.World;

    [Fact]
    public void The_creator_cannot_be_demoted()
    {
        var admin = Member(MemberRole.Admin);

        var outcomes = World.Demote(admin.Phone, _group, [_desk.Phone, admin.Phone]).Value;

        Assert.Equal([ParticipantCode.Forbidden, ParticipantCode.Done], outcomes.Select(outcome => outcome.Code));
    }

    [Fact]
    public void Only_those_promoted_by_the_creator_hand_the_right_on()
    {
        var (first, second, third, fourth) = (Member(), Member(), Member(), Member());
        var plain = Member(MemberRole.Admin);

        Assert.True(World.Promote(_desk.Phone, _group, [first.Phone], needsPromoter: true).Value[0].IsDone);
        Assert.True(World.Promote(first.Phone, _group, [second.Phone], needsPromoter: true).Value[0].IsDone);
        Assert.Equal(Refusal.NotSuperAdmin, World.Promote(plain.Phone, _group, [third.Phone], needsPromoter: true).Refusal);
        Assert.True(World.Promote(plain.Phone, _group, [third.Phone]).Value[0].IsDone);
        Assert.Equal(Refusal.NotSuperAdmin, World.Demote(third.Phone, _group, [plain.Phone], needsPromoter: true).Refusal);
        Assert.Equal(Refusal.NotAdmin, World.Promote(fourth.Phone, _group, [fourth.Phone], needsPromoter: true).Refusal);
    }

    [Fact]
    public void A_community_admin_is_admin_of_its_announcements_and_there_are_at_most_so_many()
    {
        World.Limits = World.Limits with { AdminsPerCommunity = 2 };
        var community = _builder.AddCommunity("Harbour");
        var people = _builder.AddPeople(2);
        _builder.AddGroup("First", people, community.Id);

        var outcomes = World.Promote(_desk.Phone, community.AnnouncementId, [people[0].Phone, people[1].Phone]).Value;

        Assert.Equal([ParticipantCode.Done, ParticipantCode.GroupFull], outcomes.Select(outcome => outcome.Code));
        Assert.True(World.IsMember(community.Id, people[0].Phone));
        Assert.True(World.Demote(_desk.Phone, community.Id, [people[0].Phone]).Value[0].IsDone);
        Assert.False(World.IsMember(community.Id, people[0].Phone));
        Assert.True(World.IsMember(community.AnnouncementId, people[0].Phone));
    }

    [Fact]
    public void Ownership_passes_to_a_member_once()
    {
        var heir = Member();

        Assert.True(World.TransferOwnership(_desk.Phone, _group, heir.Phone).IsDone);

        Assert.Equal(Refusal.NotSuperAdmin, World.TransferOwnership(_desk.Phone, _group, heir.Phone).Refusal);
        Assert.Equal(MemberRole.SuperAdmin, World.Group(heir.Phone, _group).Value.OwnRole);
        Assert.Equal(MemberRole.Admin, World.Group(_desk.Phone, _group).Value.OwnRole);
    }

    [Fact]
    public void With_approval_on_a_link_leads_to_a_request_and_approving_makes_a_member()
    {
        var person = _builder.AddPerson();
        var code = World.InviteCode(_desk.Phone, _group).Value;

        Assert.True(World.Join(person.Phone, code).Value.IsPending);
        Assert.True(World.Join(person.Phone, code).Value.IsPending);
        Assert.Equal(1, World.Count(WorldEventKind.RequestCreated, _group, person.Phone));
        Assert.Equal(RequestMethod.InviteLink, Assert.Single(World.Requests(_desk.Phone, _group).Value).Request.Method);

        Assert.Equal(ParticipantCode.Done, World.Approve(_desk.Phone, _group, [person.LidJid]).Value[0].Code);
        Assert.Equal(ParticipantCode.AlreadyDone, World.Approve(_desk.Phone, _group, [person.LidJid]).Value[0].Code);
        Assert.True(World.IsMember(_group, person.Phone));
        Assert.Equal(1, World.Count(WorldEventKind.RequestApproved, _group, person.Phone));
    }

    [Fact]
    public void A_withdrawn_or_rejected_request_is_404()
    {
        var (withdrawn, rejected) = (_builder.AddPerson(), _builder.AddPerson());
        var code = World.InviteCode(_desk.Phone, _group).Value;
        World.Join(withdrawn.Phone, code);
        World.Join(rejected.Phone, code);

        World.WithdrawRequest(withdrawn.Phone, _group);
        Assert.Equal(ParticipantCode.Done, World.Reject(_desk.Phone, _group, [rejected.Phone]).Value[0].Code);

        Assert.Equal(ParticipantCode.NotFound, World.Approve(_desk.Phone, _group, [withdrawn.Phone]).Value[0].Code);
        Assert.Equal(ParticipantCode.NotFound, World.Reject(_desk.Phone, _group, [rejected.Phone]).Value[0].Code);
    }

    [Fact]
    public void Approving_into_a_full_group_is_419_and_the_request_stays()
    {
        var person = _builder.AddPerson();
        World.Join(person.Phone, World.InviteCode(_desk.Phone, _group).Value);
        World.Limits = World.Limits with { MembersPerGroup = 1 };

        Assert.Equal(ParticipantCode.GroupFull, World.Approve(_desk.Phone, _group, [person.Phone]).Value[0].Code);
        Assert.Single(World.Requests(_desk.Phone, _group).Value);
    }

    [Fact]
    public void Joining_from_the_community_names_the_community_in_the_request()
    {
        var community = _builder.AddCommunity("Harbour").Id;
        var group = _builder.AddGroup("First", community, settings: new GroupSettings(ApprovalRequired: true));
        var person = _builder.AddPerson();
        _builder.AddMember(community, person.Phone);

        Assert.True(World.JoinFromCommunity(person.Phone, community, group).Value.IsPending);

        var request = Assert.Single(World.Requests(_desk.Phone, group).Value).Request;
        Assert.Equal((RequestMethod.LinkedGroupJoin, community), (request.Method, request.ParentGroupId));
    }

    [Fact]
    public void A_reset_link_is_dead_and_the_new_one_lives()
    {
        World.ChangeSettings(_desk.Phone, _group, new SettingsChange(ApprovalRequired: false));
        var person = _builder.AddPerson();
        var old = World.InviteCode(_desk.Phone, _group).Value;

        var fresh = World.ResetInvite(_desk.Phone, _group).Value;

        Assert.Equal(Refusal.InviteRevoked, World.Join(person.Phone, old).Refusal);
        Assert.Equal(Refusal.InviteUnknown, World.Join(person.Phone, "nonsense").Refusal);
        Assert.False(World.Join(person.Phone, fresh).Value.IsPending);
        Assert.Equal(Refusal.AlreadyMember, World.Join(person.Phone, fresh).Refusal);
    }

    [Fact]
    public void Who_was_removed_cannot_come_back_by_link()
    {
        World.ChangeSettings(_desk.Phone, _group, new SettingsChange(ApprovalRequired: false));
        var person = Member();
        World.Remove(_desk.Phone, _group, [person.Phone]);
        var code = World.InviteCode(_desk.Phone, _group).Value;

        Assert.Equal(Refusal.RemovedBefore, World.Join(person.Phone, code).Refusal);
        World.Limits = World.Limits with { RemovedMayRejoinByLink = true };
        Assert.True(World.Join(person.Phone, code).IsDone);
    }

    [Fact]
    public void Names_are_short_at_creation_and_longer_at_rename()
    {
        Assert.Equal(Refusal.NameTooLong, World.CreateGroup(_desk.Phone, new string('x', 26), []).Refusal);
        Assert.Equal(Refusal.NameRequired, World.CreateGroup(_desk.Phone, "  ", []).Refusal);
        Assert.True(World.CreateGroup(_desk.Phone, string.Concat(Enumerable.Repeat("💍", 25)), []).IsDone);
        Assert.True(World.Rename(_desk.Phone, _group, new string('x', 100)).IsDone);
        Assert.Equal(Refusal.NameTooLong, World.Rename(_desk.Phone, _group, new string('x', 101)).Refusal);
        Assert.Equal(Refusal.DescriptionTooLong, World.ChangeDescription(_desk.Phone, _group, new string('x', 2_049)).Refusal);
    }

    [Fact]
    public void Creating_leaves_out_people_behind_a_wall()
    {
        var open = _builder.AddPerson();
        var walled = _builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.Closed });

        var created = World.CreateGroup(_desk.Phone, "New", [open.Phone, walled.Phone]).Value;

        Assert.Equal([_desk.Phone, open.Phone], created.Group.Members.Select(member => member.Person.Phone));
    }

    [Fact]
    public void Creations_are_throttled_when_asked_to()
    {
        World.Limits = World.Limits with { CreationsPerHour = 2 };
        _time.Advance(TimeSpan.FromHours(2));

        Assert.True(World.CreateGroup(_desk.Phone, "1", []).IsDone);
        Assert.True(World.CreateCommunity(_desk.Phone, "2").IsDone);
        Assert.Equal(Refusal.Throttled, World.CreateGroup(_desk.Phone, "3", []).Refusal);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(World.CreateGroup(_desk.Phone, "3", []).IsDone);
    }

    [Fact]
    public void Members_edit_unless_the_group_is_locked_and_nothing_is_journalled_twice()
    {
        var member = Member();

        Assert.True(World.Rename(member.Phone, _group, "New name").IsDone);
        Assert.True(World.Rename(member.Phone, _group, "New name").IsDone);
        World.ChangeSettings(_desk.Phone, _group, new SettingsChange(AdminsOnlyEdit: true));

        Assert.Equal(Refusal.NotAdmin, World.Rename(member.Phone, _group, "Other").Refusal);
        Assert.Equal(Refusal.NotAdmin, World.ChangeSettings(member.Phone, _group, new SettingsChange(AdminsOnlyEdit: false)).Refusal);
        Assert.Equal(1, World.Count(WorldEventKind.Renamed, _group));
    }

    [Fact]
    public void Announcements_can_be_renamed_and_described_only()
    {
        var announcement = _builder.AddCommunity("Harbour").AnnouncementId;

        Assert.True(World.Rename(_desk.Phone, announcement, "News").IsDone);
        Assert.True(World.ChangeDescription(_desk.Phone, announcement, "Read me").IsDone);
        Assert.Equal(Refusal.NotPossibleHere, World.ChangeSettings(_desk.Phone, announcement, new SettingsChange(AdminsOnlySend: false)).Refusal);
    }

    [Fact]
    public void Messages_stay_disappearing_for_known_times_only()
    {
        Assert.Equal(Refusal.InvalidValue, World.ChangeSettings(_desk.Phone, _group, new SettingsChange(EphemeralSeconds: 60)).Refusal);
        Assert.True(World.ChangeSettings(_desk.Phone, _group, new SettingsChange(EphemeralSeconds: 604_800)).IsDone);
    }

    [Fact]
    public void Texts_are_kept_and_never_go_to_somebody_not_on_WhatsApp()
    {
        var person = _builder.AddPerson();
        var absent = _builder.AddPerson(shape: other => other with { IsOnWhatsApp = false });

        Assert.True(World.SendText(_desk.Phone, person.LidJid, "Hello").IsDone);
        Assert.Equal(Refusal.NotOnWhatsApp, World.SendText(_desk.Phone, absent.Phone, "Hello").Refusal);

        Assert.Equal((person.PhoneJid, "Hello"), (Assert.Single(World.Messages).ChatJid, World.Messages[0].Text));
    }

    private Person Member(MemberRole role = MemberRole.Member)
    {
        var person = _builder.AddPerson();
        _builder.AddMember(_group, person.Phone, role);
        return person;
    }
}
