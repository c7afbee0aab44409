namespace AdminPortal.Features.Pacing;

/// <summary>How much is asked of a number. Each level has its own values; a number may also have values of its own.</summary>
public enum PaceLevel
{
    /// <summary>A young number, or one that had trouble.</summary>
    Careful = 1,
    Normal = 2,
    /// <summary>A number that has done this for months.</summary>
    Brisk = 3,
}

/// <summary>What shares a spacing and caps.</summary>
public enum PaceClass
{
    Add = 1,
    Promote = 2,
    Create = 3,
    Link = 4,
    Approve = 5,
    DirectMessage = 6,
    /// <summary>Every other change.</summary>
    Other = 7,
    /// <summary>Requests that only read.</summary>
    Read = 8,
    /// <summary>Texts to groups that the number is in: no strangers, yet seen by many.</summary>
    GroupMessage = 9,
}
