using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Groups;

/// <summary>
/// Section <c>Limits</c>: WhatsApp's limits as the console believes them. Published values contradict each other and change,
/// so each can be set.
/// </summary>
public sealed class GroupLimitOptions
{
    public const string Section = "Limits";

    /// <summary>Characters of a name when a group or community is created.</summary>
    public int NameAtCreation { get; set; } = 25;

    /// <summary>Characters of a name that is changed later.</summary>
    public int NameAtRename { get; set; } = 100;

    public int Description { get; set; } = 2048;

    public int GroupMembers { get; set; } = 1024;

    /// <summary>Linked groups, the announcement group not counted.</summary>
    public int Subgroups { get; set; } = 50;

    /// <summary>From here on the console warns.</summary>
    public int CommunityMembersWarn { get; set; } = 2000;

    /// <summary>Here the console stops.</summary>
    public int CommunityMembersStop { get; set; } = 5000;

    public int CommunityAdmins { get; set; } = 20;

    internal sealed class Validator : IValidateOptions<GroupLimitOptions>
    {
        public ValidateOptionsResult Validate(string? name, GroupLimitOptions options)
        {
            (string Key, int Value)[] values =
            [
                (nameof(NameAtCreation), options.NameAtCreation),
                (nameof(NameAtRename), options.NameAtRename),
                (nameof(Description), options.Description),
                (nameof(GroupMembers), options.GroupMembers),
                (nameof(Subgroups), options.Subgroups),
                (nameof(CommunityMembersWarn), options.CommunityMembersWarn),
                (nameof(CommunityMembersStop), options.CommunityMembersStop),
                (nameof(CommunityAdmins), options.CommunityAdmins),
            ];
            var wrong = values.Where(v => v.Value < 1).Select(v => $"{Section}:{v.Key} must be at least 1, it is {v.Value}.").ToList();
            if (options.NameAtRename > Group.NameMaxLength)
            {
                wrong.Add($"{Section}:{nameof(NameAtRename)} must be at most {Group.NameMaxLength}, it is {options.NameAtRename}.");
            }

            if (options.CommunityMembersWarn > options.CommunityMembersStop)
            {
                wrong.Add($"{Section}:{nameof(CommunityMembersWarn)} must not be above {Section}:{nameof(CommunityMembersStop)}.");
            }

            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }
    }
}
