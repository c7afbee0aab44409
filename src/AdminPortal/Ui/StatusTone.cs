namespace AdminPortal.Ui;

/// <summary>The states that every screen paints alike.</summary>
public enum StatusTone
{
    /// <summary>A read has proven it.</summary>
    Confirmed,
    /// <summary>Wanted, not yet proven.</summary>
    Pending,
    /// <summary>An invitation is out.</summary>
    Invited,
    /// <summary>Answered with no.</summary>
    Refused,
    /// <summary>We don't know yet.</summary>
    Unknown,
    /// <summary>True once, too old to rely on.</summary>
    Stale,
    /// <summary>A plain fact.</summary>
    Neutral,
    /// <summary>Works, but somebody should look.</summary>
    Warning,
}

internal static class StatusToneForm
{
    public static string CssClass(this StatusTone tone) => tone switch
    {
        StatusTone.Confirmed => "confirmed",
        StatusTone.Pending => "pending",
        StatusTone.Invited => "invited",
        StatusTone.Refused => "refused",
        StatusTone.Unknown => "unknown",
        StatusTone.Stale => "stale",
        StatusTone.Warning => "warning",
        _ => "neutral",
    };

    public static string IconName(this StatusTone tone) => tone switch
    {
        StatusTone.Confirmed => "check",
        StatusTone.Pending => "dot",
        StatusTone.Invited => "send",
        StatusTone.Refused => "cross",
        StatusTone.Unknown => "question",
        StatusTone.Stale => "clock",
        StatusTone.Warning => "warning",
        _ => "dash",
    };
}
