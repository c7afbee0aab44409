using AdminPortal.Data;
using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Gateways.Identities;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities;

/// <summary>The people a group starts with, as typed.</summary>
internal static class FirstMembers
{
    private static readonly char[] s_separators = ['\n', '\r', ',', ';'];

    /// <returns>Ids to send, without repeats.</returns>
    public static Result<IReadOnlyList<string>> Read(string? text, int most)
    {
        List<string> ids = [];
        foreach (var entry in (text ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var number = PhoneNumberParser.Parse(entry, home: null);
            if (number.Digits is null || !ParticipantId.TryParse(number.Digits, out var id))
            {
                var shown = ShownName.Of(StorableText.Of(entry, 40));
                return new InvalidInput($"“{shown}” is no international phone number: {number.Problem ?? "it does not fit"}.", CommunityFounder.ParticipantsField);
            }

            if (!ids.Contains(id.Key, StringComparer.Ordinal))
            {
                ids.Add(id.Key);
            }

            if (ids.Count > most)
            {
                return new InvalidInput($"A group takes {most:N0} people besides its creator. Add the rest on its Participants tab.", CommunityFounder.ParticipantsField);
            }
        }

        return ids;
    }
}
