namespace AdminPortal.Features.Pacing;

/// <summary>Spacing and caps of one class. Null: not said here.</summary>
public sealed record KindPace(
    TimeSpan? Spacing = null, int? PerMinute = null, int? PerHour = null, int? PerDay = null, int? PerQuarterHour = null)
{
    public bool IsEmpty => this == new KindPace();
}

/// <summary>How fast a number may work. What is left out comes from the level above, at last from the built-in profile.</summary>
public class PacingValues
{
    /// <summary>HTTP requests of one number, reads and writes together. Left out: what the vendor allows, half of it for a careful number.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Between two people added by one number.</summary>
    public TimeSpan? AddSpacing { get; set; }
    public int? AddsPerMinute { get; set; }
    public int? AddsPerHour { get; set; }
    public int? AddsPerDay { get; set; }

    /// <summary>Between two people promoted or demoted.</summary>
    public TimeSpan? PromoteSpacing { get; set; }
    public int? PromotionsPerMinute { get; set; }
    public int? PromotionsPerHour { get; set; }
    public int? PromotionsPerDay { get; set; }

    /// <summary>Between two groups or communities created.</summary>
    public TimeSpan? CreateSpacing { get; set; }
    public int? CreationsPerMinute { get; set; }
    public int? CreationsPerHour { get; set; }
    public int? CreationsPerDay { get; set; }

    /// <summary>Between two groups linked or unlinked.</summary>
    public TimeSpan? LinkSpacing { get; set; }
    public int? LinksPerMinute { get; set; }
    public int? LinksPerHour { get; set; }
    public int? LinksPerDay { get; set; }

    /// <summary>Between two membership requests approved or rejected.</summary>
    public TimeSpan? ApproveSpacing { get; set; }
    public int? ApprovalsPerMinute { get; set; }
    public int? ApprovalsPerHour { get; set; }
    public int? ApprovalsPerDay { get; set; }

    /// <summary>Between two direct messages to people: the main ban risk.</summary>
    public TimeSpan? MessageSpacing { get; set; }
    public int? MessagesPerMinute { get; set; }
    public int? MessagesPerQuarterHour { get; set; }
    public int? MessagesPerHour { get; set; }
    public int? MessagesPerDay { get; set; }

    /// <summary>Between two texts to groups.</summary>
    public TimeSpan? GroupMessageSpacing { get; set; }
    public int? GroupMessagesPerMinute { get; set; }
    public int? GroupMessagesPerHour { get; set; }
    public int? GroupMessagesPerDay { get; set; }

    /// <summary>Between two changes of any other kind.</summary>
    public TimeSpan? OtherSpacing { get; set; }
    public int? OthersPerMinute { get; set; }
    public int? OthersPerHour { get; set; }
    public int? OthersPerDay { get; set; }

    /// <summary>Between two requests that only read.</summary>
    public TimeSpan? ReadSpacing { get; set; }
    public int? ReadsPerMinute { get; set; }
    public int? ReadsPerHour { get; set; }
    public int? ReadsPerDay { get; set; }

    public KindPace Of(PaceClass paceClass) => paceClass switch
    {
        PaceClass.Add => new(AddSpacing, AddsPerMinute, AddsPerHour, AddsPerDay),
        PaceClass.Promote => new(PromoteSpacing, PromotionsPerMinute, PromotionsPerHour, PromotionsPerDay),
        PaceClass.Create => new(CreateSpacing, CreationsPerMinute, CreationsPerHour, CreationsPerDay),
        PaceClass.Link => new(LinkSpacing, LinksPerMinute, LinksPerHour, LinksPerDay),
        PaceClass.Approve => new(ApproveSpacing, ApprovalsPerMinute, ApprovalsPerHour, ApprovalsPerDay),
        PaceClass.DirectMessage => new(MessageSpacing, MessagesPerMinute, MessagesPerHour, MessagesPerDay, MessagesPerQuarterHour),
        PaceClass.GroupMessage => new(GroupMessageSpacing, GroupMessagesPerMinute, GroupMessagesPerHour, GroupMessagesPerDay),
        PaceClass.Other => new(OtherSpacing, OthersPerMinute, OthersPerHour, OthersPerDay),
        _ => new(ReadSpacing, ReadsPerMinute, ReadsPerHour, ReadsPerDay),
    };

    public void Set(PaceClass paceClass, KindPace pace)
    {
        switch (paceClass)
        {
            case PaceClass.Add:
                (AddSpacing, AddsPerMinute, AddsPerHour, AddsPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.Promote:
                (PromoteSpacing, PromotionsPerMinute, PromotionsPerHour, PromotionsPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.Create:
                (CreateSpacing, CreationsPerMinute, CreationsPerHour, CreationsPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.Link:
                (LinkSpacing, LinksPerMinute, LinksPerHour, LinksPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.Approve:
                (ApproveSpacing, ApprovalsPerMinute, ApprovalsPerHour, ApprovalsPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.DirectMessage:
                (MessageSpacing, MessagesPerMinute, MessagesPerHour, MessagesPerDay, MessagesPerQuarterHour) =
                    (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay, pace.PerQuarterHour);
                break;
            case PaceClass.GroupMessage:
                (GroupMessageSpacing, GroupMessagesPerMinute, GroupMessagesPerHour, GroupMessagesPerDay) =
                    (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.Other:
                (OtherSpacing, OthersPerMinute, OthersPerHour, OthersPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            case PaceClass.Read:
                (ReadSpacing, ReadsPerMinute, ReadsPerHour, ReadsPerDay) = (pace.Spacing, pace.PerMinute, pace.PerHour, pace.PerDay);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(paceClass), paceClass, message: null);
        }
    }
}
