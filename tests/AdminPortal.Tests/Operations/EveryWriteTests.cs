using AdminPortal.Features.Approvals;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Communities.Announcing;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Operations;

/// <summary>
/// Every kind of item, by the way in which screens lead to it: where the number lacks the ability, the right or the health, the
/// sentence says so, and nothing is sent to find out. A new kind has no rule here and fails.
/// </summary>
public sealed class EveryWriteTests
{
    private const string Link = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv";
    private const string Lost = "Desk refused this when it was tried (no such plan)";

    private static readonly Dictionary<ItemKind, Way> s_ways = new()
    {
        [ItemKind.LinkGroup] = new([Capability.LinkGroup], t => PlanAsync(t, new StagedChange(WriteTown.Crew, "Crew", From: null, WriteTown.Town))),
        [ItemKind.UnlinkGroup] = new([Capability.UnlinkGroup], t => PlanAsync(t, new StagedChange(WriteTown.Choir, "Choir", WriteTown.Town, To: null))),
        [ItemKind.CreateCommunity] = new([Capability.CreateCommunity], t => t.WithAsync((CommunityFounder f) => SentenceOf(
            f.CreateAsync(WriteTown.Olga, new NewCommunityOrder(t.Desk, "New Town", null, ApprovalRequired: false, [], null, Guid.NewGuid()), Ending)))) { NeedsRight = false },
        [ItemKind.CreateGroup] = new([Capability.CreateGroup], t => CreateAsync(t, inside: null)) { NeedsRight = false },
        // Where none can be made inside, one is made beside and linked: only without both it does not go.
        [ItemKind.CreateSubgroup] = new([Capability.CreateSubgroup, Capability.LinkGroup], t => CreateAsync(t, WriteTown.Town)),
        [ItemKind.UpdateProfile] = new([Capability.Rename], t => OnGroupAsync(t, d => d.RenameAsync(WriteTown.Olga, WriteTown.Crew, "New name", Guid.NewGuid(), Ending))),
        [ItemKind.UpdateSettings] = new(
            [Capability.SetSendMessages],
            t => OnGroupAsync(t, d => d.SetAsync(WriteTown.Olga, WriteTown.Crew, GroupSetting.All[0], GroupSetting.All[0].Choices[1], Guid.NewGuid(), Ending))),
        [ItemKind.AddParticipant] = new([Capability.AddParticipants], t => t.WithAsync((AddPeopleDesk d) => SentenceOf(d.TargetAsync(WriteTown.Olga, WriteTown.Crew, Ending)))),
        [ItemKind.RemoveParticipant] = new([Capability.RemoveParticipants], t => OnPeopleAsync(t, RosterAction.Remove, t.Ann)),
        [ItemKind.PromoteParticipant] = new([Capability.PromoteParticipants], t => OnPeopleAsync(t, RosterAction.Promote, t.Ann)),
        [ItemKind.DemoteParticipant] = new([Capability.DemoteParticipants], t => OnPeopleAsync(t, RosterAction.Demote, t.Ben)),
        [ItemKind.ApproveRequest] = new([Capability.ApproveRequests], t => DecideAsync(t, approve: true)),
        [ItemKind.RejectRequest] = new([Capability.RejectRequests], t => DecideAsync(t, approve: false)),
        [ItemKind.ResetInvite] = new([Capability.ResetInvite], t => OnGroupAsync(t, d => d.ResetInviteAsync(WriteTown.Olga, WriteTown.Crew, Guid.NewGuid(), Ending))),
        [ItemKind.Join] = new([Capability.JoinByInvite], t => t.WithAsync((JoinDesk d) => SentenceOf(d.JoinAsync(WriteTown.Olga, t.Desk, Link, Guid.NewGuid(), Ending)))) { NeedsRight = false },
        // Only the number itself can leave: nobody else could.
        [ItemKind.Leave] = new([Capability.LeaveGroup], t => OnGroupAsync(t, d => d.LeaveAsync(WriteTown.Olga, WriteTown.Crew, t.Desk, Guid.NewGuid(), Ending))) { NeedsRight = false, OthersCould = false },
        [ItemKind.DeactivateCommunity] = new([Capability.DeactivateCommunity], t => t.WithAsync((OwnershipDesk d) => SentenceOf(d.DeactivateAsync(WriteTown.Olga, WriteTown.Town, Guid.NewGuid(), Ending)))),
        [ItemKind.TransferOwnership] = new(
            [Capability.TransferOwnership],
            t => t.WithAsync((OwnershipDesk d) => SentenceOf(d.TransferAsync(WriteTown.Olga, WriteTown.Town, "4915110000002@s.whatsapp.net", Guid.NewGuid(), Ending)))),
        // No screen writes to one person without an invitation: only what is submitted is looked at.
        [ItemKind.SendText] = new([Capability.SendText], t => SubmitAsync(t, ItemKind.SendText)) { NeedsRight = false, NeedsHealth = false },
        [ItemKind.SendInviteCard] = new([Capability.SendInviteCard], t => InviteAsync(t, InviteWay.Card)),
        [ItemKind.SendInviteLink] = new([Capability.SendText], t => InviteAsync(t, InviteWay.Link)),
        [ItemKind.SendGroupText] = new([Capability.SendGroupText], AnnounceAsync),
    };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_kind_has_a_rule()
    {
        Assert.Equal(Enum.GetValues<ItemKind>().Order(), s_ways.Keys.Order());
        Assert.All(Enum.GetValues<ItemKind>(), kind => Assert.NotEmpty(ItemNeeds.Of(kind, PayloadOf(kind))));
    }

    [Theory, DatabaseData]
    public async Task Where_an_ability_is_missing_the_sentence_says_so_and_who_could(TestDatabase database)
    {
        await using var town = await WriteTown.BuildAsync(database);
        foreach (var (kind, way) in s_ways)
        {
            var said = await town.WithoutAsync(way.Needs, () => way.Try(town));

            Assert.True(said?.Contains(Lost, StringComparison.Ordinal) == true, $"{kind}: {said}");
            Assert.True(!way.OthersCould || said!.Contains("Field could", StringComparison.Ordinal), $"{kind}: {said}");
        }
    }

    [Theory, DatabaseData]
    public async Task Where_a_right_or_the_session_is_missing_the_sentence_says_so(TestDatabase database)
    {
        await using var town = await WriteTown.BuildAsync(database);
        foreach (var (kind, way) in s_ways)
        {
            var asMember = way.NeedsRight ? await town.AsMemberAsync(() => way.Try(town)) : "Desk is no admin";
            var away = way.NeedsHealth ? await town.SignedOutAsync(() => way.Try(town)) : "Desk is signed out";

            Assert.True(IsAboutTheRight(asMember), $"{kind}: {asMember}");
            Assert.True(away?.Contains("Desk is signed out", StringComparison.Ordinal) == true, $"{kind}: {away}");
        }
    }

    [Theory, DatabaseData]
    public async Task With_all_of_it_every_kind_goes(TestDatabase database)
    {
        await using var town = await WriteTown.BuildAsync(database);
        foreach (var (kind, way) in s_ways)
        {
            var said = await way.Try(town);

            Assert.True(said is null, $"{kind}: {said}");
        }
    }

    /// <summary>Whatever way leads there, and whatever it forgot to ask.</summary>
    [Theory, DatabaseData]
    public async Task Nothing_is_submitted_that_its_number_cannot_do(TestDatabase database)
    {
        await using var town = await WriteTown.BuildAsync(database);
        foreach (var kind in Enum.GetValues<ItemKind>())
        {
            var refused = await town.WithoutAsync(ItemNeeds.Of(kind, PayloadOf(kind)), () => SubmitAsync(town, kind));
            var taken = await SubmitAsync(town, kind);

            Assert.True(refused == $"{Lost}. Field could.", $"{kind}: {refused}");
            Assert.True(taken is null, $"{kind}: {taken}");
        }
    }

    [Theory, DatabaseData]
    public async Task What_is_sent_instead_of_an_add_is_asked_too_and_a_removed_number_does_nothing(TestDatabase database)
    {
        await using var town = await WriteTown.BuildAsync(database);

        Assert.Equal($"{Lost}. Field could.", await town.WithoutAsync([Capability.SendInviteCard], () => SubmitAsync(town, ItemKind.AddParticipant, InviteWay.Card)));
        Assert.Equal($"{Lost}. Field could.", await town.WithoutAsync([Capability.SendText], () => SubmitAsync(town, ItemKind.AddParticipant, InviteWay.Link)));
        Assert.Null(await town.WithoutAsync([Capability.SendText], () => SubmitAsync(town, ItemKind.AddParticipant, InviteWay.Card)));
        await town.ChangeAsync(db => db.Connections.Single(c => c.Id == town.Desk).RemovedAt = DateTimeOffset.UnixEpoch);
        Assert.Equal("The number that should do it was removed.", await SubmitAsync(town, ItemKind.AddParticipant));
    }

    private static bool IsAboutTheRight(string? said) =>
        said?.Contains("Desk ", StringComparison.Ordinal) == true && (said.Contains(" admin", StringComparison.Ordinal) || said.Contains(" creator", StringComparison.Ordinal));

    private static string? PayloadOf(ItemKind kind) => kind switch
    {
        ItemKind.UpdateProfile => ItemPayload.Write(new ProfilePayload(Name: "New name")),
        ItemKind.UpdateSettings => ItemPayload.Write(new SettingsPayload(new GroupSettings(OnlyAdminsSend: true))),
        _ => null,
    };

    private static Task<string?> SubmitAsync(WriteTown town, ItemKind kind, InviteWay? fallback = null)
    {
        var item = new ItemDraft(kind, town.Desk, "somebody") { GroupId = WriteTown.Crew, CommunityId = WriteTown.Town, Participant = "4915110000009@s.whatsapp.net", Payload = PayloadOf(kind) };
        var draft = new OperationDraft(OperationKind.ChangeGroup, "Something", Guid.NewGuid().ToString(), Interactive: true, [item])
        {
            Fallback = fallback is { } way ? new InviteFallback(way, InviteText.Suggested) : null,
        };
        return town.WithAsync((OperationDesk d) => SentenceOf(d.SubmitAsync(WriteTown.Olga, draft, Ending)));
    }

    private static Task<string?> PlanAsync(WriteTown town, StagedChange change) => town.WithAsync<HierarchyPlanner, string?>(async planner =>
    {
        var blocked = (await planner.PlanAsync([change], Ending)).Steps.SelectMany(s => s.Checks).Where(c => c.Verdict == Verdict.Blocked).Select(c => $"{c.Text} {c.WhoCanFix}").ToList();
        return blocked.Count == 0 ? null : string.Join(" ", blocked);
    });

    private static Task<string?> CreateAsync(WriteTown town, string? inside) => town.WithAsync((CommunityFounder founder) => SentenceOf(
        founder.CreateAsync(WriteTown.Olga, new NewGroupOrder(town.Desk, inside, "New group", null, null, new GroupSettings(), Guid.NewGuid()), Ending)));

    private static Task<string?> OnGroupAsync(WriteTown town, Func<GroupDesk, Task<Result<OperationTicket>>> change) => town.WithAsync((GroupDesk desk) => SentenceOf(change(desk)));

    private static Task<string?> OnPeopleAsync(WriteTown town, RosterAction action, Guid person) =>
        town.WithAsync((ParticipantDesk desk) => SentenceOf(desk.PlanAsync(WriteTown.Olga, WriteTown.Crew, action, [person], Ending)));

    private static Task<string?> DecideAsync(WriteTown town, bool approve) => town.WithAsync<ApprovalDesk, string?>(async desk =>
    {
        var plan = await desk.PlanAsync([town.Request], approve, through: null, Ending);
        return plan.Items.Count > 0 ? null : Assert.Single(plan.LeftOut).Why;
    });

    private static Task<string?> InviteAsync(WriteTown town, InviteWay way) =>
        town.WithAsync((InvitationSender sender) => SentenceOf(sender.PlanAsync(WriteTown.Olga, [town.Wanted], way, Ending)));

    private static Task<string?> AnnounceAsync(WriteTown town) => town.WithAsync<CommunityDirectory, string?>(async directory =>
    {
        var estate = await directory.ReadAsync(Ending);
        return AnnouncementCandidate.Of(estate, estate.FindCommunity(WriteTown.Town)!).Blocked;
    });

    private static async Task<string?> SentenceOf<T>(Task<Result<T>> asked) => (await asked).Failure?.Message;

    /// <param name="Needs">What Desk must lack for it not to go.</param>
    /// <param name="Try">As a screen does; the sentence that stands in the way, or null.</param>
    private sealed record Way(IReadOnlyList<Capability> Needs, Func<WriteTown, Task<string?>> Try)
    {
        public bool NeedsRight { get; init; } = true;

        public bool NeedsHealth { get; init; } = true;

        public bool OthersCould { get; init; } = true;
    }
}
