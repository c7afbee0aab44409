using AdminPortal.Data;
using AdminPortal.Features.Communities.Suggestions;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>Brings the groups that members propose for a community into the cache. What is listed no more was decided or withdrawn.</summary>
internal sealed class SuggestionWriter(CacheWriter cache)
{
    public Task<ReadOutcome> StoreAsync(CommunityId community, IReadOnlyList<SubgroupSuggestion> listings, ReadContext read, CancellationToken cancellationToken) =>
        cache.WriteAsync((write, token) => StoreAsync(write, community.Value, listings, read, token), cancellationToken);

    private static async Task<ReadOutcome> StoreAsync(
        CacheWrite write,
        string communityId,
        IReadOnlyList<SubgroupSuggestion> listings,
        ReadContext read,
        CancellationToken cancellationToken)
    {
        var db = write.Db;
        var readings = await GroupReadingSet.LoadAsync(write, communityId, cancellationToken);
        if (readings.HasNewer(GroupAspect.Suggestions, read.At) || !await db.Groups.AnyAsync(g => g.Id == communityId, cancellationToken))
        {
            return new ReadOutcome.Stored(Changed: false);
        }

        var known = await db.GroupSuggestions.Where(s => s.CommunityId == communityId).ToDictionaryAsync(s => s.GroupId, cancellationToken);
        foreach (var listing in listings.DistinctBy(l => l.Id))
        {
            if (!known.Remove(listing.Id.Value, out var suggestion))
            {
                suggestion = new GroupSuggestion { CommunityId = communityId, GroupId = listing.Id.Value, Name = "", FirstSeenAt = read.At };
                db.GroupSuggestions.Add(suggestion);
            }

            suggestion.Name = StorableText.Fact(listing.Name, Group.NameMaxLength);
            suggestion.Description = string.IsNullOrWhiteSpace(listing.Description) ? null : StorableText.Fact(listing.Description, GroupSuggestion.DescriptionMaxLength);
            suggestion.SuggestedByKey = listing.SuggestedBy?.Key;
            suggestion.SuggestedAt = listing.SuggestedAt?.ToUniversalTime();
            suggestion.MemberCount = listing.MemberCount;
            suggestion.Exists = listing.Exists;
        }

        db.GroupSuggestions.RemoveRange(known.Values);
        readings.Good(GroupAspect.Suggestions, read.ConnectionId, read.Origin, read.At);
        if (write.HasPending<GroupSuggestion>())
        {
            write.NoteGroup(communityId);
        }

        await write.SaveAsync(cancellationToken);
        return new ReadOutcome.Stored(write.Changed);
    }
}
