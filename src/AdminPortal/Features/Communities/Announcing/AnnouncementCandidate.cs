using AdminPortal.Features.Operations.Planning;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities.Announcing;

/// <summary>A community as somewhere to announce: which of our numbers would post, or what stands in the way.</summary>
/// <param name="By">Null when blocked.</param>
/// <param name="Blocked">Why not, as a short reason; null when it can.</param>
public sealed record AnnouncementCandidate(CommunityNode Community, EstateNumber? By, string? Blocked)
{
    private const string Where = "its announcement group";

    /// <summary>Every number that could post there now.</summary>
    public IReadOnlyList<NumberOption> Able { get; init; } = [];

    public string Id => Community.Id;

    public string Name => Community.Parent.Name;

    /// <summary>Who gets it, as the gateway counts; null when it never did.</summary>
    public int? People => Community.Announcement?.Members;

    /// <summary>Every community, those that can be reached first, by name.</summary>
    public static IReadOnlyList<AnnouncementCandidate> All(Estate estate) =>
        [.. estate.Communities.Select(c => Of(estate, c)).OrderBy(c => c.Blocked is not null)];

    /// <param name="rather">A number that an operator chose: it posts where it can. Null leaves the choice to the console.</param>
    public static AnnouncementCandidate Of(Estate estate, CommunityNode community, Guid? rather = null)
    {
        // Only the markers that a read showed make a group the announcement group; it may be named like anything.
        if (community.Announcement is not { } group)
        {
            return Not(community.Parent.IsKeptHere ? "no group of it is marked for announcements" : $"{Where} has not been read yet");
        }

        if (group.Suspended)
        {
            return Not($"{Where} is suspended");
        }

        // In WhatsApp's own announcement groups admins send; in an ordinary group that was marked, whoever may.
        var adminsOnly = group.Kind == GroupKind.Announcement ? group.OnlyAdminsSend != false : group.OnlyAdminsSend == true;
        var routing = estate.Route(group, Capability.SendGroupText, adminsOnly ? MemberRole.Admin : null, Where);
        if (routing.Best is not { } best)
        {
            var blocked = routing.Blocked!.TrimEnd('.');
            return Not(group.Numbers.Count == 0 ? $"{char.ToLowerInvariant(blocked[0])}{blocked[1..]}" : blocked);
        }

        var able = routing.Candidates.Where(c => c.CanAct).Select(c => new NumberOption(c.Number.ConnectionId, c.Number.Name)).ToList();
        var by = able.Find(n => n.ConnectionId == rather)?.ConnectionId ?? best.ConnectionId;
        return new AnnouncementCandidate(community, estate.Numbers.First(n => n.ConnectionId == by), Blocked: null) { Able = able };

        AnnouncementCandidate Not(string why) => new(community, By: null, why);
    }
}
