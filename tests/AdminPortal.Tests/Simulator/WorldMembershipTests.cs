using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Simulator;

public sealed class WorldMembershipTests
{
    private static readonly WorldLimits Small = new() { MembersPerGroup = 4, MembersPerCommunity = 5 };

    private readonly ManualTimeProvider _time = new();
    private readonly WorldBuilder _builder;
    private readonly WorldNumber _desk;
    private readonly string _group;

    public WorldMembershipTests()
    {
        _builder = new WorldBuilder(time: _time);
        _desk = _builder.AddNumber("Desk", phone: "15550001000");
        _group = _builder.AddGroup("Harbour Crew");
    }

    private WhatsAppWorld World => _builder.World;

    [Fact]
    public void Adds_a_person_once_and_says_so_the_second_time()
    {
        var person = _builder.AddPerson();

        Assert.Equal(ParticipantCode.Done, Add(person).Code);
        Assert.Equal(ParticipantCode.AlreadyDone, Add(person).Code);

        Assert.True(World.IsMember(_group, person.LidJid));
        Assert.Equal(1, World.Count(WorldEventKind.MemberAdded, _group, person.Phone));
    }

    [Theory]
    [InlineData("not a number")]
    [InlineData("12345")]
    [InlineData("1234567890123456")]
    [InlineData("15550001000@nowhere")]
    [InlineData("")]
    public void Answers_400_to_what_is_no_participant(string input) =>
        Assert.Equal(ParticipantCode.BadParticipant, Add(input).Code);

    [Fact]
    public void Answers_404_for_somebody_not_on_WhatsApp()
    {
        Assert.Equal(ParticipantCode.NotFound, Add(_builder.AddPerson(shape: person => person with { IsOnWhatsApp = false })).Code);
        Assert.Equal(ParticipantCode.NotFound, Add("15559999999").Code);
        Assert.Equal(ParticipantCode.NotFound, Add("999999@lid").Code);
    }

    [Fact]
    public void Answers_401_when_the_person_blocked_the_acting_number()
    {
        var other = _builder.AddNumber("Other");
        _builder.AddMember(_group, other.Phone, MemberRole.Admin);
        var person = _builder.AddPerson(shape: blocker => blocker with { Blocks = [_desk.Phone] });

        Assert.Equal(ParticipantCode.BlockedActor, Add(person).Code);
        Assert.Equal(ParticipantCode.Done, World.Add(other.Phone, _group, [person.Phone]).Value[0].Code);
    }

    [Fact]
    public void Answers_403_with_or_without_an_invitation_by_the_privacy_wall()
    {
        var invited = Add(_builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.InvitationOnly }));
        var closed = Add(_builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.Closed }));

        Assert.Equal(ParticipantCode.Forbidden, invited.Code);
        Assert.NotNull(invited.InvitationCode);
        Assert.Equal(ParticipantCode.Forbidden, closed.Code);
        Assert.Null(closed.InvitationCode);
        Assert.Equal(0, World.LastSequence);
    }

    [Fact]
    public void Answers_417_and_451_where_only_a_link_helps_or_nothing()
    {
        Assert.Equal(ParticipantCode.OnlyByLink, Add(_builder.AddPerson(shape: person => person with { Privacy = PrivacyWall.LinkOnly })).Code);
        Assert.Equal(
            ParticipantCode.LegalRestriction,
            Add(_builder.AddPerson(shape: person => person with { IsLegallyRestricted = true })).Code);
    }

    [Fact]
    public void Answers_408_for_days_after_somebody_left()
    {
        var person = _builder.AddPerson();
        Add(person);
        Assert.True(World.Leave(person.Phone, _group).IsDone);

        Assert.Equal(ParticipantCode.RecentlyLeft, Add(person).Code);
        _time.Advance(World.Limits.RecentlyLeft);
        Assert.Equal(ParticipantCode.Done, Add(person).Code);
    }

    [Fact]
    public void Answers_419_when_the_group_is_full()
    {
        World.Limits = Small;
        var people = _builder.AddPeople(4);

        var outcomes = World.Add(_desk.Phone, _group, [.. people.Select(person => person.Phone)]).Value;

        Assert.Equal(
            [ParticipantCode.Done, ParticipantCode.Done, ParticipantCode.Done, ParticipantCode.GroupFull],
            outcomes.Select(outcome => outcome.Code));
    }

    [Fact]
    public void Answers_412_when_the_community_is_full_but_lets_its_members_into_more_groups()
    {
        World.Limits = Small;
        var community = _builder.AddCommunity("Harbour");
        var first = _builder.AddGroup("First", _builder.AddPeople(3), community.Id);
        var inside = _builder.AddPerson();
        _builder.AddMember(community.Id, inside.Phone);
        var second = _builder.AddGroup("Second", community.Id);

        Assert.Equal(ParticipantCode.CommunityFull, World.Add(_desk.Phone, second, [_builder.AddPerson().Phone]).Value[0].Code);
        Assert.Equal(ParticipantCode.Done, World.Add(_desk.Phone, second, [inside.Phone]).Value[0].Code);
        Assert.Equal(4, World.FindGroup(first)!.MemberCount);
    }

    [Fact]
    public void Answers_421_when_a_plain_member_adds_and_approval_is_on()
    {
        var member = _builder.AddPerson();
        _builder.AddMember(_group, member.Phone);
        World.ChangeSettings(_desk.Phone, _group, new SettingsChange(AdminsOnlyAdd: false, ApprovalRequired: true));
        var person = _builder.AddPerson();

        var outcome = World.Add(member.Phone, _group, [person.Phone]).Value[0];

        Assert.Equal(ParticipantCode.RequestCreated, outcome.Code);
        var request = Assert.Single(World.Requests(_desk.Phone, _group).Value).Request;
        Assert.Equal((RequestMethod.NonAdminAdd, member.Phone), (request.Method, request.RequestedBy));
        Assert.False(World.IsMember(_group, person.Phone));
    }

    [Fact]
    public void Lets_only_admins_add_unless_the_group_says_otherwise()
    {
        var member = _builder.AddPerson();
        _builder.AddMember(_group, member.Phone);
        var person = _builder.AddPerson();

        Assert.Equal(Refusal.NotAdmin, World.Add(member.Phone, _group, [person.Phone]).Refusal);
        World.ChangeSettings(_desk.Phone, _group, new SettingsChange(AdminsOnlyAdd: false));
        Assert.Equal(ParticipantCode.Done, World.Add(member.Phone, _group, [person.Phone]).Value[0].Code);
    }

    [Fact]
    public void Refuses_a_signed_out_number_a_stranger_and_an_unknown_group()
    {
        var person = _builder.AddPerson();

        Assert.Equal(Refusal.NotAMember, World.Add(person.Phone, _group, [person.Phone]).Refusal);
        Assert.Equal(Refusal.GroupNotFound, World.Add(_desk.Phone, "1@g.us", [person.Phone]).Refusal);
        World.SetSession(_desk.Phone, SessionState.LoggedOut);
        Assert.Equal(Refusal.SignedOut, World.Add(_desk.Phone, _group, [person.Phone]).Refusal);
    }

    [Fact]
    public void Pretends_to_add_without_any_effect()
    {
        var person = _builder.AddPerson();

        Assert.True(World.Add(_desk.Phone, _group, [person.Phone], pretend: true).Value[0].IsDone);

        Assert.False(World.IsMember(_group, person.Phone));
        Assert.Equal(0, World.LastSequence);
    }

    [Fact]
    public void Finds_a_Brazilian_number_with_and_without_its_ninth_digit()
    {
        var person = _builder.AddPerson(phone: "5511912345678");

        var outcome = Add("551112345678");

        Assert.Equal((ParticipantCode.Done, person.Phone), (outcome.Code, outcome.Person!.Phone));
    }

    [Fact]
    public void Removes_members_but_never_the_creator()
    {
        var person = _builder.AddPerson();
        var admin = _builder.AddPerson();
        Add(person);
        _builder.AddMember(_group, admin.Phone, MemberRole.Admin);

        var outcomes = World.Remove(admin.Phone, _group, [person.LidJid, _desk.Phone, "15559999999"]).Value;

        Assert.Equal(
            [ParticipantCode.Done, ParticipantCode.Forbidden, ParticipantCode.NotFound],
            outcomes.Select(outcome => outcome.Code));
        Assert.Equal(1, World.Count(WorldEventKind.MemberRemoved, _group, person.Phone));
        Assert.Equal(Refusal.NotAdmin, RemoveAsMember());
    }

    private Refusal? RemoveAsMember()
    {
        var member = _builder.AddPerson();
        _builder.AddMember(_group, member.Phone);
        return World.Remove(member.Phone, _group, [_desk.Phone]).Refusal;
    }

    private ParticipantOutcome Add(Person person) => Add(person.Phone);

    private ParticipantOutcome Add(string participant) => Assert.Single(World.Add(_desk.Phone, _group, [participant]).Value);
}
