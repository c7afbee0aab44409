using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Communities;

/// <summary>
/// Works out what a draft would do: steps in an order that WhatsApp accepts, what stands in the way of each and who can
/// change that, who enters and leaves announcements, and how long it takes. Reads the cache only.
/// </summary>
public sealed class HierarchyPlanner(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    PacingGovernor pacing,
    ReadingAges ages,
    IOptions<GroupLimitOptions> limits,
    TimeProvider time)
{
    /// <summary>Members read longer ago than this are worth a warning.</summary>
    public static readonly TimeSpan OldAfter = TimeSpan.FromHours(24);

    private GroupLimitOptions Limits => limits.Value;

    /// <param name="rather">A number that takes every step it can; null leaves the choice to the console.</param>
    public async Task<HierarchyPlan> PlanAsync(IReadOnlyList<StagedChange> changes, CancellationToken cancellationToken, Guid? rather = null)
    {
        if (changes.Count == 0)
        {
            return new HierarchyPlan([], [], TimeSpan.Zero);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = await PlanFacts.ReadAsync(db, catalog, ages, changes, cancellationToken);
        var now = time.GetUtcNow();
        var wishes = changes.Select(c => Examine(facts, c, now, rather)).ToList();
        var order = Arrange(facts, wishes);
        LimitPeople(facts, order);
        WarnOfLimits(facts, order);

        var going = order.Where(w => !w.IsBlocked).ToList();
        var steps = Number(facts, [.. going, .. wishes.Where(w => w.IsBlocked)]);
        var effects = Communities(going)
            .Select(id => AnnouncementEffect.Of(facts, id, Coming(going, id), Going(going, id)))
            .Where(e => e.Enter.AtMost != 0 || e.Leave.AtMost != 0)
            .OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return new HierarchyPlan(steps, effects, await DurationAsync(going, cancellationToken));
    }

    /// <summary>How many people will be in the announcement group of a community that is made of these groups.</summary>
    public async Task<PeopleCount> PeopleOfAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken)
    {
        const string Future = "a community to be";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = await PlanFacts.ReadAsync(db, catalog, ages, [.. groupIds.Select(id => new StagedChange(id, "", From: null, Future))], cancellationToken);
        return AnnouncementEffect.Of(facts, Future, [.. groupIds], []).Enter;
    }

    /// <summary>Everything that can be said about one change without looking at the others.</summary>
    private static Wish Examine(PlanFacts facts, StagedChange change, DateTimeOffset now, Guid? rather)
    {
        var wish = new Wish(change);
        if (facts.Find(change.GroupId) is not { } group)
        {
            wish.Block($"{change.GroupName} is not there any more.");
            return wish;
        }

        switch (group)
        {
            case { Kind: GroupKind.Announcement }:
                wish.Block($"{group.Name} is an announcement group: it can be neither linked nor unlinked.");
                return wish;
            case { Kind: GroupKind.CommunityParent }:
                wish.Block($"{group.Name} is a community itself.");
                return wish;
            case var _ when facts.IsMoving(group.Id):
                wish.Block($"{group.Name} is being moved already.", "Wait for that operation, or cancel it.");
                return wish;
            case { CommunityId: { } elsewhere } when elsewhere != change.From:
                wish.Block(
                    elsewhere == change.To ? $"{group.Name} is in {facts.NameOf(elsewhere)} already." : $"{group.Name} is linked to {facts.NameOf(elsewhere)} already.",
                    "Undo this change and stage it anew.");
                return wish;
            case { CommunityId: null } when change.From is not null:
                wish.Block($"{group.Name} is not in {facts.NameOf(change.From)} any more.", "Undo this change and stage it anew.");
                return wish;
            case { Kind: GroupKind.Unknown, CommunityId: null }:
                wish.Note($"No read has shown yet whether {group.Name} is in a community.");
                break;
        }

        if (change.To is { } target && facts.Find(target) is not { Kind: GroupKind.CommunityParent })
        {
            wish.Block($"The community to move {group.Name} to is not there any more.");
            return wish;
        }

        NoteAge(wish, group, now);
        ChooseNumbers(facts, wish, group, now, rather);
        return wish;
    }

    private static void ChooseNumbers(PlanFacts facts, Wish wish, GroupFact group, DateTimeOffset now, Guid? rather)
    {
        var (from, to) = (wish.Change.From, wish.Change.To);
        if (from is not null && to is not null)
        {
            // One number for both halves, where there is one: the second half then follows the first in the same queue.
            var link = StepActor.Choose(facts, group, facts.Find(to), facts.NameOf(to), Capability.LinkGroup, now, rather);
            wish.Unlink = StepActor.Choose(facts, group, facts.Find(from), facts.NameOf(from), Capability.UnlinkGroup, now, rather ?? link.Number?.Number.ConnectionId);
            wish.Link = StepActor.Choose(facts, group, facts.Find(to), facts.NameOf(to), Capability.LinkGroup, now, rather ?? wish.Unlink.Number?.Number.ConnectionId);
        }
        else if (to is not null)
        {
            wish.Link = StepActor.Choose(facts, group, facts.Find(to), facts.NameOf(to), Capability.LinkGroup, now, rather);
        }
        else if (from is not null)
        {
            wish.Unlink = StepActor.Choose(facts, group, facts.Find(from), facts.NameOf(from), Capability.UnlinkGroup, now, rather);
        }
    }

    private static void NoteAge(Wish wish, GroupFact group, DateTimeOffset now)
    {
        if (group.Suspicion is { } suspicion)
        {
            wish.Note($"The last read of {group.Name} was not believed: {suspicion}", "Ask again on the group's page.");
        }
        else if (!group.MembersKnown)
        {
            wish.Note($"The members of {group.Name} are not known one by one: who enters or leaves can only be estimated.", "Ask again on the group's page.");
        }
        else if (now - group.MembersAt > OldAfter)
        {
            wish.Note($"The members of {group.Name} were read {Ui.TimeWords.Span(now - group.MembersAt!.Value)} ago.", "Ask again on the group's page.");
        }
    }

    /// <summary>
    /// An order in which no community is ever too full or left without a group: what fits goes first and makes room.
    /// What never fits is blocked.
    /// </summary>
    private List<Wish> Arrange(PlanFacts facts, List<Wish> wishes)
    {
        var waiting = wishes.Where(w => !w.IsBlocked).ToList();
        var counts = Communities(waiting).ToDictionary(id => id, id => facts.Subgroups(id).Count + facts.ComingByOthers(id), StringComparer.Ordinal);
        List<Wish> order = [];
        bool progress;
        do
        {
            progress = false;
            foreach (var wish in waiting.ToList())
            {
                if (HasRoom(wish) && LeavesOne(wish))
                {
                    Count(wish);
                    order.Add(wish);
                    waiting.Remove(wish);
                    progress = true;
                }
            }
        }
        while (progress);

        foreach (var wish in waiting)
        {
            if (!HasRoom(wish))
            {
                var name = facts.NameOf(wish.Change.To!);
                wish.BlockLink($"{name} is full: {counts[wish.Change.To!]} of {Limits.Subgroups} groups.", $"Take a group out of {name} first.");
            }

            if (!LeavesOne(wish))
            {
                var name = facts.NameOf(wish.Change.From!);
                wish.BlockUnlink($"{wish.Change.GroupName} is the last group of {name} besides announcements: a community keeps at least one.", $"Link another group to {name} first.");
            }
        }

        return order;

        bool HasRoom(Wish wish) => wish.Change.To is not { } to || counts[to] < Limits.Subgroups;
        bool LeavesOne(Wish wish) => wish.Change.From is not { } from || counts[from] > 1;
        void Count(Wish wish)
        {
            if (wish.Change.From is { } from)
            {
                counts[from]--;
            }

            if (wish.Change.To is { } to)
            {
                counts[to]++;
            }
        }
    }

    /// <summary>Blocks, from the last one back, what would bring a community over the number of people where WhatsApp stops.</summary>
    private void LimitPeople(PlanFacts facts, List<Wish> order)
    {
        foreach (var community in Communities(order))
        {
            while (true)
            {
                var going = order.Where(w => !w.IsBlocked).ToList();
                var last = going.FindLast(w => w.Change.To == community);
                var effect = AnnouncementEffect.Of(facts, community, Coming(going, community), Going(going, community));
                if (last is null || effect.PeopleNow + effect.Enter.AtLeast - (effect.Leave.AtMost ?? 0) is not { } after || after <= Limits.CommunityMembersStop)
                {
                    break;
                }

                last.BlockLink($"{effect.Name} would have {after:N0} people; WhatsApp stops at {Limits.CommunityMembersStop:N0}.", "Move the group to another community.");
            }
        }
    }

    private void WarnOfLimits(PlanFacts facts, List<Wish> order)
    {
        var going = order.Where(w => !w.IsBlocked).ToList();
        foreach (var community in going.Select(w => w.Change.To).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var last = going.FindLast(w => w.Change.To == community)!;
            var effect = AnnouncementEffect.Of(facts, community, Coming(going, community), Going(going, community));
            var groups = new Capacity(facts.Subgroups(community).Count + facts.ComingByOthers(community) + Coming(going, community).Count - Going(going, community).Count, Limits.Subgroups);
            if (groups.IsNear)
            {
                last.WarnLink($"{effect.Name} will have {groups.Used} of {groups.Limit} groups.");
            }

            if (effect.PeopleNow + (effect.Enter.AtMost ?? effect.Enter.AtLeast) is { } people && people > Limits.CommunityMembersWarn)
            {
                last.WarnLink($"{effect.Name} will have about {people:N0} people; some sources name {Limits.CommunityMembersWarn:N0} as the limit.");
            }

            if (facts.Find(community) is { SubgroupsAt: null })
            {
                last.WarnLink($"The groups of {effect.Name} have not been read yet: there may be more than we count.");
            }
        }
    }

    private static List<PlanStep> Number(PlanFacts facts, List<Wish> wishes)
    {
        List<PlanStep> steps = [];
        foreach (var wish in wishes)
        {
            int? unlinked = null;
            if (wish.Change.From is { } from)
            {
                unlinked = steps.Count + 1;
                steps.Add(Step(unlinked.Value, StepKind.Unlink, from, wish.Unlink, dependsOn: null, [.. wish.Common, .. wish.Unlink.Checks, .. wish.AboutUnlink]));
            }

            if (wish.Change.To is { } to)
            {
                // What concerns the whole change is told once.
                var common = unlinked is null ? wish.Common : [];
                steps.Add(Step(steps.Count + 1, StepKind.Link, to, wish.Link, unlinked, [.. common, .. wish.Link.Checks, .. wish.AboutLink]));
            }

            PlanStep Step(int number, StepKind kind, string community, StepActor actor, int? dependsOn, IReadOnlyList<PlanCheck> checks) => new(
                number,
                wish.Change,
                kind,
                community,
                facts.NameOf(community),
                actor.Number?.Number.ConnectionId,
                actor.Number?.Number.Name,
                dependsOn,
                checks) { Able = actor.Able };
        }

        return steps;
    }

    /// <summary>Numbers work side by side: the slowest one counts.</summary>
    private async Task<TimeSpan> DurationAsync(List<Wish> going, CancellationToken cancellationToken)
    {
        var calls = going
            .SelectMany(w => new[] { (w.Unlink.Number, Kind: ItemKind.UnlinkGroup), (w.Link.Number, Kind: ItemKind.LinkGroup) })
            .Where(c => c.Number is not null)
            .GroupBy(c => c.Number!.Number.ConnectionId);
        var longest = TimeSpan.Zero;
        foreach (var number in calls)
        {
            var estimate = await pacing.EstimateAsync(number.Key, number.CountBy(c => c.Kind).ToDictionary(), cancellationToken);
            longest = estimate.Duration > longest ? estimate.Duration : longest;
        }

        return longest;
    }

    private static IReadOnlyList<string> Communities(IEnumerable<Wish> wishes) =>
        [.. wishes.SelectMany(w => new[] { w.Change.From, w.Change.To }).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static List<string> Coming(IEnumerable<Wish> wishes, string community) => [.. wishes.Where(w => w.Change.To == community).Select(w => w.Change.GroupId)];

    private static List<string> Going(IEnumerable<Wish> wishes, string community) => [.. wishes.Where(w => w.Change.From == community).Select(w => w.Change.GroupId)];

    /// <summary>One staged change while the plan takes shape.</summary>
    private sealed class Wish(StagedChange change)
    {
        private static readonly StepActor s_nobody = new(Number: null, []);

        public StagedChange Change => change;

        public StepActor Link { get; set; } = s_nobody;

        public StepActor Unlink { get; set; } = s_nobody;

        public List<PlanCheck> Common { get; } = [];

        public List<PlanCheck> AboutLink { get; } = [];

        public List<PlanCheck> AboutUnlink { get; } = [];

        public bool IsBlocked => Common.Concat(Link.Checks).Concat(Unlink.Checks).Concat(AboutLink).Concat(AboutUnlink).Any(c => c.Verdict == Verdict.Blocked);

        public void Block(string text, string? fix = null) => Common.Add(new PlanCheck(Verdict.Blocked, text, fix));

        public void Note(string text, string? fix = null) => Common.Add(new PlanCheck(Verdict.Warning, text, fix));

        public void BlockLink(string text, string fix) => AboutLink.Add(new PlanCheck(Verdict.Blocked, text, fix));

        public void BlockUnlink(string text, string fix) => AboutUnlink.Add(new PlanCheck(Verdict.Blocked, text, fix));

        public void WarnLink(string text) => AboutLink.Add(new PlanCheck(Verdict.Warning, text));
    }
}
