namespace AdminPortal.Security;

/// <summary>
/// What an operator may do. Each constant is also the name of an authorisation policy; pages name it in their attribute
/// and services check it again on the <see cref="Actor"/>.
/// </summary>
public static class Permissions
{
    /// <summary>See communities, groups, people, requests and operations.</summary>
    public const string Read = "read";

    /// <summary>See phone numbers whole; without it they are masked everywhere, in raw exchanges and reports too.</summary>
    public const string SeeNumbers = "see numbers";

    /// <summary>Approve and reject membership requests.</summary>
    public const string DecideRequests = "decide requests";

    /// <summary>Change groups, communities and their members.</summary>
    public const string ManageGroups = "manage groups";

    /// <summary>Connect numbers and change their settings.</summary>
    public const string ManageConnections = "manage numbers";

    /// <summary>Invite operators, change roles, disable access.</summary>
    public const string ManageOperators = "manage operators";

    /// <summary>Export the audit trail and verify its chain.</summary>
    public const string ExportAudit = "export audit";

    public static IReadOnlyList<string> All { get; } = [Read, SeeNumbers, DecideRequests, ManageGroups, ManageConnections, ManageOperators, ExportAudit];

    private static readonly Dictionary<OperatorRole, string[]> ByRole = new()
    {
        [OperatorRole.Viewer] = [Read],
        [OperatorRole.Moderator] = [Read, SeeNumbers, DecideRequests],
        [OperatorRole.Operator] = [Read, SeeNumbers, DecideRequests, ManageGroups],
        [OperatorRole.Administrator] = [.. All],
    };

    public static bool Allows(OperatorRole role, string permission) => ByRole[role].Contains(permission, StringComparer.Ordinal);
}

/// <summary>The role of a console user. Each includes what the ones before it may do.</summary>
public enum OperatorRole
{
    Viewer = 1,
    Moderator = 2,
    Operator = 3,
    Administrator = 4,
}
