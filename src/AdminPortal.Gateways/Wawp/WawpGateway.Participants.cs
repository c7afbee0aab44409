using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Gateways.Settling;
using RestEase;

namespace AdminPortal.Gateways.Wawp;

/// <summary>
/// Creating groups, and members. "Success" may silently leave people out. After a creation the members are read here; after an
/// add whoever runs the batch reads them once, unless the answer says nothing of somebody.
/// </summary>
internal sealed partial class WawpGateway
{
    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> AddParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        RunAsync(Capability.AddParticipants, async call =>
        {
            if (people.Count == 0)
            {
                return [];
            }

            var root = await WriteAsync(call, LongTimeout, (api, ct) => api.AddAsync(group.Value, BodyOf(people), ct));
            // "…not admin…", "…empty group…": the engine's way to refuse the whole call.
            if (root.Text() is { Length: > 0 } words && !SaysYes(root))
            {
                throw Refused(words);
            }

            var entries = WawpTranslation.EntriesOf(root.At("participants", "results", "data") ?? root);
            if (entries.Count == 0 && !SaysYes(root))
            {
                throw Untrustworthy(call.Write());
            }

            var outcomes = Masked(ParticipantVerdicts.Read(ParticipantAction.Add, people, entries));
            return outcomes.All(o => o.Verdict != TargetVerdict.Unknown) ? outcomes : await LookUpAsync(call, group, outcomes);
        }, cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> RemoveParticipantsAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.RemoveParticipants, people, (api, body, ct) => api.RemoveAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> PromoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.PromoteParticipants, people, (api, body, ct) => api.PromoteAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> DemoteAsync(GroupId group, IReadOnlyList<ParticipantId> people, CancellationToken cancellationToken) =>
        ChangeAsync(Capability.DemoteParticipants, people, (api, body, ct) => api.DemoteAsync(group.Value, body, ct), cancellationToken);

    public override Task<GatewayResult<GroupCreation>> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        RunAsync([Capability.CreateGroup, .. Needed.For(group.Settings)], call => CreateAsync(call, group), cancellationToken);

    private static WawpPeople BodyOf(IReadOnlyList<ParticipantId> people) => new([.. people.Select(WawpTranslation.WireOf)]);

    /// <summary><c>{ "status": 200 }</c> for all of them together.</summary>
    private Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>> ChangeAsync(
        Capability capability,
        IReadOnlyList<ParticipantId> people,
        Func<IWawpApi, WawpPeople, CancellationToken, Task<Response<JsonAnswer>>> send,
        CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<TargetOutcome<ParticipantId>>>(capability, async call =>
        {
            if (people.Count == 0)
            {
                return [];
            }

            await DoAsync(call, LongTimeout, (api, ct) => send(api, BodyOf(people), ct));
            return [.. people.Select(p => new TargetOutcome<ParticipantId>(p, TargetVerdict.Accepted))];
        }, cancellationToken);

    private async Task<GroupCreation> CreateAsync(GatewayCall call, NewGroup wanted)
    {
        var body = new WawpNewGroup(wanted.Name, BodyOf(wanted.Participants).Participants);
        var root = await WriteAsync(call, LongTimeout, (api, ct) => api.CreateGroupAsync(body, ct));
        var answer = root.At("group", "data") is { ValueKind: JsonValueKind.Object } inner ? inner : root;
        var id = WawpTranslation.IdOf(answer) ?? throw (answer.Text() is { Length: > 0 } words ? Refused(words) : Untrustworthy(call.Write()));

        // A new group is open: only what is closed has to be set.
        var settings = SettingStep.Of(wanted.Settings).Where(s => s.Setting is { OnlyAdminsSend: true } or { OnlyAdminsEdit: true });
        var profile = new ProfileChange(Description: string.IsNullOrEmpty(wanted.Description) ? null : wanted.Description, Picture: wanted.Picture);
        var warnings = await AfterwardsAsync("The group was created", [.. ProfileSteps(call, id, profile), .. SettingSteps(call, id, settings)]);

        var told = answer.At("participants") is { } results
            ? Masked(ParticipantVerdicts.Read(ParticipantAction.Add, wanted.Participants, WawpTranslation.EntriesOf(results)))
            : [.. wanted.Participants.Select(p => new TargetOutcome<ParticipantId>(p, TargetVerdict.Unknown))];
        return new GroupCreation(id, await LookUpAsync(call, id, told), warnings);
    }

    /// <summary>
    /// What the members say of everybody who was not refused. People who are listed by a hidden id only are compared through the
    /// map of ids: without it somebody who is there would look missing, and would be invited for nothing.
    /// </summary>
    private async Task<IReadOnlyList<TargetOutcome<ParticipantId>>> LookUpAsync(GatewayCall call, GroupId group, IReadOnlyList<TargetOutcome<ParticipantId>> told)
    {
        if (told.Count == 0 || await ReadBackAsync(() => ReadMembersAsync(call, group)) is not { } members)
        {
            return told;
        }

        var outcomes = new List<TargetOutcome<ParticipantId>>(told.Count);
        foreach (var outcome in told)
        {
            if (outcome.Verdict is TargetVerdict.Refused)
            {
                outcomes.Add(outcome);
                continue;
            }

            var settled = Roster.After(ParticipantAction.Add, outcome.Target, members, refusal: null);
            if (settled.Verdict == TargetVerdict.Unknown && await LidOfAsync(call, outcome.Target) is { } lid)
            {
                // Known by both forms and listed under neither: certainly not there.
                settled = Roster.Find(members, lid) is null
                    ? new TargetOutcome<ParticipantId>(outcome.Target, TargetVerdict.NotApplied, Detail: "Wawp did not name an error, but this person is not among the members.")
                    : new TargetOutcome<ParticipantId>(outcome.Target, TargetVerdict.Verified);
            }

            outcomes.Add(outcome.Verdict == TargetVerdict.AlreadySo && settled.InWantedState ? outcome : settled);
        }

        return outcomes;
    }

    /// <summary><c>{ "lid": "…@lid", "number": "…" }</c>. Not every number has one.</summary>
    private async Task<ParticipantId?> LidOfAsync(GatewayCall call, ParticipantId person)
    {
        if (person.Kind != ParticipantIdKind.Phone)
        {
            return null;
        }

        var answer = await ReadBackAsync(async () => new JsonAnswer(await ReadAsync(call, null, (api, ct) => api.GetLidAsync(person.Digits, ct))));
        return ParticipantId.TryParse(answer?.Root.Text("lid"), out var lid) && lid.Kind == ParticipantIdKind.Lid ? lid : null;
    }

    private IReadOnlyList<TargetOutcome<ParticipantId>> Masked(IReadOnlyList<TargetOutcome<ParticipantId>> outcomes) =>
        [.. outcomes.Select(o => o with { Detail = o.Detail is { } detail ? Mask.Text(detail) : null })];
}
