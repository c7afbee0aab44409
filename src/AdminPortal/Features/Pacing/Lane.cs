namespace AdminPortal.Features.Pacing;

/// <summary>Who is waiting. All lanes spend the same budget; the share that background work may use is smaller.</summary>
public enum Lane
{
    /// <summary>An operator looks at the result.</summary>
    Interactive,
    /// <summary>Items of bulk operations.</summary>
    Bulk,
    /// <summary>Sync.</summary>
    Background,
}
