using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>
/// What every new group or community of one order gets, and as which calls: the thing itself first, and everything else when
/// a read has shown it, each with an outcome of its own. A welcome goes out last.
/// </summary>
/// <param name="Kind">The creation.</param>
/// <param name="LinkTo">A community to link each new group to, where none can be made inside.</param>
/// <param name="People">Ids of the first people, as they are sent.</param>
internal sealed record GroupBlueprint(ItemKind Kind, Guid ConnectionId, string? CommunityId, string? Description, Picture? Picture, IReadOnlyList<string> People, string? Welcome)
{
    /// <summary>
    /// So many come in with the creation itself. More quick adds than that have been refused, so the others are added at the
    /// number's pace.
    /// </summary>
    private const int ComeInAtOnce = 4;

    /// <summary>What differs from how a group is born, and approval in any case: vendors' defaults contradict each other.</summary>
    public GroupSettings Settings { get; init; } = new();

    public (string Id, string Name)? LinkTo { get; init; }

    /// <summary>For communities.</summary>
    public bool ApprovalRequired { get; init; }

    /// <summary>Existing groups to link to a new community.</summary>
    public IReadOnlyList<(string Id, string Name)> Groups { get; init; } = [];

    /// <summary>So many of the people come in with the creation itself. No gateway takes people for a community there: all are added afterwards.</summary>
    public int ComingIn => Kind == ItemKind.CreateCommunity ? 0 : Math.Min(People.Count, ComeInAtOnce);

    /// <param name="amongOthers">Several are made: who comes in says where.</param>
    public void AppendTo(List<ItemDraft> items, string name, bool amongOthers)
    {
        items.Add(new ItemDraft(Kind, ConnectionId, name) { CommunityId = CommunityId, Payload = Creation(name) });
        var created = items.Count;
        if (LinkTo is { } community)
        {
            items.Add(new ItemDraft(ItemKind.LinkGroup, ConnectionId, $"{name} to {community.Name}") { CommunityId = community.Id, DependsOn = created });
        }

        if (Settings != new GroupSettings())
        {
            items.Add(new ItemDraft(ItemKind.UpdateSettings, ConnectionId, name) { Payload = ItemPayload.Write(new SettingsPayload(Settings)), DependsOn = created });
        }

        if (Description is not null || Picture is not null)
        {
            items.Add(new ItemDraft(ItemKind.UpdateProfile, ConnectionId, name)
            {
                Payload = ItemPayload.Write(new ProfilePayload(Description: Description, Picture: Picture?.Content, PictureType: Picture?.ContentType)),
                DependsOn = created,
            });
        }

        items.AddRange(Groups.Select(g => new ItemDraft(ItemKind.LinkGroup, ConnectionId, $"{g.Name} to {name}") { GroupId = g.Id, DependsOn = created }));
        items.AddRange(People.Select(id => new ItemDraft(ItemKind.AddParticipant, ConnectionId, $"+{id.Split('@')[0]}{(amongOthers ? $" to {name}" : "")}") { Participant = id, DependsOn = created }));
        if (Welcome is not null)
        {
            items.Add(new ItemDraft(ItemKind.SendGroupText, ConnectionId, name) { Payload = ItemPayload.Write(new TextPayload(Welcome)), DependsOn = created });
        }
    }

    /// <summary>What the number lacks for this, as a sentence; null when it can do it all.</summary>
    public string? Missing(EstateNumber number)
    {
        Capability[] needed =
        [
            .. Description is null ? (Capability[])[] : [Capability.ChangeDescription],
            .. Picture is null ? (Capability[])[] : [Capability.ChangePicture],
            .. People.Count == 0 ? (Capability[])[] : [Capability.AddParticipants],
            // The people of a community are those of its announcement group, which only this list names.
            .. People.Count == 0 || Kind != ItemKind.CreateCommunity ? (Capability[])[] : [Capability.ListSubgroups],
            .. Welcome is null ? (Capability[])[] : [Capability.SendGroupText],
            .. Settings.OnlyAdminsSend is null ? (Capability[])[] : [Capability.SetSendMessages],
            .. Settings.OnlyAdminsEdit is null ? (Capability[])[] : [Capability.SetEditDetails],
            .. Settings.OnlyAdminsAdd is null ? (Capability[])[] : [Capability.SetAddMembers],
            .. Settings.ApprovalRequired is null ? (Capability[])[] : [Capability.SetApproval],
        ];
        return needed.Where(c => !number.Capabilities.Can(c)).Select(c => $"{number.Name} {number.Capabilities[c].Reason}.").FirstOrDefault();
    }

    private string Creation(string name) => Kind == ItemKind.CreateCommunity
        // One gateway takes no community without a description; that it was set is proved by the change that follows.
        ? ItemPayload.Write(new NewCommunityPayload(name, Description, ApprovalRequired))
        : ItemPayload.Write(new NewGroupPayload(name, Description: null, [.. People.Take(ComingIn)], new GroupSettings()));
}
