using AdminPortal.Data;
using AdminPortal.Features.People;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Finds or makes the person behind each sighting. Two records become one only when an answer shows the exact pair of
/// phone and LID; where a pair contradicts an older one, the key moves to the person of the LID, since a number can be given
/// to somebody else and a LID cannot.
/// </summary>
internal sealed class IdentityGraph
{
    private const int KeysPerQuery = 400;

    private readonly CacheWrite _write;
    private readonly PortalDbContext _db;
    private readonly string _origin;
    private readonly DateTimeOffset _at;
    private readonly Dictionary<string, Person> _byPhone = [];
    private readonly Dictionary<string, Person> _byLid = [];

    private IdentityGraph(CacheWrite write, string origin, DateTimeOffset at) =>
        (_write, _db, _origin, _at) = (write, write.Db, StorableText.Fact(origin, 300), at);

    /// <summary>
    /// Persons in the order of the sightings, tracked by the context. Joins re-point memberships by statements of their own:
    /// call this before memberships are loaded.
    /// </summary>
    /// <param name="origin">Where pairs come from, for example "members of Harbor Crew, by Desk".</param>
    public static async Task<IReadOnlyList<Person>> ResolveAsync(
        CacheWrite write,
        IReadOnlyList<Sighting> sightings,
        string origin,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        var graph = new IdentityGraph(write, origin, at);
        var trusted = WithoutContradictions(sightings);
        await graph.LoadAsync(trusted, cancellationToken);
        var people = new List<Person>(trusted.Count);
        foreach (var sighting in trusted)
        {
            people.Add(await graph.ResolveAsync(sighting, cancellationToken));
        }

        // A later pair may have joined two that earlier sightings still named apart.
        return [.. trusted.Select((sighting, index) => graph.Find(sighting) ?? people[index])];
    }

    /// <summary>An answer that pairs one id with two others proves nothing about either.</summary>
    private static List<Sighting> WithoutContradictions(IReadOnlyList<Sighting> sightings)
    {
        var pairs = sightings.Where(s => s.IsPair).Select(s => (Phone: s.PhoneKey!, Lid: s.LidKey!)).Distinct().ToList();
        var phones = pairs.GroupBy(p => p.Phone).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        var lids = pairs.GroupBy(p => p.Lid).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return [.. sightings.Select(s => s.IsPair && (phones.Contains(s.PhoneKey!) || lids.Contains(s.LidKey!)) ? s.Unpaired() : s)];
    }

    private async Task LoadAsync(List<Sighting> sightings, CancellationToken cancellationToken)
    {
        var keys = sightings.SelectMany(s => new[] { s.PhoneKey, s.LidKey }).OfType<string>().Distinct();
        foreach (var chunk in keys.Chunk(KeysPerQuery))
        {
            var found = await _db.People
                .Where(p => (p.PhoneKey != null && chunk.Contains(p.PhoneKey)) || (p.LidKey != null && chunk.Contains(p.LidKey)))
                .ToListAsync(cancellationToken);
            found.ForEach(Index);
        }
    }

    private Person? Find(Sighting sighting) =>
        (sighting.LidKey is { } lid ? _byLid.GetValueOrDefault(lid) : null)
        ?? (sighting.PhoneKey is { } phone ? _byPhone.GetValueOrDefault(phone) : null);

    private async Task<Person> ResolveAsync(Sighting sighting, CancellationToken cancellationToken)
    {
        var person = sighting.IsPair
            ? await ResolvePairAsync(sighting.PhoneKey!, sighting.LidKey!, cancellationToken)
            : Find(sighting) ?? Add(sighting.PhoneKey, sighting.LidKey);
        if (sighting.Name is { } name && StorableText.Fact(name, 200) is var bounded && person.Name != bounded)
        {
            person.Name = bounded;
        }

        RefreshSearch(person);
        return person;
    }

    private async Task<Person> ResolvePairAsync(string phone, string lid, CancellationToken cancellationToken)
    {
        var byPhone = _byPhone.GetValueOrDefault(phone);
        var byLid = _byLid.GetValueOrDefault(lid);
        if (byPhone is not null && byPhone == byLid)
        {
            return byPhone;
        }

        if (byPhone is { LidKey: not null })
        {
            // The number now belongs to another account. The unique index wants it free before it moves.
            _byPhone.Remove(phone);
            byPhone.PhoneKey = null;
            RefreshSearch(byPhone);
            await _write.SaveFactsAsync(cancellationToken);
            byPhone = null;
        }

        if (byPhone is not null && byLid is not null)
        {
            return await JoinAsync(byPhone, byLid, phone, lid, cancellationToken);
        }

        var person = byPhone ?? byLid ?? Add(phone, lid);
        if (person.PhoneKey is { } former && former != phone)
        {
            _byPhone.Remove(former);
        }

        Pair(person, phone, lid);
        return person;
    }

    /// <summary>Both records are one human. The older keeps its id, so that links to it stay good.</summary>
    private async Task<Person> JoinAsync(Person byPhone, Person byLid, string phone, string lid, CancellationToken cancellationToken)
    {
        var (winner, loser) = byLid.FirstSeenAt < byPhone.FirstSeenAt ? (byLid, byPhone) : (byPhone, byLid);
        await _write.SaveFactsAsync(cancellationToken);
        foreach (var groupId in await _db.Memberships.Where(m => m.PersonId == loser.Id).Select(m => m.GroupId).ToListAsync(cancellationToken))
        {
            _write.NoteGroup(groupId);
        }

        await RepointAsync(_db, winner.Id, loser.Id, cancellationToken);
        foreach (var key in new[] { loser.PhoneKey, winner.PhoneKey }.OfType<string>())
        {
            _byPhone.Remove(key);
        }

        foreach (var key in new[] { loser.LidKey, winner.LidKey }.OfType<string>())
        {
            _byLid.Remove(key);
        }

        _db.Entry(loser).State = EntityState.Detached;
        winner.Name ??= loser.Name;
        winner.NotOnWhatsAppAt ??= loser.NotOnWhatsAppAt;
        Pair(winner, phone, lid);
        return winner;
    }

    private static async Task RepointAsync(PortalDbContext db, Guid winner, Guid loser, CancellationToken cancellationToken)
    {
        // Where both are in one group, the live membership stays; of two live ones the winner's.
        await db.Memberships
            .Where(m => m.PersonId == loser && db.Memberships.Any(w =>
                w.PersonId == winner && w.GroupId == m.GroupId && (w.GoneAt == null || m.GoneAt != null)))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Memberships
            .Where(m => m.PersonId == winner && db.Memberships.Any(l => l.PersonId == loser && l.GroupId == m.GroupId))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Memberships.Where(m => m.PersonId == loser)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.PersonId, winner), cancellationToken);
        await db.MembershipChanges.Where(m => m.PersonId == loser)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.PersonId, winner), cancellationToken);
        await db.MembershipRequests.Where(r => r.PersonId == loser)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.PersonId, winner), cancellationToken);
        await db.People.Where(p => p.Id == loser).ExecuteDeleteAsync(cancellationToken);
    }

    private Person Add(string? phone, string? lid)
    {
        var person = new Person { PhoneKey = phone, LidKey = lid, Search = "", FirstSeenAt = _at };
        _db.People.Add(person);
        Index(person);
        return person;
    }

    private void Pair(Person person, string phone, string lid)
    {
        (person.PhoneKey, person.LidKey) = (phone, lid);
        (person.PairOrigin, person.PairedAt) = (_origin, _at);
        RefreshSearch(person);
        Index(person);
    }

    private void Index(Person person)
    {
        if (person.PhoneKey is { } phone)
        {
            _byPhone[phone] = person;
        }

        if (person.LidKey is { } lid)
        {
            _byLid[lid] = person;
        }
    }

    private static void RefreshSearch(Person person)
    {
        var search = StorableText.Fact(
            SearchText.Normalise($"{person.Name} {DigitsOf(person.PhoneKey)} {DigitsOf(person.LidKey)}").Trim(), 400);
        if (person.Search != search)
        {
            person.Search = search;
        }
    }

    private static string? DigitsOf(string? key) => key?[..key.IndexOf('@', StringComparison.Ordinal)];
}
