using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>Reading groups, their profile, settings and invites; joining and leaving.</summary>
internal sealed partial class RyzeApiGateway
{
    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(65);

    public override Task<GatewayResult<IReadOnlyList<GroupListing>>> ListGroupsAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GroupListing>>(Capability.ListGroups, async call =>
        {
            var answer = await ReadAsync(call, ListTimeout, (api, ct) => api.ListGroupsAsync("false", ct));
            var listings = new Dictionary<GroupId, GroupListing>();
            foreach (var item in answer.Groups ?? [])
            {
                if (!GroupId.TryParse(item?.GroupJid ?? item?.Jid, out var id))
                {
                    throw Untrustworthy(call.Read());
                }

                listings.TryAdd(id, new GroupListing(id, item!.Name ?? "", item.MemberCount ?? item.ParticipantCount));
            }

            return [.. listings.Values];
        }, cancellationToken);

    public override Task<GatewayResult<GroupDetail>> GetGroupAsync(GroupId group, bool includeMembers, CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadGroup, call => ReadGroupAsync(call, group.Value, includeMembers), cancellationToken);

    public override Task<GatewayResult<Accepted>> UpdateProfileAsync(GroupId group, ProfileChange change, CancellationToken cancellationToken) =>
        RunAsync(Needed.For(change), async call =>
        {
            var answer = await WriteAsync(call, null, (api, ct) => api.UpdateGroupAsync(
                new RyzeGroupChange(
                    group.Value,
                    change.Name,
                    change.Description,
                    change.RemovePicture ? null : RyzeApiTranslation.WireOf(change.Picture),
                    change.RemovePicture ? true : null),
                ct));
            // The answer shows no picture.
            var toldByAnswer = change.Picture is null && !change.RemovePicture;
            await DemandAsync(call, group, toldByAnswer ? answer : null, shown => Comparison.Missing(change, shown));
            return default(Accepted);
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> UpdateSettingsAsync(GroupId group, GroupSettings change, CancellationToken cancellationToken) =>
        RunAsync(Needed.For(change), async call =>
        {
            var answer = await WriteAsync(call, null, (api, ct) => api.UpdateGroupAsync(
                new RyzeGroupChange(group.Value, GroupSettings: RyzeApiTranslation.WireOf(change)), ct));
            await DemandAsync(call, group, answer, shown => Comparison.Missing(change, shown));
            return default(Accepted);
        }, cancellationToken);

    public override Task<GatewayResult<InviteCode>> GetInviteAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadInvite, async call =>
            (await ReadGroupAsync(call, group.Value, includeMembers: false)).Invite
            ?? throw new GatewayCallException(new GatewayFailure(GatewayFailureKind.Forbidden, "RyzeAPI did not show the invite link: the number may be no admin of the group.")),
            cancellationToken);

    public override Task<GatewayResult<InviteCode>> ResetInviteAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.ResetInvite, async call =>
        {
            var answer = await WriteAsync(call, null, (api, ct) => api.ResetLinkAsync(new RyzeIdentifier(group.Value), ct));
            return RyzeApiTranslation.InviteOf(answer.InviteCode, answer.InviteLink) ?? throw Untrustworthy(call.Write());
        }, cancellationToken);

    public override Task<GatewayResult<InvitePreview>> PreviewInviteAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.PreviewInvite, async call =>
        {
            var group = await ReadGroupAsync(call, code.Link.AbsoluteUri, includeMembers: false);
            return new InvitePreview(group.Id, group.Name, group.Description, group.MemberCount, group.Community);
        }, cancellationToken);

    public override Task<GatewayResult<JoinOutcome>> JoinAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.JoinByInvite, async call =>
        {
            var answer = await WriteAsync(call, null, (api, ct) => api.JoinAsync(new RyzeIdentifier(code.Link.AbsoluteUri), ct));
            return GroupId.TryParse(answer.GroupJid, out var group)
                ? new JoinOutcome(group, answer.RequiresApproval == true)
                : throw Untrustworthy(call.Write());
        }, cancellationToken);

    public override Task<GatewayResult<Accepted>> LeaveAsync(GroupId group, CancellationToken cancellationToken) =>
        RunAsync(Capability.LeaveGroup, async call =>
        {
            await WriteAsync(call, null, (api, ct) => api.LeaveAsync(group.Value, ct));
            return default(Accepted);
        }, cancellationToken);

    private async Task<GroupDetail> ReadGroupAsync(GatewayCall call, string identifier, bool includeMembers)
    {
        var answer = await ReadAsync(call, ListTimeout, (api, ct) => api.GetGroupAsync(identifier, includeMembers ? "true" : "false", ct));
        var detail = RyzeApiTranslation.DetailOf(answer.Described, includeMembers) ?? throw Untrustworthy(call.Read());
        // Asked for a group and shown another: whatever this is, it must not be stored as the one that was asked for.
        return GroupId.TryParse(identifier, out var asked) && asked != detail.Id ? throw Untrustworthy(call.Read()) : detail;
    }

    /// <summary>
    /// The answer repeats the group: what was asked must be in it. Where it is not, one read decides, because the answer
    /// may have been put together before WhatsApp had finished.
    /// </summary>
    private async Task DemandAsync(GatewayCall call, GroupId group, RyzeGroupAnswer? answer, Func<GroupDetail, IReadOnlyList<string>> missing)
    {
        if (answer is not null && RyzeApiTranslation.DetailOf(answer.Described, includeMembers: false) is { } shown && missing(shown).Count == 0)
        {
            return;
        }

        if (await ReadBackAsync(() => ReadGroupAsync(call, group.Value, includeMembers: false)) is { } read && missing(read) is { Count: > 0 } unchanged)
        {
            throw new GatewayCallException(new GatewayFailure(
                GatewayFailureKind.Rejected, $"RyzeAPI accepted the change, but this is as it was: {string.Join(", ", unchanged)}."));
        }
    }
}
