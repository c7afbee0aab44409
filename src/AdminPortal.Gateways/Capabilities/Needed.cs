using AdminPortal.Gateways.Model;

namespace AdminPortal.Gateways.Capabilities;

/// <summary>The abilities that a change of several things at once needs.</summary>
public static class Needed
{
    public static IReadOnlyList<Capability> For(ProfileChange change) =>
    [
        .. Each(change.Name is not null, Capability.Rename),
        .. Each(change.Description is not null, Capability.ChangeDescription),
        .. Each(change.Picture is not null || change.RemovePicture, Capability.ChangePicture),
    ];

    public static IReadOnlyList<Capability> For(GroupSettings change) =>
    [
        .. Each(change.OnlyAdminsSend is not null, Capability.SetSendMessages),
        .. Each(change.OnlyAdminsEdit is not null, Capability.SetEditDetails),
        .. Each(change.OnlyAdminsAdd is not null, Capability.SetAddMembers),
        .. Each(change.ApprovalRequired is not null, Capability.SetApproval),
        .. Each(change.DisappearingAfter is not null, Capability.SetDisappearingMessages),
    ];

    private static Capability[] Each(bool wanted, Capability capability) => wanted ? [capability] : [];
}
