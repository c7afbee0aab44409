using System.Collections;
using AdminPortal.Simulator.Faults;

namespace AdminPortal.Simulator.Http;

/// <summary>A vendor's paths as templates, <c>groups/{group}/invite</c>. The first that fits wins: fixed words go before open places.</summary>
internal sealed class RouteTable<TContext> : IEnumerable
    where TContext : DialectContext
{
    private readonly List<Route> _routes = [];

    public void Add(string method, string template, RouteKind kind, Func<TContext, DialectReply> answer) =>
        _routes.Add(new Route(method, template.Split('/'), kind, answer));

    /// <summary>Fills <see cref="DialectRequest.Path"/> when a route is found.</summary>
    public Route? Find(DialectRequest request, int skippedSegments = 0)
    {
        foreach (var route in _routes)
        {
            if (route.Method == request.Method && Match(route.Template, request.Segments, skippedSegments) is { } path)
            {
                request.Path = path;
                return route;
            }
        }

        return null;
    }

    IEnumerator IEnumerable.GetEnumerator() => _routes.GetEnumerator();

    private static Dictionary<string, string>? Match(string[] template, IReadOnlyList<string> segments, int skipped)
    {
        if (segments.Count - skipped != template.Length)
        {
            return null;
        }

        var path = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < template.Length; index++)
        {
            var (part, segment) = (template[index], segments[index + skipped]);
            if (part.StartsWith('{'))
            {
                path[part[1..^1]] = segment;
            }
            else if (part != segment)
            {
                return null;
            }
        }

        return path;
    }

    internal sealed record Route(string Method, string[] Template, RouteKind Kind, Func<TContext, DialectReply> Answer);
}
