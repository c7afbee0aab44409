using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Sync;

/// <summary>Takes over what a detail shows. What it does not show stays as it was last known.</summary>
internal static class GroupFacts
{
    public static void Apply(Group group, GroupDetail detail)
    {
        GroupNames.Set(group, detail.Name);
        if (detail.Description is { } description && StorableText.Fact(description, 4096) is var bounded && group.Description != bounded)
        {
            group.Description = bounded;
        }

        group.CreatedByKey = detail.CreatedBy?.Key ?? group.CreatedByKey;
        group.CreatedAt = detail.CreatedAt?.ToUniversalTime() ?? group.CreatedAt;
        group.OnlyAdminsSend = detail.Settings.OnlyAdminsSend ?? group.OnlyAdminsSend;
        group.OnlyAdminsEdit = detail.Settings.OnlyAdminsEdit ?? group.OnlyAdminsEdit;
        group.OnlyAdminsAdd = detail.Settings.OnlyAdminsAdd ?? group.OnlyAdminsAdd;
        group.ApprovalRequired = detail.Settings.ApprovalRequired ?? group.ApprovalRequired;
        group.DisappearingSeconds = (int?)detail.Settings.DisappearingAfter?.TotalSeconds ?? group.DisappearingSeconds;
        group.InviteCode = detail.Invite?.Value ?? group.InviteCode;
        group.MembersHidden = detail.MembersHidden;
        group.Suspended = detail.Suspended;
    }
}
