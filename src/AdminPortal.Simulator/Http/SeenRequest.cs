namespace AdminPortal.Simulator.Http;

/// <summary>A request as it came. Unlike the log it carries query and body: never write it anywhere.</summary>
/// <param name="Dialect">The first path segment, as in <c>whapi</c>.</param>
/// <param name="PathAndQuery">Below the dialect's own path, decoded, with its query as it came.</param>
public sealed record SeenRequest(string Dialect, string Method, string PathAndQuery, string Body);
