using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Gateways.Identities;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities;

/// <summary>How many people something takes besides its creator.</summary>
/// <param name="Noun">What: "group".</param>
public sealed record PeopleLimit(string Noun, int Most)
{
    public static PeopleLimit OfGroup(GroupLimitOptions limits) => new("group", limits.GroupMembers - 1);

    public static PeopleLimit OfCommunity(GroupLimitOptions limits) => new("community", limits.CommunityMembersStop - 1);
}

/// <summary>The people a group or community starts with, as typed.</summary>
internal static class FirstMembers
{
    private static readonly char[] s_separators = ['\n', '\r', ',', ';'];

    /// <returns>Ids to send, without repeats.</returns>
    public static Result<IReadOnlyList<string>> Read(string? text, PeopleLimit limit)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        List<string> ids = [];
        foreach (var entry in (text ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var number = PhoneNumberParser.Parse(entry, home: null);
            if (number.Digits is null || !ParticipantId.TryParse(number.Digits, out var id))
            {
                var shown = ShownName.Of(StorableText.Of(entry, 40));
                return new InvalidInput($"“{shown}” is no international phone number: {number.Problem ?? "it does not fit"}.", CommunityFounder.ParticipantsField);
            }

            // As the adds of one operation are told apart: the long and the short form of a Brazilian number are one person.
            if (known.Add(SamePerson.KeyOf(id)))
            {
                ids.Add(id.Key);
            }

            if (ids.Count > limit.Most)
            {
                return new InvalidInput($"A {limit.Noun} takes {limit.Most:N0} people besides its creator. Add the rest on its Participants tab.", CommunityFounder.ParticipantsField);
            }
        }

        return ids;
    }
}
