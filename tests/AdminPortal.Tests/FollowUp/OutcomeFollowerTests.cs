using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.FollowUp;

public sealed class OutcomeFollowerTests
{
    private const string Ana = "4915110002001";
    private const string Rui = "4915110002002";
    private const string Eva = "4915110002003";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Everybody_who_was_wanted_has_a_state_whenever_it_looks(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var id = await scene.SubmitAsync([scene.Add(Ana), scene.Add(Rui), scene.Add(Eva)]);

        await follower.RunAsync(Token);
        Assert.Equal([WantedState.ToAdd, WantedState.ToAdd, WantedState.ToAdd], await StatesAsync(database));

        // What happens while nobody looks is found by the next look.
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Accepted, null));
        await scene.SendAsync(id, 2, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.PrivacyBlocked });
        await scene.SendAsync(id, 3, new ItemOutcome(ItemState.Unknown, null));
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.Added, WantedState.Refused, WantedState.NotKnown], await StatesAsync(database));

        await scene.Control.CancelAsync(OperationScene.Olga, id, Token);
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.Added, WantedState.Refused, WantedState.NotKnown], await StatesAsync(database));
        Assert.False(await IsLeftAloneAsync(database, id));

        await scene.Ledger.RecordAsync(
            (await scene.ReadAsync(id)).Items.Where(i => !i.IsSettled).ToDictionary(i => i.Id, i => new ItemOutcome(i.Sequence == 1 ? ItemState.Confirmed : ItemState.NotApplied, null)), Token);
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.Joined, WantedState.Refused, WantedState.NotAdded], await StatesAsync(database));
        Assert.True(await IsLeftAloneAsync(database, id));
    }

    [Theory, DatabaseData]
    public async Task A_join_that_a_read_shows_closes_the_row(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var id = await scene.SubmitAsync([scene.Add("5511987654321"), scene.Add("5511987654399")]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.PrivacyBlocked });
        await scene.SendAsync(id, 2, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.LinkOnly });
        await follower.RunAsync(Token);

        // The group lists the Brazilian number without its ninth digit.
        await JoinAsync(scene, database, "551187654321");
        await follower.RunAsync(Token);

        Assert.Equal([WantedState.Joined, WantedState.Refused], await StatesAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_private_invitation_of_the_gateway_ends_after_its_hours(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var id = await scene.SubmitAsync([scene.Add(Ana)]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.PrivacyBlocked, InvitationSent = true });

        await follower.RunAsync(Token);
        var invited = (await RowsAsync(database))[0];
        Assert.Equal((WantedState.Invited, scene.Time.GetUtcNow() + Standings.InvitationLifetime), (invited.State, invited.ExpiresAt));

        scene.Time.Advance(Standings.InvitationLifetime - TimeSpan.FromMinutes(1));
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.Invited], await StatesAsync(database));

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.Expired], await StatesAsync(database));
    }

    [Theory, DatabaseData]
    public async Task A_request_is_followed_to_its_decision(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var id = await scene.SubmitAsync([scene.Add(Ana)]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.RequestCreated });
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.AskedToJoin], await StatesAsync(database));

        var request = await scene.RequestAsync(Ana);
        await follower.RunAsync(Token);
        Assert.Equal(request.Id, (await RowsAsync(database))[0].RequestId);

        await CloseAsync(database, request.Id, RequestState.Rejected, scene.Time.GetUtcNow());
        await follower.RunAsync(Token);
        var rejected = (await RowsAsync(database))[0];
        Assert.Equal((WantedState.Refused, "Their request to join was rejected here."), (rejected.State, rejected.Note));
    }

    [Theory, DatabaseData]
    public async Task An_approved_person_whom_a_later_read_does_not_show_needs_somebody(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var id = await scene.SubmitAsync([scene.Add(Ana)]);
        await scene.SendAsync(id, 1, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.RequestCreated });
        var request = await scene.RequestAsync(Ana);
        await follower.RunAsync(Token);
        await ReadMembersAsync(scene, database);
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await CloseAsync(database, request.Id, RequestState.Approved, scene.Time.GetUtcNow());

        await follower.RunAsync(Token);
        Assert.Equal([WantedState.Added], await StatesAsync(database));

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await ReadMembersAsync(scene, database);
        await follower.RunAsync(Token);
        var absent = (await RowsAsync(database))[0];

        Assert.Equal((WantedState.NotAdded, "Their request was approved, but a later read does not show them in the group."), (absent.State, absent.Note));
        Assert.Contains(WantedState.NotAdded, FollowUpWords.StatesOf(FollowUpView.NeedsYou));
    }

    [Theory, DatabaseData]
    public async Task An_invitation_is_followed_to_its_end_and_a_lost_one_waits_for_a_person(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var add = await scene.SubmitAsync([scene.Add(Ana), scene.Add(Rui), scene.Add(Eva)]);
        foreach (var sequence in new[] { 1, 2, 3 })
        {
            await scene.SendAsync(add, sequence, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.PrivacyBlocked });
        }

        var invite = await scene.SubmitAsync([Invite(scene, ItemKind.SendInviteLink, Ana), Invite(scene, ItemKind.SendInviteCard, Rui), Invite(scene, ItemKind.SendInviteLink, Eva)]);
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.ToInvite, WantedState.ToInvite, WantedState.ToInvite], await StatesAsync(database));

        await scene.SendAsync(invite, 1, new ItemOutcome(ItemState.Confirmed, null));
        await scene.SendAsync(invite, 2, new ItemOutcome(ItemState.Confirmed, null));
        await scene.SendAsync(invite, 3, new ItemOutcome(ItemState.Unknown, null));
        await follower.RunAsync(Token);
        Assert.Equal([WantedState.LinkSent, WantedState.Invited, WantedState.MayBeInvited], await StatesAsync(database));
        Assert.Contains(WantedState.MayBeInvited, FollowUpWords.StatesOf(FollowUpView.NeedsYou));
    }

    [Theory, DatabaseData]
    public async Task Wanted_again_begins_anew(TestDatabase database)
    {
        var scene = await OperationScene.CreateAsync(database);
        var follower = FollowerOf(scene, database);
        var first = await scene.SubmitAsync([scene.Add(Ana)]);
        await scene.SendAsync(first, 1, new ItemOutcome(ItemState.Refused, null) { Reason = RefusalReason.LeftRecently });
        await follower.RunAsync(Token);

        scene.Time.Advance(TimeSpan.FromDays(3));
        await scene.SubmitAsync([scene.Add(Ana)]);
        await follower.RunAsync(Token);

        var row = Assert.Single(await RowsAsync(database));
        Assert.Equal((WantedState.ToAdd, scene.Time.GetUtcNow()), (row.State, row.WantedAt));
    }

    private static ItemDraft Invite(OperationScene scene, ItemKind kind, string phone) =>
        scene.Add(phone) with { Kind = kind, OnceKey = $"invite:{phone}", Payload = ItemPayload.Write(new InvitationPayload("Harbor Crew", InviteText.Suggested, Code: null)) };

    private static OutcomeFollower FollowerOf(OperationScene scene, TestDatabase database) =>
        new(database.Contexts, new WorldFollower(database.Contexts, scene.Feed, scene.Time), scene.Feed, scene.Time);

    private static async Task<IReadOnlyList<WantedMember>> RowsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return [.. (await db.WantedMembers.AsNoTracking().ToListAsync(Token)).OrderBy(w => w.Participant, StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<WantedState>> StatesAsync(TestDatabase database) => (await RowsAsync(database)).Select(r => r.State);

    private static async Task<bool> IsLeftAloneAsync(TestDatabase database, Guid operationId)
    {
        await using var db = database.Open();
        return await db.FollowedOperations.AnyAsync(f => f.OperationId == operationId, Token);
    }

    private static async Task JoinAsync(OperationScene scene, TestDatabase database, string digits)
    {
        await using var db = database.Open();
        var person = new Person { PhoneKey = digits + "@s.whatsapp.net", Search = digits, FirstSeenAt = scene.Time.GetUtcNow() };
        db.People.Add(person);
        db.Memberships.Add(new Membership
        {
            GroupId = OperationScene.Group,
            PersonId = person.Id,
            ListedId = person.PhoneKey,
            Role = MemberRole.Member,
            SeenSince = scene.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(Token);
    }

    /// <summary>A good read of the member list, now.</summary>
    private static async Task ReadMembersAsync(OperationScene scene, TestDatabase database)
    {
        await using var db = database.Open();
        var reading = await db.GroupReadings.SingleOrDefaultAsync(r => r.GroupId == OperationScene.Group, Token)
            ?? db.GroupReadings.Add(new GroupReading
            {
                GroupId = OperationScene.Group,
                Aspect = GroupAspect.Members,
                Origin = ReadingOrigin.Detail,
                ConnectionId = scene.Number,
            }).Entity;
        reading.At = scene.Time.GetUtcNow();
        await db.SaveChangesAsync(Token);
    }

    private static async Task CloseAsync(TestDatabase database, Guid requestId, RequestState state, DateTimeOffset at)
    {
        await using var db = database.Open();
        var request = await db.MembershipRequests.SingleAsync(r => r.Id == requestId, Token);
        (request.State, request.ClosedAt) = (state, at);
        await db.SaveChangesAsync(Token);
    }
}
