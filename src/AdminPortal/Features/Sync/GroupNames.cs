using AdminPortal.Data;
using AdminPortal.Features.Groups;

namespace AdminPortal.Features.Sync;

/// <summary>A group's name and the form in which it is found.</summary>
internal static class GroupNames
{
    /// <summary>For a community that our numbers are in only through its groups.</summary>
    public const string Unreadable = "Community (name not readable)";

    public static Group New(string id, string name, DateTimeOffset at)
    {
        var group = new Group { Id = id, Name = "", NameSearch = "", FirstSeenAt = at };
        Set(group, name);
        return group;
    }

    public static void Set(Group group, string name)
    {
        var bounded = StorableText.Fact(name, Group.NameMaxLength);
        if (group.Name != bounded)
        {
            group.Name = bounded;
            group.NameSearch = StorableText.Fact(SearchText.Normalise(bounded), Group.NameMaxLength);
        }
    }
}
