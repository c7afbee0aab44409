using System.Collections.Immutable;
using System.Globalization;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>A member proposes a new group, or an existing one that they are admin of, for a community.</summary>
    /// <returns>The suggestion's id.</returns>
    public WorldResult<string> SuggestGroup(
        string actor, string communityId, string name, string description = "", string? existingGroupId = null, bool isHidden = false)
    {
        lock (_gate)
        {
            var entered = Enter(actor, communityId, Right.Member);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            if (entered.Value.Kind is not GroupKind.Community)
            {
                return Refusal.NotACommunity;
            }

            if (RefuseCreation(actor, name, description) is { } invalid)
            {
                return invalid;
            }

            if (existingGroupId is not null && Enter(actor, existingGroupId, Right.Admin).Refusal is { } notTheirs)
            {
                return notTheirs;
            }

            var id = existingGroupId ?? NewGroupId();
            entered.Value.Suggestions.Add(
                new GroupSuggestion(id, name, description, actor, _time.GetUtcNow(), existingGroupId, isHidden));
            Record(WorldEventKind.GroupSuggested, actor, communityId, actor, string.Create(CultureInfo.InvariantCulture, $"{id} {name}"));
            return id;
        }
    }

    public WorldResult<ImmutableArray<GroupSuggestion>> Suggestions(string actor, string communityId)
    {
        lock (_gate)
        {
            var entered = EnterCommunity(actor, communityId);
            return entered.Refusal is { } refusal ? refusal : entered.Value.Suggestions.ToImmutableArray();
        }
    }

    /// <summary>Approving creates the group for whoever suggested it, or links the one that exists.</summary>
    /// <returns>The JID of the group that is now in the community; null when rejected.</returns>
    public WorldResult<string?> DecideSuggestion(string actor, string communityId, string suggestionId, bool approve)
    {
        lock (_gate)
        {
            var entered = EnterCommunity(actor, communityId);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            var community = entered.Value;
            var suggestion = community.Suggestions.Find(other => string.Equals(other.Id, suggestionId, StringComparison.Ordinal));
            if (suggestion is null)
            {
                return Refusal.GroupNotFound;
            }

            if (approve && SubgroupsOf(community).Count() >= Limits.SubgroupsPerCommunity)
            {
                return Refusal.SubgroupLimit;
            }

            community.Suggestions.Remove(suggestion);
            if (!approve)
            {
                Record(WorldEventKind.SuggestionRejected, actor, communityId, suggestion.SuggestedBy, suggestion.Name);
                return (string?)null;
            }

            if (suggestion.ExistingGroupId is null || !_state.Groups.TryGetValue(suggestion.ExistingGroupId, out var group))
            {
                group = NewGroup(suggestion.SuggestedBy, suggestion.Name, GroupKind.Ordinary);
                Describe(group, suggestion.SuggestedBy, suggestion.Description);
                Record(WorldEventKind.GroupCreated, suggestion.SuggestedBy, group.Id, details: group.Name);
            }

            group.CommunityId = community.Id;
            group.IsHidden = suggestion.IsHidden;
            Record(WorldEventKind.SuggestionApproved, actor, communityId, suggestion.SuggestedBy, suggestion.Name);
            Record(WorldEventKind.GroupLinked, actor, group.Id, details: community.Id);
            var announcement = AnnouncementOf(community);
            foreach (var phone in group.Members.Keys.ToArray())
            {
                EnterAnnouncement(actor, announcement, phone);
            }

            return group.Id;
        }
    }
}
