namespace AdminPortal.Simulator.Wawp;

/// <summary>What an add answers: it depends on the engine, and the vendor documents none.</summary>
public enum WawpAddResults
{
    /// <summary>A map by participant: code, message and whether a card was sent. Who is no admin gets 403.</summary>
    Map,

    /// <summary>The same map, and a plain text with 200 for who is no admin.</summary>
    TextOnRefusal,

    /// <summary>A list of <c>{ "status": "403", "jid", "content" }</c>; this engine sends no cards.</summary>
    List,
}

/// <summary>How an invite code comes.</summary>
public enum WawpCodeShape
{
    /// <summary>A bare JSON text.</summary>
    Bare,

    /// <summary><c>{ "code": … }</c></summary>
    Code,

    /// <summary><c>{ "inviteCode": … }</c></summary>
    InviteCode,

    /// <summary><c>{ "invite_code": … }</c></summary>
    InviteCodeInSnakeCase,

    /// <summary>A bare JSON text with the whole link.</summary>
    Link,
}

public enum WawpErrorShape
{
    /// <summary><c>{ "status": 401, "error": "Unauthorized", "message": "…" }</c></summary>
    Envelope,

    /// <summary>The same with <c>code</c> beside.</summary>
    WithCode,

    /// <summary><c>{ "error": { "code": "…", "message": "…" } }</c></summary>
    Nested,

    /// <summary>As version 1 answers: <c>{ "code", "message", "data": { "status" } }</c>.</summary>
    Legacy,

    /// <summary>A line of text that is no JSON.</summary>
    PlainText,
}

/// <summary>Where the write of a setting finds its value: version 1 reads the query, the project upstream the body.</summary>
public enum WawpSettingSource
{
    Either,
    Query,
    Body,
}

/// <summary>What this vendor's documentation leaves open. May be changed while requests run.</summary>
public sealed class WawpSwitches
{
    public WawpAddResults AddResults { get; set; }

    public WawpCodeShape Codes { get; set; }

    public WawpErrorShape Errors { get; set; }

    public WawpSettingSource SettingsFrom { get; set; }

    /// <summary>A created group comes as <c>{ "id", "subject", "participants" }</c> instead of <c>title</c>, <c>gid</c> and a map.</summary>
    public bool CreatesPlain { get; set; }

    /// <summary>The list of groups is an object by JID instead of an array.</summary>
    public bool ListsGroupsById { get; set; }

    /// <summary>Ids of participants and sent messages come as objects with <c>_serialized</c>.</summary>
    public bool NestsIds { get; set; }

    /// <summary>Lists of participants come as objects by index, as the vendor's samples show them.</summary>
    public bool IndexesLists { get; set; }

    /// <summary>Writes answer <c>{ "success": … }</c> instead of a bare boolean.</summary>
    public bool WrapsResults { get; set; }

    /// <summary>Events as the project upstream sends them: <c>payload.group.id</c>, and join or leave only of the number itself.</summary>
    public bool SendsUpstreamEvents { get; set; }

    /// <summary>session.status as older documentation shows it, without an envelope.</summary>
    public bool SendsFlatStatus { get; set; }

    /// <summary>Without one webhooks cannot be set.</summary>
    public bool HasPlan { get; set; } = true;

    /// <summary>Said instead of the session's real state: <c>FAILED</c>, <c>PASSKEY_REQUIRED</c>…</summary>
    public string? SessionStatus { get; set; }

    /// <summary>The pacing policy in force.</summary>
    public string Policy { get; set; } = "standard_policy";

    /// <summary>When set, deliveries carry a signature made with it.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>SHA-256, as the vendor's own library checks, instead of upstream's SHA-512.</summary>
    public bool SignsWithSha256 { get; set; }
}
