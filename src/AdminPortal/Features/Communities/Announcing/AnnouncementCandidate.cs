using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities.Announcing;

/// <summary>A community as somewhere to announce: which of our numbers would post, or what stands in the way.</summary>
/// <param name="By">Null when blocked.</param>
/// <param name="Blocked">Why not, as a short reason; null when it can.</param>
public sealed record AnnouncementCandidate(CommunityNode Community, EstateNumber? By, string? Blocked)
{
    public string Id => Community.Id;

    public string Name => Community.Parent.Name;

    /// <summary>Who gets it, as the gateway counts; null when it never did.</summary>
    public int? People => Community.Announcement?.Members;

    /// <summary>Every community, those that can be reached first, by name.</summary>
    public static IReadOnlyList<AnnouncementCandidate> All(Estate estate) =>
        [.. estate.Communities.Select(c => Of(estate, c)).OrderBy(c => c.Blocked is not null)];

    public static AnnouncementCandidate Of(Estate estate, CommunityNode community)
    {
        // Only the markers that a read showed make a group the announcement group; it may be named like anything.
        if (community.Announcement is not { } group)
        {
            return Not(community.Parent.IsKeptHere ? "no group of it is marked for announcements" : "its announcement group has not been read yet");
        }

        if (group.Suspended)
        {
            return Not("its announcement group is suspended");
        }

        var ours = group.Numbers.Select(n => (In: n, Number: estate.Numbers.FirstOrDefault(e => e.ConnectionId == n.ConnectionId))).Where(n => n.Number is not null).ToList();
        if (ours.Count == 0)
        {
            return Not("none of our numbers is in its announcement group");
        }

        var able = ours.FindAll(n => n.Number!.Capabilities.Can(Capability.SendGroupText));
        if (able.Count == 0)
        {
            return Not($"{ours[0].In.Name} {ours[0].Number!.Capabilities[Capability.SendGroupText].Reason}");
        }

        // A role nobody has read yet does not count as missing: the gateway will say.
        // In WhatsApp's own announcement groups admins send; in an ordinary group that was marked, whoever may.
        var adminsOnly = group.Kind == GroupKind.Announcement ? group.OnlyAdminsSend != false : group.OnlyAdminsSend == true;
        var entitled = able.FindAll(n => !adminsOnly || n.In.Role is null or >= MemberRole.Admin);
        if (entitled.Count == 0)
        {
            return Not($"{string.Join(" and ", able.Select(n => n.In.Name))} must be an admin of its announcement group");
        }

        return entitled.Where(n => n.Number!.Trouble is null).OrderByDescending(n => n.In.Role).Select(n => n.Number).FirstOrDefault() is { } number
            ? new AnnouncementCandidate(community, number, Blocked: null)
            : Not(entitled[0].Number!.Trouble!.TrimEnd('.'));

        AnnouncementCandidate Not(string why) => new(community, By: null, why);
    }
}
