namespace AdminPortal.Simulator.Wadial;

/// <summary>The vendor does not document its error envelope: these are the forms a reader has to expect.</summary>
public enum WadialErrorShape
{
    /// <summary><c>{ "error": { "code": "…", "message": "…" } }</c></summary>
    Nested,

    /// <summary><c>{ "message": "…" }</c></summary>
    Message,

    /// <summary><c>{ "error": "…" }</c></summary>
    Text,

    /// <summary><c>{ "statusCode": 403, "message": "…", "error": "…" }</c></summary>
    Flat,

    /// <summary>A line of text that is no JSON.</summary>
    PlainText,
}

/// <summary>What a change of participants answers.</summary>
public enum WadialResultShape
{
    /// <summary>One result per member in <c>data</c>.</summary>
    List,

    /// <summary>The same under <c>data.participants</c>.</summary>
    Wrapped,

    /// <summary>An empty <c>data</c>: whether it worked shows only a later read.</summary>
    Empty,
}

/// <summary>What this vendor's documentation leaves open. May be changed while requests run.</summary>
public sealed class WadialSwitches
{
    public WadialErrorShape Errors { get; set; }

    public WadialResultShape Results { get; set; }

    /// <summary>Groups come as <c>data.groups</c> instead of <c>data</c>.</summary>
    public bool WrapsGroups { get; set; }

    /// <summary>Invite codes come as a bare text in <c>data</c>.</summary>
    public bool AnswersCodesBare { get; set; }

    /// <summary>The five operations that the documentation names in a sentence only. Without them they are 404.</summary>
    public bool HasProseRoutes { get; set; } = true;

    /// <summary>A session that lost its runtime still says <c>status: connected</c>, as after a restart of the vendor's backend.</summary>
    public bool KeepsStatusWhenOffline { get; set; } = true;

    /// <summary>Members of announcement groups are listed by LID, with their number beside it unless they hide it.</summary>
    public bool ListsAnnouncementByLid { get; set; } = true;

    /// <summary>Unlinking puts out of the announcement group who is in no other group. Not unless asked, and nothing documented asks.</summary>
    public bool EvictsOrphans { get; set; }

    /// <summary>The account was not paid for: every call on a session is 402.</summary>
    public bool HasExpired { get; set; }
}
