using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Operations;

public sealed class OperationRevertTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_removal_is_undone_by_adding_and_an_admin_comes_back_as_one(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var ann = await scene.Groups.AddMemberAsync("Ann");
        var bob = await scene.Groups.AddMemberAsync("Bob", MemberRole.Admin);
        var id = await scene.DoneAsync([scene.Draft(ItemKind.RemoveParticipant, ann), scene.Draft(ItemKind.RemoveParticipant, bob)]);
        await scene.GoneAsync(ann);
        await scene.GoneAsync(bob);

        var plan = await scene.PlanAsync(id);

        Assert.Equal(["Add Bob", "Promote Bob", "Add Ann"], plan.Items.Select(i => i.Text));
        Assert.Equal([null, 1, null], plan.Items.Select(i => i.Draft.DependsOn));
        Assert.Empty(plan.LeftOut);
        Assert.Equal((3, "Desk"), (plan.Forecast.Calls, plan.Forecast.Pace[0].Name));
        Assert.Contains("2 adds", plan.Forecast.Pace[0].Sentence, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task An_add_is_undone_by_removing_only_whom_it_brought_in(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var newcomer = await scene.Groups.AddPersonAsync("Newcomer");
        var before = await scene.Groups.AddMemberAsync("Before");
        var gone = await scene.Groups.AddPersonAsync("Gone");
        var promoted = await scene.Groups.AddPersonAsync("Promoted");
        var blocked = await scene.Groups.AddPersonAsync("Blocked");
        var id = await scene.DoneAsync(
            [.. new[] { newcomer, before, gone, promoted, blocked }.Select(p => scene.Draft(ItemKind.AddParticipant, p))],
            item =>
            {
                if (item.Label == "Blocked")
                {
                    (item.State, item.Reason) = (ItemState.Refused, RefusalReason.PrivacyBlocked);
                }
            });
        await scene.Groups.JoinAsync(newcomer);
        await scene.Groups.JoinAsync(gone, goneAt: scene.Groups.Time.GetUtcNow());
        await scene.Groups.JoinAsync(promoted, MemberRole.Admin);

        var plan = await scene.PlanAsync(id);

        Assert.Equal(["Remove Newcomer"], plan.Items.Select(i => i.Text));
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Add Blocked"] = "It did not happen, so there is nothing to revert.",
                ["Add Promoted"] = "Was made an admin since, by somebody who wants them there.",
                ["Add Gone"] = "Is not in the group any more: left, or was removed since.",
                ["Add Before"] = "Was in the group before the operation.",
            },
            plan.LeftOut.ToDictionary(l => l.What, l => l.Why));
    }

    /// <summary>What is confirmed either goes back or is named with the reason; no kind is forgotten.</summary>
    [Theory, MemberData(nameof(EveryKind))]
    public async Task Every_kind_of_item_has_an_inverse_or_a_reason_why_there_is_none(ItemKind kind)
    {
        const string Town = "120363077009990000@g.us", Yard = "120363077009990001@g.us";
        await using var database = await TestDatabase.CreateAsync(AdminPortal.Data.DatabaseProvider.Sqlite);
        var scene = await RevertScene.CreateAsync(database, shape: g => (g.Name, g.OnlyAdminsSend) = ("Before", false));
        await scene.Groups.AddGroupAsync("Town", Town, g => g.Kind = GroupKind.CommunityParent);
        await scene.Groups.AddGroupAsync("Yard", Yard, g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, Town));
        await scene.Groups.PutAsync(scene.Number, MemberRole.Admin, Town);
        var ann = await scene.Groups.AddPersonAsync("Ann");
        if (kind is ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant)
        {
            await scene.Groups.JoinAsync(ann, kind == ItemKind.DemoteParticipant ? MemberRole.Admin : MemberRole.Member);
        }

        if (kind == ItemKind.UnlinkGroup)
        {
            await scene.ReadAsync(db => db.Groups.Single(g => g.Id == GroupScene.Harbor).CommunityId = Town);
        }

        var item = scene.Draft(kind, ann) with
        {
            CommunityId = Town,
            Payload = kind switch
            {
                ItemKind.UpdateProfile => ItemPayload.Write(new ProfilePayload(Name: "After", RemovePicture: true)),
                ItemKind.UpdateSettings => ItemPayload.Write(new SettingsPayload(new GroupSettings(OnlyAdminsSend: true))),
                _ => null,
            },
        };
        var id = await scene.DoneAsync([item]);
        await scene.ReadAsync(db =>
        {
            var group = db.Groups.Single(g => g.Id == GroupScene.Harbor);
            (group.Name, group.OnlyAdminsSend) = ("After", true);
            group.CommunityId = kind switch { ItemKind.LinkGroup => Town, ItemKind.UnlinkGroup => null, _ => group.CommunityId };
        });
        await (kind switch
        {
            ItemKind.AddParticipant => scene.Groups.JoinAsync(ann),
            ItemKind.RemoveParticipant => scene.GoneAsync(ann),
            ItemKind.PromoteParticipant => scene.RoleAsync(ann, MemberRole.Admin),
            ItemKind.DemoteParticipant => scene.RoleAsync(ann, MemberRole.Member),
            _ => Task.CompletedTask,
        });

        var plan = await scene.PlanAsync(id);

        // A change of the profile goes back but for the picture.
        var reasons = plan.LeftOut.Select(l => l.Why).ToList();
        Assert.Equal(
            (RevertRules.Never(kind)?.Why, kind == ItemKind.UpdateProfile) switch
            {
                ({ } never, _) => [never],
                (_, true) => ["The former picture is not known: a gateway gives no picture back for keeping."],
                _ => [],
            },
            reasons);
        Assert.Equal(RevertRules.Never(kind) is null ? 1 : 0, plan.Items.Count);
    }

    public static TheoryData<ItemKind> EveryKind => [.. Enum.GetValues<ItemKind>()];

    [Theory, DatabaseData]
    public async Task Who_cannot_come_back_is_named_with_the_reason(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var people = new Dictionary<string, Features.People.Person>(StringComparer.Ordinal);
        foreach (var name in new[] { "Leaver", "Walled", "Link", "Blocker", "Again", "Wanderer", "Fine" })
        {
            people[name] = await scene.Groups.AddMemberAsync(name);
        }

        var id = await scene.DoneAsync([.. people.Values.Select(p => scene.Draft(ItemKind.RemoveParticipant, p))]);
        foreach (var person in people.Where(p => p.Key != "Again"))
        {
            await scene.GoneAsync(person.Value);
        }

        await scene.ReadAsync(db => db.MembershipChanges.Add(new MembershipChange
        {
            GroupId = GroupScene.Harbor, PersonId = people["Wanderer"].Id, Kind = MembershipChangeKind.Joined, At = scene.Groups.Time.GetUtcNow(), Origin = ReadingOrigin.Detail,
        }));
        await scene.RefusedAddAsync(people["Leaver"], RefusalReason.LeftRecently);
        await scene.RefusedAddAsync(people["Walled"], RefusalReason.PrivacyBlocked);
        await scene.RefusedAddAsync(people["Link"], RefusalReason.LinkOnly);
        await scene.RefusedAddAsync(people["Blocker"], RefusalReason.BlockedByPerson);

        var plan = await scene.PlanAsync(id);

        Assert.Equal(["Add Fine"], plan.Items.Select(i => i.Text));
        var why = plan.LeftOut.ToDictionary(l => l.What["Remove ".Length..], l => l.Why);
        Assert.StartsWith("Left recently", why["Leaver"], StringComparison.Ordinal);
        Assert.StartsWith("Privacy settings", why["Walled"], StringComparison.Ordinal);
        Assert.StartsWith("Privacy settings", why["Link"], StringComparison.Ordinal);
        Assert.StartsWith("Has blocked our number", why["Blocker"], StringComparison.Ordinal);
        Assert.StartsWith("Is in the group again", why["Again"], StringComparison.Ordinal);
        Assert.StartsWith("Came back and left again", why["Wanderer"], StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task What_was_so_before_is_left_alone(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var ann = await scene.Groups.AddPersonAsync("Ann");
        var id = await scene.DoneAsync([scene.Draft(ItemKind.AddParticipant, ann)], item => item.WasSoBefore = true);
        await scene.Groups.JoinAsync(ann);

        var plan = await scene.PlanAsync(id);

        Assert.Empty(plan.Items);
        Assert.Equal("It was so before: the operation changed nothing there.", Assert.Single(plan.LeftOut).Why);
    }

    [Theory, DatabaseData]
    public async Task Roles_go_back_unless_somebody_has_changed_them_since(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var ann = await scene.Groups.AddMemberAsync("Ann");
        var bob = await scene.Groups.AddMemberAsync("Bob", MemberRole.Admin);
        var cleo = await scene.Groups.AddMemberAsync("Cleo");
        var dan = await scene.Groups.AddMemberAsync("Dan");
        var id = await scene.DoneAsync(
        [
            scene.Draft(ItemKind.PromoteParticipant, ann), scene.Draft(ItemKind.DemoteParticipant, bob),
            scene.Draft(ItemKind.PromoteParticipant, cleo), scene.Draft(ItemKind.PromoteParticipant, dan),
        ]);
        await scene.RoleAsync(ann, MemberRole.Admin);
        await scene.RoleAsync(bob, MemberRole.Member);
        await scene.RoleAsync(dan, MemberRole.SuperAdmin);

        var plan = await scene.PlanAsync(id);

        Assert.Equal(["Promote Bob", "Demote Ann"], plan.Items.Select(i => i.Text));
        Assert.Equal(
            ["Is the creator, who can be neither demoted nor removed.", "Is no admin any more."],
            plan.LeftOut.Select(l => l.Why));
    }

    [Theory, DatabaseData]
    public async Task A_move_goes_back_the_way_it_came(TestDatabase database)
    {
        const string From = "120363011000000001@g.us", To = "120363011000000002@g.us";
        var scene = await RevertScene.CreateAsync(database, shape: g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, From));
        foreach (var (id, name) in new[] { (From, "Harbor"), (To, "Old Town") })
        {
            await scene.Groups.AddGroupAsync(name, id, g => g.Kind = GroupKind.CommunityParent);
            await scene.Groups.PutAsync(scene.Number, MemberRole.Admin, id);
        }

        await scene.Groups.AddGroupAsync("Stays", "120363011000000003@g.us", g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, To));
        ItemDraft Step(ItemKind kind, string community, int? after) => new(kind, scene.Number, "Harbor Crew") { GroupId = GroupScene.Harbor, CommunityId = community, DependsOn = after };
        var moved = await scene.DoneAsync([Step(ItemKind.UnlinkGroup, From, null), Step(ItemKind.LinkGroup, To, 1)]);
        await scene.ReadAsync(db => db.Groups.Single(g => g.Id == GroupScene.Harbor).CommunityId = To);

        var plan = await scene.PlanAsync(moved);
        await scene.ReadAsync(db => db.Groups.Single(g => g.Id == GroupScene.Harbor).CommunityId = null);
        var orphaned = await scene.PlanAsync(moved);

        Assert.Equal(
            [(ItemKind.UnlinkGroup, To, null), (ItemKind.LinkGroup, From, 1)],
            plan.Items.Select(i => (i.Draft.Kind, i.Draft.CommunityId, i.Draft.DependsOn)));
        Assert.Equal([(ItemKind.LinkGroup, From)], orphaned.Items.Select(i => (i.Draft.Kind, i.Draft.CommunityId)));
        Assert.Equal("It is in no community any more: somebody has unlinked it since.", Assert.Single(orphaned.LeftOut).Why);
    }

    [Theory, DatabaseData]
    public async Task Name_description_and_settings_return_to_what_was_recorded(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database, shape: g => (g.Description, g.OnlyAdminsSend) = ("Shift notes", false));
        ItemDraft Change(ItemKind kind, object payload) => new(kind, scene.Number, "Harbor Crew") { GroupId = GroupScene.Harbor, Payload = payload is ProfilePayload p ? ItemPayload.Write(p) : ItemPayload.Write((SettingsPayload)payload) };
        var id = await scene.DoneAsync(
        [
            Change(ItemKind.UpdateProfile, new ProfilePayload(Name: "Crew North")),
            Change(ItemKind.UpdateProfile, new ProfilePayload(Description: "")),
            Change(ItemKind.UpdateSettings, new SettingsPayload(new GroupSettings(OnlyAdminsSend: true))),
            Change(ItemKind.UpdateProfile, new ProfilePayload(RemovePicture: true)),
            Change(ItemKind.UpdateSettings, new SettingsPayload(new GroupSettings(ApprovalRequired: true))),
        ]);
        await scene.ReadAsync(db =>
        {
            var group = db.Groups.Single(g => g.Id == GroupScene.Harbor);
            (group.Name, group.Description, group.OnlyAdminsSend, group.ApprovalRequired) = ("Crew North", null, true, true);
        });

        var plan = await scene.PlanAsync(id);
        await scene.ReadAsync(db => db.Groups.Single(g => g.Id == GroupScene.Harbor).Name = "Somebody else's idea");
        var later = await scene.PlanAsync(id);

        Assert.Equal(new GroupSettings(OnlyAdminsSend: false), ItemPayload.Read<SettingsPayload>(plan.Items[0].Draft.Payload).Settings);
        Assert.Equal(new ProfilePayload(Description: "Shift notes"), ItemPayload.Read<ProfilePayload>(plan.Items[1].Draft.Payload));
        Assert.Equal(new ProfilePayload(Name: "Harbor Crew"), ItemPayload.Read<ProfilePayload>(plan.Items[2].Draft.Payload));
        Assert.Equal(["What it was before was not known when it was changed.", "The former picture is not known: a gateway gives no picture back for keeping."], plan.LeftOut.Select(l => l.Why));
        Assert.Equal(2, later.Items.Count);
        Assert.Contains(later.LeftOut, l => l.Why.StartsWith("It was changed again since", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ItemKind.CreateCommunity)]
    [InlineData(ItemKind.CreateGroup)]
    [InlineData(ItemKind.CreateSubgroup)]
    [InlineData(ItemKind.ApproveRequest)]
    [InlineData(ItemKind.RejectRequest)]
    [InlineData(ItemKind.ResetInvite)]
    [InlineData(ItemKind.Join)]
    [InlineData(ItemKind.Leave)]
    [InlineData(ItemKind.DeactivateCommunity)]
    [InlineData(ItemKind.TransferOwnership)]
    [InlineData(ItemKind.SendText)]
    [InlineData(ItemKind.SendGroupText)]
    [InlineData(ItemKind.SendInviteCard)]
    [InlineData(ItemKind.SendInviteLink)]
    public void What_nothing_undoes_says_why(ItemKind kind) => Assert.NotNull(RevertRules.Never(kind));

    [Fact]
    public void Every_other_kind_can_be_undone() =>
        Assert.Equal(
            [
                ItemKind.LinkGroup, ItemKind.UnlinkGroup, ItemKind.UpdateProfile, ItemKind.UpdateSettings,
                ItemKind.AddParticipant, ItemKind.RemoveParticipant, ItemKind.PromoteParticipant, ItemKind.DemoteParticipant,
            ],
            Enum.GetValues<ItemKind>().Where(k => RevertRules.Never(k) is null));
}
