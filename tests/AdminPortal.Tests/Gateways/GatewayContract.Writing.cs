using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Gateways;

public abstract partial class GatewayContract
{
    [Fact(Timeout = 60_000)]
    public async Task Adding_answers_for_each_person_in_the_order_asked()
    {
        var blocker = World.AddPerson("Blocker", shape: p => p with { Blocks = [Site.Desk.Phone] });
        ParticipantId[] people = [Phone(Site.Shy), Phone(Site.Newcomer), Phone(Site.Nobody), Phone(Site.Hands[0]), Phone(blocker)];

        var outcomes = Value(await Gateway.AddParticipantsAsync(Group(Site.Yard), people, Cancel));

        Assert.Equal(people, outcomes.Select(o => o.Target));
        Assert.True(World.IsMember(Site.Yard, Site.Newcomer.Phone));
        if (!GivesReasons)
        {
            // Whom privacy protects may silently be missing under "accepted"; nobody is ever said to be proved.
            Assert.All([outcomes[0], outcomes[4]], o => Assert.Contains(o.Verdict, new[] { TargetVerdict.Refused, TargetVerdict.Accepted }));
            Assert.Equal([TargetVerdict.Accepted, TargetVerdict.Refused, TargetVerdict.AlreadySo], outcomes.Skip(1).Take(3).Select(o => o.Verdict));
            Assert.All(outcomes.Where(o => o.Verdict == TargetVerdict.Refused), o => Assert.NotNull(o.Detail));
            return;
        }

        Assert.Equal(
            [TargetVerdict.Refused, TargetVerdict.Accepted, TargetVerdict.Refused, TargetVerdict.AlreadySo, TellsOfBlocks ? TargetVerdict.Refused : TargetVerdict.Accepted],
            outcomes.Select(o => o.Verdict));
        Assert.Equal(
            [RefusalReason.PrivacyBlocked, null, RefusalReason.NotOnWhatsApp, RefusalReason.AlreadyMember, TellsOfBlocks ? RefusalReason.BlockedByPerson : null],
            outcomes.Select(o => o.Reason));
    }

    [Fact(Timeout = 60_000)]
    public async Task Adding_is_not_confirmed_by_the_gateway_that_did_it()
    {
        Site.Host.Faults.Everyone.Next(FaultKind.SilentlyDropAdds);

        var outcome = Assert.Single(Value(await Gateway.AddParticipantsAsync(Group(Site.Yard), [Phone(Site.Newcomer)], Cancel)));

        Assert.Equal(TargetVerdict.Accepted, outcome.Verdict);
        Assert.False(World.IsMember(Site.Yard, Site.Newcomer.Phone));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_person_known_by_a_hidden_id_is_added_removed_and_promoted_by_it()
    {
        var hidden = World.ChangePerson(Site.Hands[0].Phone, p => p with { HidesPhone = true });
        var id = ParticipantId.Parse(hidden.LidJid);

        var promoted = Assert.Single(Value(await Gateway.PromoteAsync(Group(Site.Yard), [id], Cancel)));
        var removed = Assert.Single(Value(await Gateway.RemoveParticipantsAsync(Group(Site.Yard), [id], Cancel)));

        Assert.Equal((id, TargetVerdict.Accepted), (promoted.Target, promoted.Verdict));
        Assert.Equal((id, TargetVerdict.Accepted), (removed.Target, removed.Verdict));
        Assert.False(World.IsMember(Site.Yard, hidden.Phone));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_Brazilian_number_is_recognised_when_it_comes_back_with_another_ninth_digit()
    {
        World.AddPerson("Rui", phone: "551187654321");

        var outcomes = Value(await Gateway.AddParticipantsAsync(
            Group(Site.Yard), [ParticipantId.Parse("5511987654321"), Phone(Site.Newcomer)], Cancel));

        Assert.All(outcomes, o => Assert.Equal(TargetVerdict.Accepted, o.Verdict));
        Assert.True(World.IsMember(Site.Yard, "551187654321"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_so_already_counts_as_done()
    {
        var promoted = Value(await Gateway.PromoteAsync(Group(Site.Yard), [Phone(Site.Hands[3])], Cancel));
        var demoted = Value(await Gateway.DemoteAsync(Group(Site.Yard), [Phone(Site.Hands[0])], Cancel));
        var removed = Value(await Gateway.RemoveParticipantsAsync(Group(Site.Yard), [Phone(Site.Newcomer)], Cancel));

        Assert.All(promoted.Concat(demoted).Concat(removed), o => Assert.True(TellsWhatWasSo ? o.Verdict == TargetVerdict.AlreadySo : o.InWantedState));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_that_is_gone_was_handled_and_is_no_error()
    {
        Assert.SkipUnless(Gateway.Capabilities.Can(Capability.ApproveRequests), "This gateway decides no requests.");
        var people = Site.Waiting.Select(p => ParticipantId.Parse(p.LidJid)).ToArray();
        World.WithdrawRequest(Site.Waiting[1].Phone, Site.Door);

        var outcomes = Value(await Gateway.ApproveAsync(Group(Site.Door), people, Cancel));

        Assert.All(outcomes, o => Assert.True(o.InWantedState));
        if (TellsWhatWasHandled)
        {
            Assert.Equal([TargetVerdict.Accepted, TargetVerdict.AlreadySo, TargetVerdict.Accepted], outcomes.Select(o => o.Verdict));
            Assert.Equal(RefusalReason.AlreadyHandled, outcomes[1].Reason);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_no_admin_is_forbidden()
    {
        var other = AddNumber("Plain", handle: "ops-2", phone: "4915110002777");
        World.Add(Site.Desk.Phone, Site.Yard, [other.Phone]);
        var gateway = _gateways.Connect(new AdminPortal.Gateways.GatewaySettings(Kind, AddressOf(Site.Host), CredentialsOf(other)), Gate);

        var failure = Failure(await gateway.AddParticipantsAsync(Group(Site.Yard), [Phone(Site.Newcomer)], Cancel));

        Assert.Equal(GatewayFailureKind.Forbidden, failure.Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_group_names_everybody_who_did_not_get_in()
    {
        var created = Value(await Gateway.CreateGroupAsync(
            new NewGroup("Night shift", "Ten to six", [Phone(Site.Newcomer), Phone(Site.Shy)], ContractCall.Possible(Gateway, new GroupSettings(true, true, true, false))), Cancel));

        var group = World.FindGroup(created.Group.Value)!;
        Assert.Equal(("Night shift", "Ten to six"), (group.Name, group.Description));
        Assert.True(group.Settings.AdminsOnlySend);
        Assert.Empty(created.Warnings);
        Assert.True(created.Participants[0].InWantedState);
        Assert.Equal((Phone(Site.Shy), false), (created.Participants[1].Target, created.Participants[1].InWantedState));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_empty_description_clears_and_a_missing_one_leaves_alone()
    {
        World.ChangeDescription(Site.Desk.Phone, Site.Yard, "Old");

        Value(await Gateway.UpdateProfileAsync(Group(Site.Yard), new ProfileChange(Name: "Yard 2"), Cancel));
        Assert.Equal("Old", World.FindGroup(Site.Yard)!.Description);

        Value(await Gateway.UpdateProfileAsync(Group(Site.Yard), new ProfileChange(Description: ""), Cancel));
        Assert.Equal("", World.FindGroup(Site.Yard)!.Description);
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_the_settings_that_were_named_change()
    {
        var before = World.FindGroup(Site.Yard)!.Settings;

        Value(await Gateway.UpdateSettingsAsync(Group(Site.Yard), new GroupSettings(OnlyAdminsSend: true), Cancel));

        Assert.Equal(before with { AdminsOnlySend = true }, World.FindGroup(Site.Yard)!.Settings);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_new_invite_is_returned_and_the_old_one_is_dead()
    {
        var code = Value(await Gateway.ResetInviteAsync(Group(Site.Yard), Cancel));

        Assert.Equal(World.FindGroup(Site.Yard)!.InviteCode, code.Value);
        Assert.Equal(code, Value(await Gateway.GetInviteAsync(Group(Site.Yard), Cancel)));
        Assert.True(InviteCode.TryParse(Site.YardCode, out var old));
        Assert.Equal(GatewayFailureKind.NotFound, Failure(await Gateway.JoinAsync(old, Cancel)).Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task Joining_where_approval_is_on_waits()
    {
        World.ChangeSettings(World.FindGroup(Site.Foreign)!.CreatedBy.Phone, Site.Foreign, new SettingsChange(ApprovalRequired: true));
        Assert.True(InviteCode.TryParse(World.FindGroup(Site.Foreign)!.InviteCode, out var code));

        var joined = Value(await Gateway.JoinAsync(code, Cancel));

        Assert.Equal((Site.Foreign, true), (joined.Group.Value, joined.RequestCreated));
        Assert.False(World.IsMember(Site.Foreign, Site.Desk.Phone));
    }
}
