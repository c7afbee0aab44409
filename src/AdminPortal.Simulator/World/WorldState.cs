using System.Text.Json.Serialization;

namespace AdminPortal.Simulator.World;

/// <summary>Everything the world knows, in the shape in which a snapshot is written. Guarded by the world's lock.</summary>
internal sealed class WorldState
{
    public ulong Random { get; set; }

    public long LastSequence { get; set; }

    public long LastGroup { get; set; }

    public long LastPerson { get; set; }

    public string AccountToken { get; set; } = "";

    public Dictionary<string, WorldNumber> Numbers { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, Person> People { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, GroupState> Groups { get; init; } = new(StringComparer.Ordinal);

    public List<WorldEvent> Journal { get; init; } = [];

    public List<SentMessage> Messages { get; init; } = [];

    [JsonIgnore]
    public Dictionary<string, string> PhonesByLid { get; } = new(StringComparer.Ordinal);

    public void Reindex()
    {
        PhonesByLid.Clear();
        foreach (var person in People.Values)
        {
            PhonesByLid[person.Lid] = person.Phone;
        }
    }
}

internal sealed class GroupState
{
    public required string Id { get; init; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public string? Picture { get; set; }

    /// <summary>For the announcement group and for subgroups. The binder itself has none.</summary>
    public string? CommunityId { get; set; }

    public bool IsHidden { get; set; }

    public bool IsGeneral { get; set; }

    public bool IsSuspended { get; set; }

    public GroupSettings Settings { get; set; } = new();

    public required string InviteCode { get; set; }

    public List<string> DeadInviteCodes { get; init; } = [];

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string NameSetBy { get; set; }

    public required DateTimeOffset NameSetAt { get; set; }

    public string? DescriptionSetBy { get; set; }

    public DateTimeOffset? DescriptionSetAt { get; set; }

    public Dictionary<string, MemberState> Members { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, MembershipRequest> Requests { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, DateTimeOffset> LeftAt { get; init; } = new(StringComparer.Ordinal);

    public HashSet<string> Removed { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Only on a binder.</summary>
    public List<GroupSuggestion> Suggestions { get; init; } = [];

    public bool IsAdmin(string phone) => Members.TryGetValue(phone, out var member) && member.Role is not MemberRole.Member;
}

/// <param name="MayPromote">The creator, or an admin whom somebody entitled promoted.</param>
internal sealed record MemberState(MemberRole Role, DateTimeOffset JoinedAt, bool MayPromote = false);
