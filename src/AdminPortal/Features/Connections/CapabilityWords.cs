using System.Text;
using AdminPortal.Gateways.Capabilities;

namespace AdminPortal.Features.Connections;

/// <summary>Abilities in an operator's words.</summary>
public static class CapabilityWords
{
    /// <summary>For example "Link groups to a community".</summary>
    public static string Of(Capability capability) => capability switch
    {
        Capability.ReadSession => "Tell whether the number is connected",
        Capability.ListGroups => "List groups",
        Capability.ReadGroup => "Read a group's settings and members",
        Capability.DetectCommunities => "Tell communities from groups",
        Capability.ListCommunities => "List communities",
        Capability.ListSubgroups => "List the groups of a community",
        Capability.ListCommunityMembers => "List everybody in a community",
        Capability.CreateGroup => "Create groups",
        Capability.CreateEmptyGroup => "Create groups with nobody else in them",
        Capability.CreateCommunity => "Create communities",
        Capability.CreateSubgroup => "Create groups inside a community",
        Capability.LinkGroup => "Link groups to a community",
        Capability.UnlinkGroup => "Unlink groups from a community",
        Capability.Rename => "Rename",
        Capability.ChangeDescription => "Change descriptions",
        Capability.ChangePicture => "Change pictures",
        Capability.SetSendMessages => "Set who may send",
        Capability.SetEditDetails => "Set who may edit",
        Capability.SetAddMembers => "Set who may add people",
        Capability.SetApproval => "Set approval of new members",
        Capability.ReadApproval => "Read approval of new members",
        Capability.SetDisappearingMessages => "Set disappearing messages",
        Capability.AddParticipants => "Add people",
        Capability.RemoveParticipants => "Remove people",
        Capability.PromoteParticipants => "Appoint admins",
        Capability.DemoteParticipants => "Dismiss admins",
        Capability.ListMembershipRequests => "List membership requests",
        Capability.ApproveRequests => "Approve requests",
        Capability.RejectRequests => "Reject requests",
        Capability.ReadInvite => "Read the invite link",
        Capability.ResetInvite => "Reset the invite link",
        Capability.PreviewInvite => "Look at a group before joining",
        Capability.JoinByInvite => "Join by link",
        Capability.LeaveGroup => "Leave groups",
        Capability.TransferOwnership => "Hand a community to a new owner",
        Capability.DeactivateCommunity => "Deactivate a community",
        Capability.ListSuggestions => "List groups that members suggest",
        Capability.SendText => "Send messages to people",
        Capability.SendInviteCard => "Send invitation cards to people",
        Capability.SendGroupText => "Send messages to groups",
        Capability.RepeatMessages => "Repeat a lost message without sending it twice",
        Capability.GroupEvents => "Report changes of groups by itself",
        Capability.RequestEvents => "Report membership requests by itself",
        _ => Spaced(capability.ToString()),
    };

    /// <summary>All abilities in the order of a comparison, under headings.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Capability> Abilities)> Areas { get; } = Arrange(
    [
        ("Reading", [
            Capability.ReadSession, Capability.ListGroups, Capability.ReadGroup, Capability.DetectCommunities, Capability.ListCommunities,
            Capability.ListSubgroups, Capability.ListCommunityMembers, Capability.ListSuggestions]),
        ("Structure", [
            Capability.CreateCommunity, Capability.CreateSubgroup, Capability.CreateGroup, Capability.LinkGroup, Capability.UnlinkGroup,
            Capability.TransferOwnership, Capability.DeactivateCommunity, Capability.LeaveGroup]),
        ("Profile and settings", [
            Capability.Rename, Capability.ChangeDescription, Capability.ChangePicture, Capability.SetSendMessages, Capability.SetEditDetails,
            Capability.SetAddMembers, Capability.SetApproval, Capability.ReadApproval, Capability.SetDisappearingMessages]),
        ("People and requests", [
            Capability.AddParticipants, Capability.RemoveParticipants, Capability.PromoteParticipants, Capability.DemoteParticipants,
            Capability.ListMembershipRequests, Capability.ApproveRequests, Capability.RejectRequests]),
        ("Invites and messages", [
            Capability.ReadInvite, Capability.ResetInvite, Capability.PreviewInvite, Capability.JoinByInvite, Capability.SendText, Capability.SendInviteCard]),
        ("Events", [Capability.GroupEvents, Capability.RequestEvents]),
    ]);

    /// <summary>An ability that stands under no heading yet is not left out.</summary>
    private static IReadOnlyList<(string Title, IReadOnlyList<Capability> Abilities)> Arrange(IReadOnlyList<(string Title, IReadOnlyList<Capability> Abilities)> areas)
    {
        var others = Enum.GetValues<Capability>().Except(areas.SelectMany(a => a.Abilities)).ToList();
        return others.Count == 0 ? areas : [.. areas, ("Further", others)];
    }

    /// <summary>An ability that has no words of its own yet: its name, readable.</summary>
    private static string Spaced(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        foreach (var character in name)
        {
            words.Append(words.Length > 0 && char.IsUpper(character) ? " " : "").Append(words.Length > 0 ? char.ToLowerInvariant(character) : character);
        }

        return words.ToString();
    }
}
