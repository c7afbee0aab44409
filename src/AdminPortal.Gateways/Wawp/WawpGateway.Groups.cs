using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wawp;

/// <summary>Reading groups, their profile, settings and invites; joining and leaving.</summary>
internal sealed partial class WawpGateway
{
    private const string OnlyAdminsEdit = "info-admin-only";
    private const string OnlyAdminsSend = "messages-admin-only";
    private const int PageSize = 50;

    /// <summary>No number is in so many groups; a gateway that never ends its list is not followed for ever.</summary>
    private const int MaxPages = 200;

    /// <summary>A row carries its detail only where it shows members and both settings: else the group is read on its own.</summary>
    public override Task<GatewayResult<IReadOnlyList<GroupListing>>> ListGroupsAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GroupListing>>(Capability.ListGroups, async call =>
        [
            .. (await PagesAsync(call)).Select(d => new GroupListing(
                d.Id, d.Name, d.MemberCount, d is { Members: not null, Settings: { OnlyAdminsSend: not null, OnlyAdminsEdit: not null } } ? d : null)),
        ], cancellationToken);

    public override Task<GatewayResult<GroupDetail>> GetGroupAsync(GroupId group, bool includeMembers, CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadGroup, async call =>
        {
            var detail = await ReadGroupAsync(call, group, includeMembers);
            return detail with
            {
                Settings = detail.Settings with
                {
                    OnlyAdminsSend = detail.Settings.OnlyAdminsSend ?? await ReadSettingAsync(call, group, OnlyAdminsSend),
                    OnlyAdminsEdit = detail.Settings.OnlyAdminsEdit ?? await ReadSettingAsync(call, group, OnlyAdminsEdit),
                },
            };
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> UpdateProfileAsync(GroupId group, ProfileChange change, CancellationToken cancellationToken) =>
        RunAsync(Needed.For(change), async call =>
        {
            await InStepsAsync(ProfileSteps(call, group, change));
            return default(Accepted);
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> UpdateSettingsAsync(GroupId group, GroupSettings change, CancellationToken cancellationToken) =>
        RunAsync(Needed.For(change), async call =>
        {
            await InStepsAsync(SettingSteps(call, group, SettingStep.Of(change)));
            return default(Accepted);
        }, cancellationToken);

    public override Task<GatewayResult<InviteCode>> GetInviteAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadInvite, call => ReadInviteAsync(call, group), cancellationToken);

    public override Task<GatewayResult<InviteCode>> ResetInviteAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.ResetInvite, async call =>
        {
            var root = await WriteAsync(call, null, (api, ct) => api.RevokeInviteAsync(group.Value, ct));
            if (!SaysYes(root) && WawpTranslation.InviteOf(root) is { } code)
            {
                return code;
            }

            if (root.ValueKind == JsonValueKind.False)
            {
                throw new GatewayCallException(new GatewayFailure(GatewayFailureKind.Forbidden, "Wawp answered \"no\" without a reason: the number may lack the right in this group.", 403));
            }

            if (!SaysYes(root))
            {
                throw Untrustworthy(call.Write());
            }

            try
            {
                return WawpTranslation.InviteOf(root) ?? await ReadInviteAsync(call, group);
            }
            catch (GatewayCallException unread)
            {
                throw new GatewayCallException(
                    new GatewayFailure(GatewayFailureKind.OutcomeUnknown, $"The link was reset, but the new one could not be read: {unread.Failure.Message}"), inner: unread);
            }
        }, cancellationToken);

    public override Task<GatewayResult<InvitePreview>> PreviewInviteAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.PreviewInvite, async call =>
        {
            var root = await AskedByCodeAsync(() => ReadAsync(call, null, (api, ct) => api.PreviewAsync(code.Value, ct)));
            var group = WawpTranslation.DetailOf(root, includeMembers: false) ?? throw Untrustworthy(call.Read());
            return new InvitePreview(group.Id, group.Name, group.Description, group.MemberCount, null);
        }, cancellationToken);

    public override Task<GatewayResult<JoinOutcome>> JoinAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.JoinByInvite, async call =>
        {
            var root = await AskedByCodeAsync(() => WriteAsync(call, LongTimeout, (api, ct) => api.JoinAsync(new WawpCode(code.Link.AbsoluteUri), ct)));
            return WawpTranslation.IdOf(root) is { } group
                ? await JoinedAsync(group, () => ReadGroupAsync(call, group, includeMembers: false))
                : throw Untrustworthy(call.Write());
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> LeaveAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.LeaveGroup, async call =>
        {
            await DoAsync(call, null, (api, ct) => api.LeaveAsync(group.Value, ct));
            return default(Accepted);
        }, cancellationToken);

    /// <summary>Nothing but a code was asked, and it has the form of one: 400 means that it opens nothing (any more).</summary>
    private static async Task<JsonElement> AskedByCodeAsync(Func<Task<JsonElement>> ask)
    {
        try
        {
            return await ask();
        }
        catch (GatewayCallException refused) when (refused.Failure is { Kind: GatewayFailureKind.Rejected, Code: 400 })
        {
            throw new GatewayCallException(
                new GatewayFailure(GatewayFailureKind.NotFound, $"The invite link is unknown, has been reset or has expired. Wawp says: {refused.Failure.Message}", 400), inner: refused);
        }
    }

    private IEnumerable<ChangeStep> ProfileSteps(GatewayCall call, GroupId group, ProfileChange change)
    {
        if (change.Name is { } name)
        {
            yield return new("name", () => DoAsync(call, null, (api, ct) => api.ChangeSubjectAsync(group.Value, new WawpSubject(name), ct)));
        }

        if (change.Description is { } description)
        {
            yield return new("description", () => DoAsync(call, null, (api, ct) => api.ChangeDescriptionAsync(group.Value, new WawpDescription(description), ct)));
        }

        if (change.RemovePicture)
        {
            yield return new("picture", () => DoAsync(call, null, (api, ct) => api.DeletePictureAsync(group.Value, ct)));
        }
        else if (change.Picture is { } picture)
        {
            var file = new WawpFile(Convert.ToBase64String(picture.Content), picture.ContentType == "image/png" ? "picture.png" : "picture.jpg", picture.ContentType);
            yield return new("picture", () => DoAsync(call, LongTimeout, (api, ct) => api.ChangePictureAsync(group.Value, new WawpPicture(file), ct)));
        }
    }

    /// <summary>Only the two settings that are declared come here.</summary>
    private IEnumerable<ChangeStep> SettingSteps(GatewayCall call, GroupId group, IEnumerable<SettingStep> steps) =>
        steps.Select(step => new ChangeStep(step.Words, () =>
        {
            var (setting, value) = step.Setting.OnlyAdminsSend is { } send ? (OnlyAdminsSend, send) : (OnlyAdminsEdit, step.Setting.OnlyAdminsEdit == true);
            return DoAsync(call, null, (api, ct) => api.ChangeSettingAsync(group.Value, setting, value ? "true" : "false", new WawpSetting(value), ct));
        }));

    private async Task<InviteCode> ReadInviteAsync(GatewayCall call, GroupId group) =>
        WawpTranslation.InviteOf(await ReadAsync(call, null, (api, ct) => api.GetInviteAsync(group.Value, ct))) ?? throw Untrustworthy(call.Read());

    /// <summary><c>{ "adminsOnly": true }</c> or the bare flag. Null when it cannot be read: then the setting is not known.</summary>
    private async Task<bool?> ReadSettingAsync(GatewayCall call, GroupId group, string setting)
    {
        var shown = await ReadBackAsync(async () => new JsonAnswer(await ReadAsync(call, null, (api, ct) => api.GetSettingAsync(group.Value, setting, ct))));
        return shown?.Root.Flag() ?? shown?.Root.Flag("adminsOnly", "admins_only", "value", "enabled");
    }

    /// <summary>Where the group does not list its members, their own route does.</summary>
    private async Task<GroupDetail> ReadGroupAsync(GatewayCall call, GroupId group, bool includeMembers)
    {
        var root = await ReadAsync(call, LongTimeout, (api, ct) => api.GetGroupAsync(group.Value, ct));
        var detail = WawpTranslation.DetailOf(root, includeMembers);
        // Asked for a group and shown another: whatever this is, it must not be stored as the one that was asked for.
        if (detail?.Id != group)
        {
            throw Untrustworthy(call.Read());
        }

        if (!includeMembers || detail.Members is not null)
        {
            return detail;
        }

        var members = await ReadMembersAsync(call, group);
        return detail with { Members = members, MemberCount = detail.MemberCount ?? members.Count };
    }

    private async Task<IReadOnlyList<GroupMember>> ReadMembersAsync(GatewayCall call, GroupId group)
    {
        var root = await ReadAsync(call, LongTimeout, (api, ct) => api.ListParticipantsAsync(group.Value, ct));
        return WawpTranslation.RosterOf(root)?.Members ?? throw Untrustworthy(call.Read());
    }

    /// <summary>
    /// All pages, each group once. There is no total: a page that is not full is the last. An engine that does not know paging
    /// repeats the first page; then the count says whether that was all.
    /// </summary>
    private async Task<IReadOnlyCollection<GroupDetail>> PagesAsync(GatewayCall call)
    {
        var found = new Dictionary<GroupId, GroupDetail>();
        for (var page = 0; page < MaxPages; page++)
        {
            var offset = page * PageSize;
            var root = await ReadAsync(call, LongTimeout, (api, ct) => api.ListGroupsAsync(PageSize, offset, ct));
            var items = WawpTranslation.ListOf(root) ?? throw Untrustworthy(call.Read());
            var isNew = false;
            foreach (var item in items)
            {
                var detail = WawpTranslation.DetailOf(item, includeMembers: true) ?? throw Untrustworthy(call.Read());
                isNew |= found.TryAdd(detail.Id, detail);
            }

            if (items.Count != PageSize)
            {
                return found.Values;
            }

            if (!isNew)
            {
                var counted = await ReadAsync(call, null, (api, ct) => api.CountGroupsAsync(ct));
                return (counted.Count() ?? counted.Count("count")) <= found.Count ? found.Values : throw Untrustworthy(call.Read());
            }
        }

        throw Untrustworthy(call.Read());
    }
}
