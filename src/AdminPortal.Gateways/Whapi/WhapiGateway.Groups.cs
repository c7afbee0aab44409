using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;
using RestEase;

namespace AdminPortal.Gateways.Whapi;

/// <summary>Reading groups, their profile, settings and invites; joining and leaving.</summary>
internal sealed partial class WhapiGateway
{
    /// <summary>A full group has a thousand members, all of them in the list: larger pages could outgrow what is read.</summary>
    private const int PageSize = 100;

    /// <summary>No number is in so many groups; a gateway that never ends its list is not followed for ever.</summary>
    private const int MaxPages = 200;

    public override Task<GatewayResult<IReadOnlyList<GroupListing>>> ListGroupsAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GroupListing>>(Capability.ListGroups, async call =>
        {
            var groups = await PagesAsync(call, (api, offset, ct) => api.ListGroupsAsync(PageSize, offset, ct));
            var names = groups.Where(g => g.Id is not null).ToLookup(g => g.Id, g => g.Name);
            var marked = groups.Any(WhapiTranslation.HasMarkers);
            return [.. groups.Select(g => ListingOf(call, g, marked, names[g.LinkedParent].FirstOrDefault()))];
        }, cancellationToken);

    public override Task<GatewayResult<GroupDetail>> GetGroupAsync(GroupId group, bool includeMembers, CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadGroup, call => ReadPlacedGroupAsync(call, group, includeMembers), cancellationToken);

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
            try
            {
                await DoAsync(call, null, (api, ct) => api.RevokeInviteAsync(group.Value, ct));
            }
            catch (GatewayCallException refused) when (refused.Failure.Kind == GatewayFailureKind.NotFound)
            {
                // Certainly nothing happened. A community has a route of its own.
                await DoAsync(call, null, (api, ct) => api.RevokeCommunityInviteAsync(group.Value, ct));
            }

            try
            {
                return await ReadInviteAsync(call, group);
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
            var wire = WireOf(code);
            var shown = await ReadAsync(call, null, (api, ct) => api.PreviewAsync(wire, ct));
            return GroupId.TryParse(shown.Id, out var id)
                ? new InvitePreview(id, shown.Name ?? "", shown.Description, shown.ParticipantsCount, CommunityId.TryParse(shown.LinkedParent, out var community) ? community : null)
                : throw Untrustworthy(call.Read());
        }, cancellationToken);

    public override Task<GatewayResult<JoinOutcome>> JoinAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.JoinByInvite, async call =>
        {
            var wire = WireOf(code);
            var answer = await WriteAsync(call, null, (api, ct) => api.JoinAsync(new WhapiInvite { InviteCode = wire }, ct));
            return GroupId.TryParse(answer.GroupId, out var group)
                ? await JoinedAsync(group, () => ReadGroupAsync(call, group, includeMembers: false))
                : throw Untrustworthy(call.Write());
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> LeaveAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.LeaveGroup, async call =>
        {
            await DoAsync(call, null, (api, ct) => api.LeaveAsync(group.Value, ct));
            return default(Accepted);
        }, cancellationToken);

    private IEnumerable<ChangeStep> ProfileSteps(GatewayCall call, GroupId group, ProfileChange change)
    {
        if (change.Name is not null || change.Description is not null)
        {
            var words = change.Description is null ? "name" : change.Name is null ? "description" : "name and description";
            yield return new(words, () => DoAsync(call, null, (api, ct) => api.UpdateGroupAsync(group.Value, new WhapiProfile(change.Name, change.Description), ct)));
        }

        if (change.RemovePicture)
        {
            yield return new("picture", () => DoAsync(call, null, (api, ct) => api.DeleteIconAsync(group.Value, ct)));
        }
        else if (change.Picture is { } picture)
        {
            var icon = new WhapiIcon(Convert.ToBase64String(picture.Content), picture.ContentType);
            yield return new("picture", () => DoAsync(call, LongTimeout, (api, ct) => api.SetIconAsync(group.Value, icon, ct)));
        }
    }

    private IEnumerable<ChangeStep> SettingSteps(GatewayCall call, GroupId group, IEnumerable<SettingStep> steps) =>
        steps.Select(step => new ChangeStep(step.Words, () =>
        {
            if (WhapiTranslation.WireOf(step.Setting) is { } setting)
            {
                return DoAsync(call, null, (api, ct) => api.ChangeSettingAsync(group.Value, setting, ct));
            }

            var lifetime = WhapiTranslation.WireOf(step.Setting.DisappearingAfter ?? TimeSpan.Zero)
                ?? throw Refusal("Messages can disappear after a day, a week or ninety days, or not at all.");
            return ChangeLifetimeAsync(call, group, step, lifetime);
        }));

    /// <summary>What this route answers is not documented: where it does not say "success", one read decides.</summary>
    private async Task ChangeLifetimeAsync(GatewayCall call, GroupId group, SettingStep step, string lifetime)
    {
        var answer = await WriteAsync(call, null, (api, ct) => api.ChangeChatAsync(group.Value, new WhapiChat(lifetime), ct));
        if (answer.Success == true)
        {
            return;
        }

        var shown = await ReadBackAsync(() => ReadGroupAsync(call, group, includeMembers: false)) ?? throw Untrustworthy(call.Write());
        if (!step.IsProved(shown.Settings))
        {
            throw Refusal("Whapi.Cloud accepted the change, but this is as it was: disappearing messages.");
        }
    }

    /// <summary>Of a community the code stands in its list of subgroups, should its own route not know it.</summary>
    private async Task<InviteCode> ReadInviteAsync(GatewayCall call, GroupId group)
    {
        string? code;
        try
        {
            code = (await ReadAsync(call, null, (api, ct) => api.GetInviteAsync(group.Value, ct))).InviteCode;
        }
        catch (GatewayCallException ended) when (ended.Failure.Kind == GatewayFailureKind.NotFound)
        {
            var subgroups = await ReadBackAsync(() => ReadAsync(call, null, (api, ct) => api.ListSubgroupsAsync(group.Value, ct)));
            code = subgroups?.AnnounceGroupInfo?.InviteCode ?? throw new GatewayCallException(ended.Failure, inner: ended);
        }

        return InviteCode.TryParse(code, out var parsed) ? parsed : throw Untrustworthy(call.Read());
    }

    private async Task<GroupDetail> ReadGroupAsync(GatewayCall call, GroupId group, bool includeMembers) =>
        (await ReadRawGroupAsync(call, group, includeMembers)).Detail;

    /// <summary>As <see cref="ReadGroupAsync"/>; where the markers leave it open, the community says which group is its announcement group.</summary>
    private async Task<GroupDetail> ReadPlacedGroupAsync(GatewayCall call, GroupId group, bool includeMembers)
    {
        var (raw, detail) = await ReadRawGroupAsync(call, group, includeMembers);
        if (!WhapiTranslation.MayBeAnnouncement(raw) || detail.Community is not { } community)
        {
            return detail;
        }

        var subgroups = await ReadBackAsync(() => ReadAsync(call, null, (api, ct) => api.ListSubgroupsAsync(community.Value, ct)));
        return GroupId.TryParse(subgroups?.AnnounceGroupInfo?.Id, out var announcement) && announcement == group ? AsAnnouncement(detail) : detail;
    }

    private async Task<(WhapiGroup Raw, GroupDetail Detail)> ReadRawGroupAsync(GatewayCall call, GroupId group, bool includeMembers)
    {
        var answer = await ReadAsync(call, LongTimeout, (api, ct) => api.GetGroupAsync(group.Value, ct));
        var detail = WhapiTranslation.DetailOf(answer, includeMembers) ?? throw Untrustworthy(call.Read());
        // Asked for a group and shown another: whatever this is, it must not be stored as the one that was asked for.
        return detail.Id == group ? (answer, detail) : throw Untrustworthy(call.Read());
    }

    /// <summary>A row with everything that is in it. Where it is not sure what the group is, it has to be read on its own.</summary>
    private GroupListing ListingOf(GatewayCall call, WhapiGroup group, bool marked, string? nameOfCommunity)
    {
        var detail = WhapiTranslation.DetailOf(group, includeMembers: true) ?? throw Untrustworthy(call.Read());
        if (!marked && WhapiTranslation.MayBeAnnouncement(group))
        {
            var named = nameOfCommunity is not null && string.Equals(nameOfCommunity, group.Name, StringComparison.Ordinal);
            return new GroupListing(detail.Id, detail.Name, detail.MemberCount, named ? AsAnnouncement(detail) : null);
        }

        return new GroupListing(detail.Id, detail.Name, detail.MemberCount, detail.Members is null ? null : detail);
    }

    private static GroupDetail AsAnnouncement(GroupDetail detail) =>
        detail with { Kind = GroupKind.Announcement, MembersHidden = detail.Members?.Count < detail.MemberCount };

    /// <summary>All pages of groups or communities, each group once.</summary>
    private async Task<IReadOnlyList<WhapiGroup>> PagesAsync(GatewayCall call, Func<IWhapiApi, int, CancellationToken, Task<Response<WhapiGroupList>>> send)
    {
        var found = new Dictionary<string, WhapiGroup>(StringComparer.Ordinal);
        var offset = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await ReadAsync(call, LongTimeout, (api, ct) => send(api, offset, ct));
            var groups = answer.Groups ?? answer.Communities ?? throw Untrustworthy(call.Read());
            var isNew = false;
            foreach (var group in groups)
            {
                isNew |= group?.Id is { } id ? found.TryAdd(id, group) : throw Untrustworthy(call.Read());
            }

            offset += groups.Count;
            if (IsLastPage(groups.Count, offset, answer.Total, isNew))
            {
                return [.. found.Values];
            }
        }

        throw Untrustworthy(call.Read());
    }

    /// <summary>The total ends the list where it is given and was reached, else a page that is not full.</summary>
    private static bool IsLastPage(int received, int offset, int? total, bool isNew) =>
        received == 0 || !isNew || (total is { } all && all > 0 ? offset >= all : received < PageSize);
}
