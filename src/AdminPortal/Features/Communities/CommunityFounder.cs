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

    public async Task<Result<OperationTicket>> CreateAsync(Actor actor, CreationOrder order, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var draft = DraftOf(await directory.ReadAsync(cancellationToken), order);
        return draft.Succeeded ? await operations.SubmitAsync(actor, draft.Value, cancellationToken) : draft.Failure;
    }

    /// <summary>Of a draft, what really is a call.</summary>
    internal static IReadOnlyList<ItemDraft> CallsOf(OperationDraft draft)
    {
        // Who comes in with the creation is no call of its own.
        var within = draft.Items
            .Select((item, index) => (Sequence: index + 1, Item: item))
            .Where(i => i.Item.Kind is ItemKind.CreateGroup or ItemKind.CreateSubgroup)
            .ToDictionary(i => i.Sequence, i => ItemPayload.Read<NewGroupPayload>(i.Item.Payload).Participants.ToHashSet(StringComparer.Ordinal));
        return [.. draft.Items.Where(i => i.Kind != ItemKind.AddParticipant || i.DependsOn is not { } creation || !within.GetValueOrDefault(creation, []).Contains(i.Participant!))];
    }

    /// <summary>What the order would be submitted as; a failure names what is wrong with it. Changes nothing.</summary>
    public Result<OperationDraft> DraftOf(Estate estate, CreationOrder order)
    {
        var plan = PlanOf(estate, order);
        if (!plan.Succeeded)
        {
            return plan.Failure;
        }

        var (kind, key, place) = order is NewGroupOrder { CommunityId: var community }
            ? (OperationKind.CreateGroup, "group", community)
            : (OperationKind.CreateCommunity, "community", null);
        var items = plan.Value.Items();
        return new OperationDraft(
            kind, TitleOf(estate, plan.Value, place), $"{key}:new:{order.Intent:N}", Interactive: items.Count <= InteractiveItems, items, place, order.StartAt, Fallback: order.Fallback);
    }

    /// <summary>What the order would create and how long it takes; a failure names what is wrong with it.</summary>
    public async Task<Result<CreationPreview>> PreviewAsync(Estate estate, CreationOrder order, CancellationToken cancellationToken)
    {
        var plan = PlanOf(estate, order);
        return plan.Succeeded ? await PreviewAsync(estate, plan.Value, cancellationToken) : plan.Failure;
    }

    private static string TitleOf(Estate estate, CreationPlan plan, string? place)
    {
        var (isCommunity, groups) = (plan.Blueprint.Kind == ItemKind.CreateCommunity, plan.Blueprint.Groups.Count);
        var what = plan.Names is [var only]
            ? $"Create {(isCommunity ? "community" : "group")} {only}"
            : $"Create {plan.Names.Count:N0} {(isCommunity ? "communities" : "groups")}: {plan.Names[0]} to {plan.Names[^1]}";
        return place is not null ? $"{what} in {estate.NameOf(place)}"
            : groups > 0 ? $"{what} with {OutlineWords.Count(groups, "group")}"
            : what;
    }

    private async Task<CreationPreview> PreviewAsync(Estate estate, CreationPlan plan, CancellationToken cancellationToken)
    {
        var items = plan.Items().CountBy(i => i.Kind).ToDictionary();

        // Who comes in with the creation is no call of its own.
        var within = plan.Blueprint.ComingIn * plan.Names.Count;
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

    private Result<CreationPlan> PlanOf(Estate estate, CreationOrder order)
    {
        var common = Common(order);
        if (!common.Succeeded)
        {
            return common.Failure;
        }

        return order switch
        {
            NewCommunityOrder community => Communities(estate, community, common.Value),
            NewGroupOrder group => Groups(estate, group, common.Value),
            _ => throw new ArgumentException($"Nobody creates a {order.GetType().Name}.", nameof(order)),
        };
    }

    private static Result<CreationPlan> Communities(Estate estate, NewCommunityOrder order, CommonOrder common)
    {
        var number = Number(estate, order.ConnectionId, Capability.CreateCommunity);
        if (!number.Succeeded)
        {
            return number.Failure;
        }

        var groups = order.Groups.Distinct(StringComparer.Ordinal).ToList();
        if (groups.Count > 0 && common.Names.Count > 1)
        {
            return new InvalidInput("A group belongs to one community: link groups to a single new one.", GroupsField);
        }

        if (ObjectionTo(estate, groups, order.ConnectionId) is { } objection)
        {
            return objection;
        }

        return Checked(number.Value, order, common.Names, new GroupBlueprint(
            ItemKind.CreateCommunity, order.ConnectionId, CommunityId: null, common.Description, common.Picture, common.People, common.Welcome)
        {
            ApprovalRequired = order.ApprovalRequired,
            Groups = [.. groups.Select(id => (id, estate.Find(id)!.Name))],
        });
    }

    private static Result<CreationPlan> Groups(Estate estate, NewGroupOrder order, CommonOrder common)
    {
        var place = GroupPlace.Of(estate, order.ConnectionId, order.CommunityId, common.Names.Count);
        if (!place.Succeeded)
        {
            return place.Failure;
        }

        var (kind, number, linkTo) = place.Value;
        return common.People.Count == 0 && !number.Capabilities.Can(Capability.CreateEmptyGroup)
            ? new InvalidInput($"{number.Name} {number.Capabilities[Capability.CreateEmptyGroup].Reason}: name at least one person.", ParticipantsField)
            : Checked(number, order, common.Names, new GroupBlueprint(
                kind, order.ConnectionId, kind == ItemKind.CreateSubgroup ? order.CommunityId : null, common.Description, common.Picture, common.People, common.Welcome)
            {
                Settings = order.Settings,
                LinkTo = linkTo,
            });
    }

    private Result<CommonOrder> Common(CreationOrder order)
    {
        var (names, words) = (NamePattern.Expand(text, order.Name, order.First, order.Count), text.Description(order.Description));
        var people = FirstMembers.Read(order.Participants, order is NewCommunityOrder ? PeopleLimit.OfCommunity(text.Limits) : PeopleLimit.OfGroup(text.Limits));
        var hello = string.IsNullOrWhiteSpace(order.Welcome) ? null : text.Message(order.Welcome);
        var read = order.Picture is null ? null : GroupPicture.From(order.Picture);
        if ((names.Failure ?? words.Failure ?? people.Failure ?? hello?.Failure ?? read?.Failure) is { } wrong)
        {
            return wrong;
        }

        return (long)names.Value!.Count * (order.Picture?.Length ?? 0) > MaxPictures
            ? new InvalidInput($"For {names.Value.Count:N0} at once the picture has at most {MaxPictures / 1024 / names.Value.Count:N0} KB.", GroupPicture.Field)
            : new CommonOrder(names.Value, Empty(words.Value), people.Value!, read?.Value, hello?.Value);
    }

    private static PortalFailure? NotInviting(EstateNumber number, InviteFallback fallback)
    {
        var needed = fallback.Way == InviteWay.Card ? Capability.SendInviteCard : Capability.SendText;
        return !number.Capabilities.Can(needed) ? new NoNumberCanAct($"{number.Name} {number.Capabilities[needed].Reason}.")
            : fallback.Way == InviteWay.Link ? InviteText.Check(fallback.Text).Failure
            : null;
    }

    /// <summary>Refused as a whole where the number lacks something, before anything is created.</summary>
    private static Result<CreationPlan> Checked(EstateNumber number, CreationOrder order, IReadOnlyList<string> names, GroupBlueprint blueprint) =>
        order.Fallback is { } fallback && NotInviting(number, fallback) is { } unable ? unable
        : blueprint.Missing(number) is { } missing ? new NoNumberCanAct(missing)
        : new CreationPlan(names, blueprint);

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

        return (number.Trouble ?? estate.WhyNot(number, capability)) is { } why ? new NoNumberCanAct(why) : number;
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
