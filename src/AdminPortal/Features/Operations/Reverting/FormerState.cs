using System.Text.Json;
using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations.Reverting;

/// <summary>What an item was about before, as far as the cache knew; only the fields that its kind can change.</summary>
internal sealed record FormerState
{
    /// <summary>Whether the person was in the group; null where that was not known.</summary>
    public bool? Member { get; init; }
    public MemberRole? Role { get; init; }
    /// <summary>The community the group was in.</summary>
    public string? CommunityId { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public GroupSettings? Settings { get; init; }

    public static FormerState? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<FormerState>(json, JsonSerializerOptions.Web);

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Of the settings that <paramref name="changed"/> sets, what the group has.</summary>
    public static GroupSettings Only(GroupSettings changed, Group group) => new(
        changed.OnlyAdminsSend is null ? null : group.OnlyAdminsSend,
        changed.OnlyAdminsEdit is null ? null : group.OnlyAdminsEdit,
        changed.OnlyAdminsAdd is null ? null : group.OnlyAdminsAdd,
        changed.ApprovalRequired is null ? null : group.ApprovalRequired,
        changed.DisappearingAfter is null || group.DisappearingSeconds is not { } seconds ? null : TimeSpan.FromSeconds(seconds));
}

/// <summary>Looks what items are about as it stands in the cache now.</summary>
internal static class FormerStates
{
    private const int Chunk = 1000;

    /// <summary>Notes it on every item that can be reverted.</summary>
    public static async Task RecordAsync(PortalDbContext db, IReadOnlyCollection<OperationItem> items, CancellationToken cancellationToken)
    {
        var states = await ReadAsync(db, items, cancellationToken);
        foreach (var item in items)
        {
            item.Former = states.GetValueOrDefault(item.Id)?.Write();
        }
    }

    /// <summary>By item; items without a group of their own, and those that leave nothing to restore, are left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, FormerState>> ReadAsync(
        PortalDbContext db, IReadOnlyCollection<OperationItem> items, CancellationToken cancellationToken)
    {
        var about = items.Where(i => i.GroupId is not null && (IsAboutPerson(i.Kind) || IsAboutGroup(i.Kind))).ToList();
        if (about.Count == 0)
        {
            return new Dictionary<Guid, FormerState>();
        }

        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        foreach (var ids in about.Where(i => IsAboutGroup(i.Kind)).Select(i => i.GroupId!).Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            foreach (var group in await db.Groups.AsNoTracking().Where(g => ids.Contains(g.Id)).ToListAsync(cancellationToken))
            {
                groups[group.Id] = group;
            }
        }

        var people = about.Where(i => IsAboutPerson(i.Kind)).ToList();
        var members = await MemberFacts.ReadAsync(db, people.Select(i => i.GroupId!), people.Select(i => i.Participant).OfType<string>(), cancellationToken);
        return about
            .Select(i => (i.Id, State: IsAboutPerson(i.Kind) ? OfMember(members, i) : groups.TryGetValue(i.GroupId!, out var group) ? OfGroup(group, i) : null))
            .Where(s => s.State is not null)
            .ToDictionary(s => s.Id, s => s.State!);
    }

    private static bool IsAboutPerson(ItemKind kind) => kind is
        ItemKind.AddParticipant or ItemKind.RemoveParticipant or ItemKind.PromoteParticipant or ItemKind.DemoteParticipant;

    private static bool IsAboutGroup(ItemKind kind) => kind is
        ItemKind.LinkGroup or ItemKind.UnlinkGroup or ItemKind.UpdateProfile or ItemKind.UpdateSettings;

    private static FormerState OfMember(MemberFacts members, OperationItem item) =>
        members.Find(item.GroupId!, item.Participant) is { IsIn: true } member
            ? new FormerState { Member = true, Role = member.Role }
            : new FormerState { Member = members.Knows(item.GroupId!) ? false : null };

    private static FormerState OfGroup(Group group, OperationItem item) => item.Kind switch
    {
        ItemKind.UpdateSettings => new FormerState { Settings = FormerState.Only(ItemPayload.Read<SettingsPayload>(item.Payload).Settings, group) },
        ItemKind.UpdateProfile => OfProfile(group, ItemPayload.Read<ProfilePayload>(item.Payload)),
        _ => new FormerState { CommunityId = group.CommunityId },
    };

    private static FormerState OfProfile(Group group, ProfilePayload changed) => new()
    {
        Name = changed.Name is null ? null : group.Name,
        Description = changed.Description is null ? null : group.Description ?? "",
    };
}
