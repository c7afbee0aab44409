using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Gateways.Identities;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Operations;

/// <summary>
/// Names invitations: the first of a person into a group, the second, and so on. The name is unique in the database, so two
/// operations that want to invite the same person at the same moment cannot both do it.
/// </summary>
public static class InvitationKeys
{
    /// <summary>Nobody is written to again sooner, however often a button is pressed.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(24);

    private const int Chunk = 500;

    /// <param name="Key">Free at the time of asking.</param>
    /// <param name="WasInvited">An earlier invitation was sent, is about to be, or may have been.</param>
    /// <param name="IsUnderWay">An earlier one waits for its turn or is being sent.</param>
    /// <param name="MayBeOut">Of an earlier one nobody knows whether it went out.</param>
    /// <param name="SentAt">When the last one left that went out.</param>
    public sealed record Next(string Key, bool WasInvited, bool IsUnderWay, bool MayBeOut, DateTimeOffset? SentAt);

    /// <summary>The next name per person and group; who names nobody is left out.</summary>
    public static async Task<IReadOnlyDictionary<(string GroupId, string Participant), Next>> NextAsync(
        PortalDbContext db, IReadOnlyCollection<(string GroupId, string Participant)> people, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string GroupId, string Participant), Next>();
        var asked = people.Where(p => ParticipantId.TryParse(p.Participant, out _)).Distinct().ToDictionary(p => p, _ => new Next("", WasInvited: false, IsUnderWay: false, MayBeOut: false, SentAt: null));
        for (var round = 0; asked.Count > 0; round++)
        {
            var taken = await TakenAsync(db, [.. asked.Keys.Select(p => KeyOf(p, round))], cancellationToken);
            foreach (var (person, before) in asked.ToList())
            {
                var key = KeyOf(person, round);
                if (!taken.TryGetValue(key, out var item))
                {
                    found[person] = before with { Key = key };
                    asked.Remove(person);
                }
                else if (item.State is not (ItemState.Refused or ItemState.Skipped or ItemState.NotApplied))
                {
                    asked[person] = new Next(
                        "",
                        WasInvited: true,
                        before.IsUnderWay || item.State is ItemState.Planned or ItemState.Sending,
                        before.MayBeOut || item.State == ItemState.Unknown,
                        item.State is ItemState.Accepted or ItemState.Confirmed ? item.SentAt : before.SentAt);
                }
            }
        }

        return found;
    }

    private static string KeyOf((string GroupId, string Participant) person, int round) =>
        string.Create(CultureInfo.InvariantCulture, $"invite:{person.GroupId}:{SamePerson.KeyOf(ParticipantId.Parse(person.Participant))}:{round}");

    private static async Task<Dictionary<string, (ItemState State, DateTimeOffset? SentAt)>> TakenAsync(PortalDbContext db, List<string> keys, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, (ItemState State, DateTimeOffset? SentAt)>(StringComparer.Ordinal);
        foreach (var chunk in keys.Chunk(Chunk))
        {
            foreach (var item in await db.OperationItems.AsNoTracking()
                .Where(i => chunk.Contains(i.OnceKey))
                .Select(i => new { i.OnceKey, i.State, i.SentAt })
                .ToListAsync(cancellationToken))
            {
                taken[item.OnceKey!] = (item.State, item.SentAt);
            }
        }

        return taken;
    }
}
