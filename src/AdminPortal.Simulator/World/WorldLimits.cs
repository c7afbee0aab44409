namespace AdminPortal.Simulator.World;

/// <summary>WhatsApp's limits. Published values differ and change, so each one can be set.</summary>
public sealed record WorldLimits
{
    public static WorldLimits Default { get; } = new();

    /// <summary>Linked groups, the announcement group not counted.</summary>
    public int SubgroupsPerCommunity { get; init; } = 50;

    public int MembersPerGroup { get; init; } = 1_024;

    /// <summary>Where adding stops.</summary>
    public int MembersPerCommunity { get; init; } = 5_000;

    public int AdminsPerCommunity { get; init; } = 20;

    public int NameLengthAtCreation { get; init; } = 25;

    public int NameLengthAtRename { get; init; } = 100;

    public int DescriptionLength { get; init; } = 2_048;

    /// <summary>How long somebody who left cannot be added (408).</summary>
    public TimeSpan RecentlyLeft { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Groups and communities one number may create in an hour; null is no limit.</summary>
    public int? CreationsPerHour { get; init; }

    /// <summary>Sources disagree whether somebody removed by an admin may come back by link; false answers 405.</summary>
    public bool RemovedMayRejoinByLink { get; init; }

    /// <summary>A community cannot lose its last linked group by unlinking.</summary>
    public bool KeepsLastSubgroup { get; init; } = true;

    /// <summary>Older journal entries are forgotten beyond this.</summary>
    public int JournalCapacity { get; init; } = 200_000;
}
