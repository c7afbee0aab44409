using AdminPortal.Features.Communities.Founding;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;

namespace AdminPortal.Features.Communities;

/// <summary>
/// Submits new communities and groups. What belongs to them (settings, picture, links, people, a welcome) follows when a read
/// has shown that they exist.
/// </summary>
public sealed class CommunityFounder(CommunityDirectory directory, GroupText text, PacingGovernor pacing, OperationDesk operations)
{
    /// <summary><see cref="PortalFailure.Field"/> of refused first members.</summary>
    public const string ParticipantsField = "participants";

    /// <summary><see cref="PortalFailure.Field"/> of refused groups to link.</summary>
    public const string GroupsField = "groups";

    /// <summary>A picture is stored with each creation; this bounds them together.</summary>
    public const int MaxPictures = 20 * 1024 * 1024;

    /// <summary>More than this many calls is no single click.</summary>
    private const int InteractiveItems = 4;

    public async Task<Result<OperationTicket>> CreateCommunityAsync(Actor actor, NewCommunityOrder order, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var estate = await directory.ReadAsync(cancellationToken);
        var plan = Communities(estate, order);
        if (!plan.Succeeded)
        {
            return plan.Failure;
        }

        var groups = plan.Value.Blueprint.Groups.Count;
        var title = plan.Value.Names switch
        {
            [var only] => groups == 0 ? $"Create community {only}" : $"Create community {only} with {OutlineWords.Count(groups, "group")}",
            var names => $"Create {names.Count:N0} communities: {names[0]} to {names[^1]}",
        };
        return await SubmitAsync(actor, OperationKind.CreateCommunity, title, $"community:new:{order.Intent:N}", plan.Value, groupId: null, cancellationToken);
    }

    public async Task<Result<OperationTicket>> CreateGroupAsync(Actor actor, NewGroupOrder order, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var estate = await directory.ReadAsync(cancellationToken);
        var plan = Groups(estate, order);
        if (!plan.Succeeded)
        {
            return plan.Failure;
        }

        var what = plan.Value.Names is [var only] ? $"Create group {only}" : $"Create {plan.Value.Names.Count:N0} groups: {plan.Value.Names[0]} to {plan.Value.Names[^1]}";
        var title = order.CommunityId is null ? what : $"{what} in {estate.NameOf(order.CommunityId)}";
        return await SubmitAsync(actor, OperationKind.CreateGroup, title, $"group:new:{order.Intent:N}", plan.Value, order.CommunityId, cancellationToken, order.Fallback);
    }

    /// <summary>What the order would create and how long it takes; a failure names what is wrong with it.</summary>
    public async Task<Result<CreationPreview>> PreviewAsync(Estate estate, NewCommunityOrder order, CancellationToken cancellationToken)
    {
        var plan = Communities(estate, order);
        return plan.Succeeded ? await PreviewAsync(estate, plan.Value, cancellationToken) : plan.Failure;
    }

    /// <inheritdoc cref="PreviewAsync(Estate, NewCommunityOrder, CancellationToken)"/>
    public async Task<Result<CreationPreview>> PreviewAsync(Estate estate, NewGroupOrder order, CancellationToken cancellationToken)
    {
        var plan = Groups(estate, order);
        return plan.Succeeded ? await PreviewAsync(estate, plan.Value, cancellationToken) : plan.Failure;
    }

    private async Task<CreationPreview> PreviewAsync(Estate estate, CreationPlan plan, CancellationToken cancellationToken)
    {
        var items = plan.Items().CountBy(i => i.Kind).ToDictionary();

        // Who comes in with the creation is no call of its own.
        var within = Math.Min(plan.Blueprint.People.Count, GroupBlueprint.ComeInAtOnce) * plan.Names.Count;
        var calls = items.ToDictionary(i => i.Key, i => i.Key == ItemKind.AddParticipant ? i.Value - within : i.Value);
        var estimate = await pacing.EstimateAsync(plan.Blueprint.ConnectionId, calls, cancellationToken);
        var taken = estate.Communities.SelectMany(c => c.All).Concat(estate.Standalone).Concat(estate.Unplaced).Select(n => n.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new CreationPreview(plan.Names, [.. plan.Names.Where(taken.Contains)], items, estimate.Duration, estimate.Sentence, await BudgetAsync(plan.Blueprint.ConnectionId, cancellationToken));
    }

    private async Task<string?> BudgetAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        var meter = (await pacing.MeterAsync(connectionId, cancellationToken))?.Of(PaceClass.Create);
        string[] caps = [.. meter?.PerHour is { } hour ? (string[])[$"{hour:N0} per hour"] : [], .. meter?.PerDay is { } day ? (string[])[$"{day:N0} per day"] : []];
        return caps.Length == 0 ? null : string.Join(", ", caps);
    }

    private Task<Result<OperationTicket>> SubmitAsync(
        Actor actor, OperationKind kind, string title, string intent, CreationPlan plan, string? groupId, CancellationToken cancellationToken, InviteFallback? fallback = null)
    {
        var items = plan.Items();
        return operations.SubmitAsync(
            actor, new OperationDraft(kind, title, intent, Interactive: items.Count <= InteractiveItems, items, groupId, Fallback: fallback), cancellationToken);
    }

    private Result<CreationPlan> Communities(Estate estate, NewCommunityOrder order)
    {
        var common = Common(order.Name, order.First, order.Count, order.Description, order.Picture, order.Welcome);
        if (!common.Succeeded)
        {
            return common.Failure;
        }

        var number = Number(estate, order.ConnectionId, Capability.CreateCommunity);
        if (!number.Succeeded)
        {
            return number.Failure;
        }

        var groups = order.Groups.Distinct(StringComparer.Ordinal).ToList();
        if (groups.Count > 0 && common.Value.Names.Count > 1)
        {
            return new InvalidInput("A group belongs to one community: link groups to a single new one.", GroupsField);
        }

        if (ObjectionTo(estate, groups, order.ConnectionId) is { } objection)
        {
            return objection;
        }

        return Checked(number.Value, common.Value.Names, new GroupBlueprint(
            ItemKind.CreateCommunity, order.ConnectionId, CommunityId: null, common.Value.Description, common.Value.Picture, People: [], common.Value.Welcome)
        {
            ApprovalRequired = order.ApprovalRequired,
            Groups = [.. groups.Select(id => (id, estate.Find(id)!.Name))],
        });
    }

    private Result<CreationPlan> Groups(Estate estate, NewGroupOrder order)
    {
        var common = Common(order.Name, order.First, order.Count, order.Description, order.Picture, order.Welcome);
        var people = FirstMembers.Read(order.Participants, text.Limits.GroupMembers - 1);
        if ((common.Failure ?? people.Failure) is { } wrong)
        {
            return wrong;
        }

        var place = GroupPlace.Of(estate, order.ConnectionId, order.CommunityId, common.Value!.Names.Count);
        if (!place.Succeeded)
        {
            return place.Failure;
        }

        var (kind, number, linkTo) = place.Value;
        if (order.Fallback is { } fallback && NotInviting(number, fallback) is { } unable)
        {
            return unable;
        }

        return people.Value!.Count == 0 && !number.Capabilities.Can(Capability.CreateEmptyGroup)
            ? new InvalidInput($"{number.Name} {number.Capabilities[Capability.CreateEmptyGroup].Reason}: name at least one person.", ParticipantsField)
            : Checked(number, common.Value!.Names, new GroupBlueprint(
                kind, order.ConnectionId, kind == ItemKind.CreateSubgroup ? order.CommunityId : null, common.Value.Description, common.Value.Picture, people.Value, common.Value.Welcome)
            {
                Settings = order.Settings,
                LinkTo = linkTo,
            });
    }

    private Result<CommonOrder> Common(string? name, int first, int count, string? description, byte[]? picture, string? welcome)
    {
        var (names, words) = (NamePattern.Expand(text, name, first, count), text.Description(description));
        var hello = string.IsNullOrWhiteSpace(welcome) ? null : text.Message(welcome);
        var read = picture is null ? null : GroupPicture.From(picture);
        if ((names.Failure ?? words.Failure ?? hello?.Failure ?? read?.Failure) is { } wrong)
        {
            return wrong;
        }

        return (long)names.Value!.Count * (picture?.Length ?? 0) > MaxPictures
            ? new InvalidInput($"For {names.Value.Count:N0} at once the picture has at most {MaxPictures / 1024 / names.Value.Count:N0} KB.", GroupPicture.Field)
            : new CommonOrder(names.Value, Empty(words.Value), read?.Value, hello?.Value);
    }

    private static PortalFailure? NotInviting(EstateNumber number, InviteFallback fallback)
    {
        var needed = fallback.Way == InviteWay.Card ? Capability.SendInviteCard : Capability.SendText;
        return !number.Capabilities.Can(needed) ? new NoNumberCanAct($"{number.Name} {number.Capabilities[needed].Reason}.")
            : fallback.Way == InviteWay.Link ? InviteText.Check(fallback.Text).Failure
            : null;
    }

    private static Result<CreationPlan> Checked(EstateNumber number, IReadOnlyList<string> names, GroupBlueprint blueprint) =>
        blueprint.Missing(number) is { } missing ? new NoNumberCanAct(missing) : new CreationPlan(names, blueprint);

    /// <summary>A number that can create such a thing now, or why none can.</summary>
    /// <param name="communityId">Where; null for anywhere.</param>
    public static Result<EstateNumber> Creator(Estate estate, Capability capability, string? communityId = null)
    {
        Result<EstateNumber>? first = null;
        foreach (var candidate in estate.Numbers)
        {
            var number = Number(estate, candidate.ConnectionId, capability);
            var result = number.Succeeded && communityId is not null && NotEntitled(estate, communityId, number.Value) is { } refusal ? refusal : number;
            if (result.Succeeded)
            {
                return result;
            }

            first ??= result;
        }

        return first ?? new NoNumberCanAct("No number is connected.");
    }

    internal static NoNumberCanAct? NotEntitled(Estate estate, string communityId, EstateNumber number)
    {
        var (name, inside) = (estate.NameOf(communityId), estate.Find(communityId)?.Numbers.FirstOrDefault(n => n.ConnectionId == number.ConnectionId));
        return inside is null ? new NoNumberCanAct($"{number.Name} is not in {name}.")
            : inside.Role is MemberRole.Member ? new NoNumberCanAct($"{number.Name} is no admin of {name}.")
            : null;
    }

    internal static Result<EstateNumber> Number(Estate estate, Guid connectionId, Capability capability)
    {
        if (estate.Numbers.FirstOrDefault(n => n.ConnectionId == connectionId) is not { } number)
        {
            return new NotThere("The number");
        }

        return number.Trouble is { } trouble ? new NoNumberCanAct(trouble)
            : number.Capabilities.Can(capability) ? number
            : new NoNumberCanAct($"{number.Name} {number.Capabilities[capability].Reason}.");
    }

    private static InvalidInput? ObjectionTo(Estate estate, List<string> groups, Guid connectionId)
    {
        if (groups.Count > estate.Limits.Subgroups)
        {
            return new InvalidInput($"A community takes {estate.Limits.Subgroups} groups; {groups.Count} are chosen.", GroupsField);
        }

        var candidates = groups.Count == 0 ? [] : LinkCandidate.Of(estate, connectionId).ToDictionary(c => c.Node.Id, StringComparer.Ordinal);
        foreach (var id in groups)
        {
            if (!candidates.TryGetValue(id, out var candidate))
            {
                return new InvalidInput("A chosen group is not there any more.", GroupsField);
            }

            if (candidate.Blocked is { } blocked)
            {
                return new InvalidInput($"{candidate.Node.Name}: {blocked}.", GroupsField);
            }
        }

        return null;
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
