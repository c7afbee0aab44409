using AdminPortal.Security;

namespace AdminPortal.Features.Operators;

/// <summary>What a role may do, in a sentence.</summary>
public static class RoleWords
{
    public static string Describe(OperatorRole role) => role switch
    {
        OperatorRole.Viewer => "sees everything, changes nothing.",
        OperatorRole.Moderator => "decides membership requests.",
        OperatorRole.Operator => "changes groups and members, decides requests.",
        OperatorRole.Administrator => "manages numbers, operators and the audit trail, and everything else.",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, message: null),
    };
}
