using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Running;

/// <summary>Compares what items wanted with what the cache holds after a read of the group.</summary>
internal sealed class ItemTruth(IDbContextFactory<PortalDbContext> contexts)
{
    /// <param name="groupId">The group that was read just now.</param>
    /// <param name="items">Items about this group.</param>
    /// <param name="shown">What this very read showed; null where the group's detail was not read. The cache also holds what was read before the change.</param>
    /// <param name="membersRead">False when the detail was believed and the members were not.</param>
    public async Task<IReadOnlyDictionary<Guid, Judgement>> JudgeAsync(
        string groupId, IReadOnlyCollection<OperationItem> items, GroupDetail? shown, bool membersRead, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == groupId, cancellationToken);
        if (group is null)
        {
            return items.ToDictionary(i => i.Id, _ => new Judgement(Finding.NotYet, "The group is not in the cache."));
        }

        var members = items.Any(i => i.Participant is not null) ? await MembersAsync(db, groupId, cancellationToken) : [];
        return items.ToDictionary(i => i.Id, i => Judge(i, group, shown, members, membersRead));
    }

    /// <summary>Whether the cache knows the announcement group that came into being with a community.</summary>
    public async Task<bool> KnowsAnnouncementAsync(string communityId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Groups.AnyAsync(g => g.CommunityId == communityId && g.Kind == GroupKind.Announcement && g.GoneAt == null, cancellationToken);
    }

    private static Judgement Judge(OperationItem item, Group group, GroupDetail? shown, IReadOnlyList<KnownMember> members, bool membersRead) => item.Kind switch
    {
        ItemKind.AddParticipant or ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant or ItemKind.TransferOwnership
            or ItemKind.ApproveRequest => JudgeMember(item, group, members, membersRead),
        ItemKind.LinkGroup => Judgement.Of(group.CommunityId == item.CommunityId),
        ItemKind.UnlinkGroup => Judgement.Of(group.CommunityId != item.CommunityId),
        ItemKind.UpdateProfile or ItemKind.UpdateSettings or ItemKind.ResetInvite when shown is null => new Judgement(Finding.NotYet, "The group's detail was not read."),
        ItemKind.UpdateProfile => JudgeProfile(item, shown, ItemPayload.Read<ProfilePayload>(item.Payload)),
        ItemKind.UpdateSettings => JudgeSettings(item, shown.Settings, ItemPayload.Read<SettingsPayload>(item.Payload).Settings),
        ItemKind.CreateCommunity => Judgement.Of(group.Kind is GroupKind.CommunityParent or GroupKind.Unknown),
        ItemKind.CreateSubgroup => Judgement.Of(group.CommunityId == item.CommunityId),
        ItemKind.CreateGroup or ItemKind.Join => Judgement.Yes,
        ItemKind.Leave or ItemKind.DeactivateCommunity => Judgement.No,
        ItemKind.ResetInvite => JudgeInvite(item, shown),
        _ => new Judgement(Finding.Never, "This cannot be read back."),
    };

    private static Judgement JudgeMember(OperationItem item, Group group, IReadOnlyList<KnownMember> members, bool membersRead)
    {
        if (!membersRead)
        {
            return new Judgement(Finding.NotYet, "The member list that was read is not trustworthy.");
        }

        if (group.MembersHidden)
        {
            return new Judgement(Finding.Never, "This group hides its members, so nobody can look whether it happened.");
        }

        if (!ParticipantId.TryParse(item.Participant, out var person))
        {
            return new Judgement(Finding.Never, "The item names nobody.");
        }

        var found = members.FirstOrDefault(m => m.Is(person));
        var happened = item.Kind switch
        {
            ItemKind.RemoveParticipant => found is null,
            ItemKind.PromoteParticipant => found?.Role >= MemberRole.Admin,
            ItemKind.DemoteParticipant => found is null or { Role: MemberRole.Member },
            ItemKind.TransferOwnership => found?.Role == MemberRole.SuperAdmin,
            _ => found is not null,
        };
        if (happened || found is not null)
        {
            return Judgement.Of(happened);
        }

        // A newcomer listed in the other form only may be the one we look for.
        return members.Any(m => m.MayBe(person) && m.Since >= item.SentAt)
            ? new Judgement(Finding.Never, "Somebody new is in the group whose number is hidden; it may be this person.")
            : Judgement.No;
    }

    private static Judgement JudgeProfile(OperationItem item, GroupDetail shown, ProfilePayload wanted)
    {
        if ((wanted.Name is not null && !Same(wanted.Name, shown.Name))
            || (wanted.Description is not null && !Same(wanted.Description, shown.Description ?? ""))
            || (wanted.RemovePicture && shown.Picture is not null))
        {
            return Judgement.No;
        }

        // No picture shown may be none, or a gateway that shows none; one that is shown may be the old one.
        return wanted.Picture is null && !wanted.RemovePicture ? Judgement.Yes : Unshown(item, "the picture");
    }

    /// <summary>What the read does not show is as good as the gateway's word: with a yes it counts as done, without one nobody knows.</summary>
    private static Judgement Unshown(OperationItem item, string what) => item.State == ItemState.Unknown
        ? new Judgement(Finding.Never, $"No trustworthy answer came, and reading does not show {what}.")
        : new Judgement(Finding.Yes, $"The gateway took it; reading does not show {what}.");

    private static Judgement JudgeSettings(OperationItem item, GroupSettings shown, GroupSettings wanted)
    {
        (bool Differs, bool Unread)[] compared =
        [
            Compare(wanted.OnlyAdminsSend, shown.OnlyAdminsSend),
            Compare(wanted.OnlyAdminsEdit, shown.OnlyAdminsEdit),
            Compare(wanted.OnlyAdminsAdd, shown.OnlyAdminsAdd),
            Compare(wanted.ApprovalRequired, shown.ApprovalRequired),
            Compare(wanted.DisappearingAfter, shown.DisappearingAfter),
        ];
        return compared.Any(c => c.Differs) ? Judgement.No
            : compared.Any(c => c.Unread) ? Unshown(item, "every setting of it")
            : Judgement.Yes;
    }

    private static (bool Differs, bool Unread) Compare<T>(T? wanted, T? read)
        where T : struct => wanted is null ? (false, false) : (read is not null && !wanted.Equals(read), read is null);

    /// <summary>The answer named the new code; a reset whose answer was lost cannot be told from none.</summary>
    private static Judgement JudgeInvite(OperationItem item, GroupDetail shown) => item.Invitation switch
    {
        null => new Judgement(Finding.Never, "No answer came, and an invite link does not show when it was made. Reset it again if it must be dead for sure."),
        _ when shown.Invite is null => new Judgement(Finding.Yes, "The gateway named the new link; it cannot be read back there."),
        var code => Judgement.Of(shown.Invite?.Value == code),
    };

    /// <summary>Line ends and outer blanks change on the way through gateways.</summary>
    private static bool Same(string wanted, string read) =>
        string.Equals(wanted.ReplaceLineEndings("\n").Trim(), read.ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);

    private static async Task<IReadOnlyList<KnownMember>> MembersAsync(PortalDbContext db, string groupId, CancellationToken cancellationToken) =>
        await (
            from membership in db.Memberships.AsNoTracking()
            join person in db.People.AsNoTracking() on membership.PersonId equals person.Id
            where membership.GroupId == groupId && membership.GoneAt == null
            select new KnownMember(membership.ListedId, person.PhoneKey, person.LidKey, membership.Role, membership.SeenSince)).ToListAsync(cancellationToken);

    private sealed record KnownMember(string ListedId, string? PhoneKey, string? LidKey, MemberRole Role, DateTimeOffset Since)
    {
        public bool Is(ParticipantId person) =>
            Matches(ListedId, person) || Matches(PhoneKey, person) || Matches(LidKey, person);

        public bool MayBe(ParticipantId person) => person.Kind == ParticipantIdKind.Phone ? PhoneKey is null : LidKey is null;

        private static bool Matches(string? listed, ParticipantId person) => ParticipantId.TryParse(listed, out var id) && SamePerson.Matches(id, person);
    }
}
