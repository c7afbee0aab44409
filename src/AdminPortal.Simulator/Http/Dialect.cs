using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Http;

/// <summary>One vendor's way of speaking about the world.</summary>
internal abstract class Dialect
{
    /// <summary>First path segment under which it is served.</summary>
    public abstract string Prefix { get; }

    /// <summary>Finds the route and whoever calls. Nothing is done yet: that is <see cref="DialectCall.Answer"/>.</summary>
    public abstract DialectCall Match(DialectRequest request);

    /// <summary>The vendor's own 429.</summary>
    public abstract DialectReply RateLimited();

    /// <summary>A 429 that WhatsApp caused and the vendor passes on.</summary>
    public abstract DialectReply RateLimitedByWhatsApp();

    public abstract DialectReply ServerError();

    /// <summary>What WhatsApp said, in the vendor's envelope. No vendor documents how it passes such things on.</summary>
    public abstract DialectReply RefusedByWhatsApp(string words);

    public abstract DialectReply SignedOut(RouteKind route);

    /// <summary>Whether calls count against the budget per minute and token; most vendors publish none.</summary>
    public virtual bool HasBudget => false;

    /// <summary>Puts an error into the vendor's envelope.</summary>
    public virtual DialectReply InEnvelope(DialectReply reply) => reply;

    /// <summary>The headers by which the vendor tells its rate limit; none by default.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> RateHeaders(RateState state) => [];
}

/// <param name="Number">Null when the caller is not known.</param>
/// <param name="RateKey">Calls with the same key share one budget; null is a caller whom neither limits nor faults reach.</param>
internal sealed record DialectCall(RouteKind Route, WorldNumber? Number, string? RateKey, Func<DrawnFaults, DialectReply> Answer)
{
    /// <summary>Answered before any fault or limit: unknown route, wrong token.</summary>
    public static DialectCall Refuse(RouteKind route, DialectReply reply) => new(route, Number: null, RateKey: null, _ => reply);
}
