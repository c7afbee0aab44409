namespace AdminPortal.Features.Communities;

/// <summary>
/// Who enters and who leaves announcement groups. Everybody in a linked group is in the announcement group too; an unlinked
/// group takes those out who are in no other group of the community. Admins of the community stay whatever they are in.
/// </summary>
internal static class AnnouncementEffect
{
    public static CommunityEffect Of(PlanFacts facts, string communityId, IReadOnlyCollection<string> coming, IReadOnlyCollection<string> going)
    {
        var announcement = facts.Announcement(communityId);
        var before = facts.Subgroups(communityId);
        var remaining = before.Where(g => !going.Contains(g.Id)).ToList();
        var arrivals = coming.Select(facts.Find).OfType<GroupFact>().ToList();
        var departures = going.Select(facts.Find).OfType<GroupFact>().ToList();
        var admins = facts.People(communityId).ToHashSet();
        return new CommunityEffect(
            communityId,
            facts.NameOf(communityId),
            Enter(facts, announcement, before, arrivals, admins),
            Leave(facts, announcement, [.. remaining, .. arrivals], departures, admins),
            announcement?.MemberCount);
    }

    private static PeopleCount Enter(PlanFacts facts, GroupFact? announcement, IReadOnlyList<GroupFact> before, List<GroupFact> arrivals, HashSet<Guid> admins)
    {
        if (arrivals.Count == 0)
        {
            return PeopleCount.None;
        }

        var inside = PeopleOf(facts, announcement is null ? before : [announcement, .. before]);
        inside.UnionWith(admins);
        var newcomers = PeopleOf(facts, arrivals);
        newcomers.ExceptWith(inside);
        // Whom we cannot see may already be inside: then fewer enter than we count.
        var seesAll = announcement is { MembersKnown: true } || (before.Count > 0 && before.All(g => g.MembersKnown));
        return new PeopleCount(seesAll || before.Count == 0 ? newcomers.Count : 0, newcomers.Count + Unread(arrivals));
    }

    private static PeopleCount Leave(PlanFacts facts, GroupFact? announcement, List<GroupFact> remaining, List<GroupFact> departures, HashSet<Guid> admins)
    {
        if (departures.Count == 0)
        {
            return PeopleCount.None;
        }

        var leavers = PeopleOf(facts, departures);
        leavers.ExceptWith(PeopleOf(facts, remaining));
        leavers.ExceptWith(admins);
        if (announcement is { MembersKnown: true })
        {
            leavers.IntersectWith(facts.People(announcement.Id));
        }

        // Whom we cannot see in what remains may keep people in.
        return new PeopleCount(remaining.All(g => g.MembersKnown) ? leavers.Count : 0, leavers.Count + Unread(departures));
    }

    private static HashSet<Guid> PeopleOf(PlanFacts facts, IEnumerable<GroupFact> groups) => [.. groups.SelectMany(g => facts.People(g.Id))];

    /// <summary>People in groups whose lists we cannot use; null when not even their number is known.</summary>
    private static int? Unread(List<GroupFact> groups)
    {
        int? sum = 0;
        foreach (var group in groups.Where(g => !g.MembersKnown))
        {
            sum += group.MemberCount;
        }

        return sum;
    }
}
