using System.Globalization;
using AdminPortal.Gateways.Model;
using AdminPortal.Ui;

namespace AdminPortal.Features.Communities;

/// <summary>Lines of the outline in words and pictures.</summary>
internal static class OutlineWords
{
    public static string HrefOf(EstateNode node) =>
        node.IsKeptHere ? PortalUrls.KeptCommunity(node.Id)
        : node.Kind == GroupKind.CommunityParent ? PortalUrls.Community(node.Id) : PortalUrls.Group(node.Id);

    public static string IconOf(OutlineRow row) => row.Kind switch
    {
        OutlineRowKind.Community => "community",
        OutlineRowKind.Announcement => "announcement",
        OutlineRowKind.Bucket => row.Key == OutlineRow.UnplacedKey ? "question" : "unlink",
        OutlineRowKind.Creating => row.Creation!.Kind == Operations.ItemKind.CreateCommunity ? "community" : "group",
        OutlineRowKind.Unread => "question",
        _ => row.Node is { Hidden: true } ? "lock" : row.Node is { Kind: GroupKind.Unknown } ? "question" : "group",
    };

    public static string TypeOf(OutlineRow row) => row.Kind switch
    {
        OutlineRowKind.Community when row.Node is { IsKeptHere: true } => "Community kept here",
        OutlineRowKind.Community => "Community",
        OutlineRowKind.Announcement => "Announcement group",
        OutlineRowKind.Bucket => "Groups",
        OutlineRowKind.Creating => "Being created",
        OutlineRowKind.Unread => "Not read yet",
        _ when row.Node is { IsPlaceholder: true } => "Subgroup that none of our numbers can read",
        _ when row.Node is { KeptIn: not null } => "Group in a community kept here",
        _ when row.Node is { CommunityId: not null } node => node.Hidden ? "Hidden subgroup" : "Subgroup",
        _ when row.Node is { Kind: GroupKind.Standalone } => "Group in no community",
        _ => "Group; not known yet whether in a community",
    };

    public static string StagedText(StagedChange change, Estate estate) => change.Kind switch
    {
        StagedKind.Unlink => $"out of {estate.NameOf(change.From)}",
        _ => $"to {estate.NameOf(change.To)}",
    };

    /// <summary>"1 group", "2,000 people".</summary>
    public static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
