namespace AdminPortal.Features.Operations.Running;

internal enum Finding
{
    /// <summary>It is so.</summary>
    Yes,
    /// <summary>It is not so.</summary>
    No,
    /// <summary>This read tells nothing; a later one may.</summary>
    NotYet,
    /// <summary>No read will tell: a person has to decide.</summary>
    Never,
}

/// <summary>What the world says about one item.</summary>
/// <param name="Why">A sentence for what is not plain yes or no.</param>
internal sealed record Judgement(Finding Finding, string? Why = null)
{
    /// <summary>It is not so and cannot become so any more: what it was about was handled by somebody else.</summary>
    public bool IsHandledElsewhere { get; init; }
    /// <summary>It is not so, yet something of it is there: sending it again would make a twin. Says what a person has to do.</summary>
    public string? HalfDone { get; init; }
    /// <summary>The group that turned out to be the one created.</summary>
    public string? GroupId { get; init; }
    public string? CommunityId { get; init; }

    public static Judgement Yes { get; } = new(Finding.Yes);
    public static Judgement No { get; } = new(Finding.No);
    public static Judgement Of(bool happened) => happened ? Yes : No;
}
