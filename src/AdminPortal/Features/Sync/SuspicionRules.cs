using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Sync;

/// <summary>Why a read is not believed.</summary>
/// <param name="Sentence">Shown beside the last good value.</param>
/// <param name="MayBecomeBelieved">
/// It can be true after all: a later read that shows exactly the same is believed. An answer that contradicts itself never is.
/// </param>
internal sealed record Suspicion(string Sentence, bool MayBecomeBelieved);

/// <summary>
/// Gateways answer with empty, partial and stale lists now and then. What fits one of these rules does not overwrite
/// what an earlier read showed.
/// </summary>
internal static class SuspicionRules
{
    /// <summary>Halving is noise below this size: a group of four may well become one of two.</summary>
    private const int LeastSizeForHalving = 10;

    /// <param name="stated">The member count that the same answer states.</param>
    /// <param name="listed">How many it lists.</param>
    /// <param name="hidden">The answer says that it hides members.</param>
    /// <param name="known">Live members known before; 0 when never read.</param>
    /// <param name="ownWrite">We have just changed the group ourselves: a shrinking list is what we asked for.</param>
    public static Suspicion? OfMembers(int? stated, int listed, bool hidden, int known, bool ownWrite)
    {
        if (hidden)
        {
            return new("Members are hidden from this number: the count is true, the list is not.", MayBecomeBelieved: false);
        }

        if (stated is { } count && count != listed)
        {
            return new($"The gateway states {count:N0} members and lists {listed:N0}.", MayBecomeBelieved: false);
        }

        if (listed == 0 && known > 0)
        {
            // A community's parent may really have lost its last admin; the stated count said so too.
            return new($"The gateway lists nobody where {known:N0} members were.", MayBecomeBelieved: stated == 0);
        }

        return !ownWrite && Halved(listed, known)
            ? new($"The gateway lists {listed:N0} members where {known:N0} were.", MayBecomeBelieved: true)
            : null;
    }

    /// <param name="listed">Groups in the list just read.</param>
    /// <param name="known">Groups that this number listed before.</param>
    public static Suspicion? OfGroupList(int listed, int known) =>
        (listed == 0 && known > 0) || Halved(listed, known)
            ? new($"The gateway lists {listed:N0} groups where {known:N0} were.", MayBecomeBelieved: true)
            : null;

    /// <param name="listed">Subgroups in the list just read.</param>
    /// <param name="known">Groups of the community that this number is in.</param>
    /// <param name="ownWrite">We have just linked or unlinked groups ourselves: a shrinking list is what we asked for.</param>
    public static Suspicion? OfSubgroups(int listed, int known, bool ownWrite) =>
        (listed == 0 && known > 0) || (!ownWrite && Halved(listed, known))
            ? new($"The gateway lists {listed:N0} groups of the community where {known:N0} were.", MayBecomeBelieved: true)
            : null;

    /// <summary>Both forms of one person's id in one list, told apart by role, are no two people.</summary>
    public static int CountOf(IReadOnlyList<GroupMember> members) => members.Select(m => m.Id).Distinct().Count();

    private static bool Halved(int listed, int known) => known >= LeastSizeForHalving && listed * 2 <= known;
}
