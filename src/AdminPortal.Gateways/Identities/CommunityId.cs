using System.Diagnostics.CodeAnalysis;

namespace AdminPortal.Gateways.Identities;

/// <summary>The id of a community: the group id of its parent group (the binder), which holds no conversation.</summary>
public readonly record struct CommunityId(GroupId Parent)
{
    public string Value => Parent.Value;

    public static bool TryParse([NotNullWhen(true)] string? text, out CommunityId id)
    {
        var parsed = GroupId.TryParse(text, out var parent);
        id = new CommunityId(parent);
        return parsed;
    }

    /// <exception cref="FormatException">The text is no group id.</exception>
    public static CommunityId Parse(string text) => new(GroupId.Parse(text));

    public override string ToString() => Value;
}
