using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;

namespace AdminPortal.Gateways.Wadial;

/// <summary>Reading groups, their profile, settings and invites; joining.</summary>
internal sealed partial class WadialGateway
{
    public override Task<GatewayResult<IReadOnlyList<GroupListing>>> ListGroupsAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GroupListing>>(Capability.ListGroups, async call =>
            [.. (await ReadListAsync(call)).Select(d => new GroupListing(d.Id, d.Name, d.MemberCount, d.Members is null ? null : d))], cancellationToken);

    public override Task<GatewayResult<GroupDetail>> GetGroupAsync(GroupId group, bool includeMembers, CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadGroup, call => ReadGroupAsync(call, group, includeMembers), cancellationToken);

    public override Task<GatewayResult<Accepted>> UpdateProfileAsync(GroupId group, ProfileChange change, CancellationToken cancellationToken) =>
        RunAsync(Needed.For(change), async call =>
        {
            if (change.Name is not null || change.Description is not null)
            {
                await WriteAsync(call, null, (api, ct) => api.ChangeProfileAsync(group.Value, new WadialProfile(change.Name, change.Description), ct));
            }

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
            var data = await WriteAsync(call, null, (api, ct) => api.RevokeInviteAsync(group.Value, ct));
            if (WadialTranslation.InviteOf(data) is { } code)
            {
                return code;
            }

            // What it answers is inferred: without the new code in it, that is read.
            return (await ReadBackAsync(async () => new Box<InviteCode>(await ReadInviteAsync(call, group))))?.Value ?? throw Untrustworthy(call.Write());
        }, cancellationToken);

    public override Task<GatewayResult<InvitePreview>> PreviewInviteAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.PreviewInvite, async call =>
        {
            // The people in it are a sample, not the roster.
            var data = await ReadAsync(call, null, (api, ct) => api.PreviewAsync(new WadialCode(code.Value), ct));
            var group = WadialTranslation.DetailOf(data, includeMembers: false) ?? throw Untrustworthy(call.Read());
            return new InvitePreview(group.Id, group.Name, group.Description, group.MemberCount, group.Community);
        }, cancellationToken);

    public override Task<GatewayResult<JoinOutcome>> JoinAsync(InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.JoinByInvite, async call =>
        {
            var data = await WriteAsync(call, null, (api, ct) => api.JoinAsync(new WadialCode(code.Value), ct));
            var text = data.Text() ?? (data.At("group") ?? data).Text("jid", "groupJid", "id");
            return GroupId.TryParse(text, out var group)
                ? await JoinedAsync(group, () => ReadGroupAsync(call, group, includeMembers: false))
                : throw Untrustworthy(call.Write());
        }, cancellationToken);

    private IEnumerable<ChangeStep> SettingSteps(GatewayCall call, GroupId group, IEnumerable<SettingStep> steps) =>
        steps.Select(step => new ChangeStep(step.Words, () =>
        {
            var setting = WadialTranslation.WireOf(step.Setting) ?? throw Refusal("Messages can disappear after a day, a week or ninety days, or not at all.");
            return WriteAsync(call, null, (api, ct) => api.ChangeSettingAsync(group.Value, setting, ct));
        }));

    private async Task<InviteCode> ReadInviteAsync(GatewayCall call, GroupId group) =>
        WadialTranslation.InviteOf(await ReadAsync(call, null, (api, ct) => api.GetInviteAsync(group.Value, ct))) ?? throw Untrustworthy(call.Read());

    private async Task<GroupDetail> ReadGroupAsync(GatewayCall call, GroupId group, bool includeMembers)
    {
        var data = await ReadAsync(call, LongTimeout, (api, ct) => api.GetGroupAsync(group.Value, ct));
        var detail = WadialTranslation.DetailOf(data, includeMembers);
        // Asked for a group and shown another: whatever this is, it must not be stored as the one that was asked for.
        return detail?.Id == group ? detail : throw Untrustworthy(call.Read());
    }

    /// <summary>The list as it stands or under <c>groups</c>, each group once.</summary>
    private async Task<IReadOnlyList<GroupDetail>> ReadListAsync(GatewayCall call)
    {
        var data = await ReadAsync(call, LongTimeout, (api, ct) => api.ListGroupsAsync(ct));
        var items = data.ValueKind == JsonValueKind.Array ? data.Items() : data.Items("groups");
        return (items ?? throw Untrustworthy(call.Read()))
            .Select(g => WadialTranslation.DetailOf(g, includeMembers: true) ?? throw Untrustworthy(call.Read()))
            .DistinctBy(d => d.Id)
            .ToList();
    }

    private sealed record Box<T>(T Value);
}
