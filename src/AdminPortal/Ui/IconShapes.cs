using System.Collections.Frozen;

namespace AdminPortal.Ui;

/// <summary>The console's own drawings on a grid of 16, stroked with the current colour.</summary>
internal static class IconShapes
{
    private static readonly FrozenDictionary<string, string> s_shapes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["announcement"] = Path("M2.3 6.4v3.2h2.2l6 3.1V3.3l-6 3.1H2.3ZM12.8 6a2.6 2.6 0 0 1 0 4M4.9 9.8l.8 3.2h1.7L6.9 10.8"),
        ["audit"] = Path("M9.6 1.9H4.2a1 1 0 0 0-1 1v10.2a1 1 0 0 0 1 1h7.6a1 1 0 0 0 1-1V5.1L9.6 1.9ZM9.4 2v3.3h3.3M5.7 9.5l1.6 1.6 3-3.1"),
        ["calendar"] = """<rect x="2.2" y="3.2" width="11.6" height="10.4" rx="1.4"/><path d="M2.2 6.6h11.6M5.3 1.8v2.6M10.7 1.8v2.6"/>""",
        ["check"] = Path("m3 8.4 3.3 3.3L13 4.8"),
        ["clock"] = """<circle cx="8" cy="8" r="5.8"/><path d="M8 4.8V8l2.2 1.5"/>""",
        ["community"] = """<circle cx="8" cy="4.2" r="2"/><circle cx="3.7" cy="11.5" r="1.9"/><circle cx="12.3" cy="11.5" r="1.9"/><path d="M7 6 4.7 9.8M9 6l2.3 3.8M5.7 11.6h4.6"/>""",
        ["connection"] = Path("M6 1.9v3M10 1.9v3M3.9 4.9h8.2v2.6a4.1 4.1 0 0 1-8.2 0V4.9ZM8 11.6v2.6"),
        ["copy"] = """<rect x="5.6" y="5.6" width="8" height="8" rx="1.4"/><path d="M10.6 5.4V3.8a1.4 1.4 0 0 0-1.4-1.4H3.8a1.4 1.4 0 0 0-1.4 1.4v5.4a1.4 1.4 0 0 0 1.4 1.4h1.6"/>""",
        ["cross"] = Path("m4.2 4.2 7.6 7.6M11.8 4.2l-7.6 7.6"),
        ["dash"] = Path("M4.5 8h7"),
        ["dot"] = """<circle cx="8" cy="8" r="3.4" fill="currentColor" stroke="none"/>""",
        ["down"] = Path("M3.8 6.2 8 10.4l4.2-4.2"),
        ["download"] = Path("M8 2.4v7.8M4.8 7.2 8 10.4l3.2-3.2M2.6 13.4h10.8"),
        ["drag"] = Dots((5.8, 3.8), (10.2, 3.8), (5.8, 8), (10.2, 8), (5.8, 12.2), (10.2, 12.2)),
        ["edit"] = Path("m10.9 2.6 2.5 2.5-7.7 7.7-3.2.7.7-3.2 7.7-7.7ZM9.2 4.3l2.5 2.5"),
        ["external"] = Path("M9.4 2.6h4v4M13.2 2.8 7.6 8.4M11.6 9.4v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3"),
        ["eye"] = """<path d="M1.5 8S3.8 3.7 8 3.7 14.5 8 14.5 8 12.2 12.3 8 12.3 1.5 8 1.5 8Z"/><circle cx="8" cy="8" r="1.9"/>""",
        ["filter"] = Path("M2 3.2h12L9.5 8.6v4.2l-3 1V8.6L2 3.2Z"),
        ["group"] = """<circle cx="6" cy="5.2" r="2.4"/><path d="M1.6 13.2c.3-2.6 2-4 4.4-4s4.1 1.4 4.4 4M10.4 3a2.4 2.4 0 0 1 0 4.4M12 9.5c1.4.6 2.2 1.9 2.4 3.7"/>""",
        ["inbox"] = Path("M2 9.2 4 3.4h8l2 5.8v3a1.2 1.2 0 0 1-1.2 1.2H3.2A1.2 1.2 0 0 1 2 12.2v-3ZM2.1 9.2h3.4l.9 1.8h3.2l.9-1.8h3.4"),
        ["info"] = """<circle cx="8" cy="8" r="5.8"/><path d="M8 7.6v3.2M8 5.2v.1"/>""",
        ["left"] = Path("M9.8 3.8 5.6 8l4.2 4.2"),
        ["link"] = Path("M6.7 9.3a2.7 2.7 0 0 0 3.8 0l2.4-2.4A2.7 2.7 0 0 0 9.1 3.1l-.9.9M9.3 6.7a2.7 2.7 0 0 0-3.8 0L3.1 9.1a2.7 2.7 0 0 0 3.8 3.8l.9-.9"),
        ["lock"] = """<rect x="3.2" y="7" width="9.6" height="6.8" rx="1.3"/><path d="M5.2 7V4.9a2.8 2.8 0 0 1 5.6 0V7"/>""",
        ["menu"] = Path("M2.5 4.2h11M2.5 8h11M2.5 11.8h11"),
        ["moon"] = Path("M13.4 9.7A5.7 5.7 0 1 1 6.3 2.6a4.5 4.5 0 0 0 7.1 7.1Z"),
        ["more"] = Dots((3.4, 8), (8, 8), (12.6, 8)),
        ["move"] = Path("M2.4 3.4v9.2M5.4 8h8M10.2 4.6 13.6 8l-3.4 3.4"),
        ["operations"] = Path("M2.2 4h7.2M2.2 8h4.4M2.2 12h4.4M9.4 7.2v5.6l4.6-2.8-4.6-2.8Z"),
        ["operators"] = """<rect x="1.8" y="3" width="12.4" height="10" rx="1.4"/><circle cx="5.8" cy="6.9" r="1.4"/><path d="M3.7 10.7c.2-1.2 1-1.8 2.1-1.8s1.9.6 2.1 1.8M10.2 6.4h1.9M10.2 9.4h1.9"/>""",
        ["overview"] = """<rect x="2.2" y="2.2" width="4.8" height="6" rx="1"/><rect x="9" y="2.2" width="4.8" height="3.6" rx="1"/><rect x="2.2" y="10.4" width="4.8" height="3.4" rx="1"/><rect x="9" y="8" width="4.8" height="5.8" rx="1"/>""",
        ["pause"] = Path("M5.4 3.4v9.2M10.6 3.4v9.2"),
        ["people"] = """<circle cx="8" cy="5.2" r="2.3"/><path d="M3.9 13.2c.3-2.6 1.8-3.9 4.1-3.9s3.8 1.3 4.1 3.9M3.7 4.4a1.9 1.9 0 0 0 0 3.3M1.2 11.6c.1-1.2.7-2 1.6-2.4M12.3 4.4a1.9 1.9 0 0 1 0 3.3M14.8 11.6c-.1-1.2-.7-2-1.6-2.4"/>""",
        ["person"] = """<circle cx="8" cy="5.1" r="2.7"/><path d="M2.7 13.6c.4-3 2.5-4.6 5.3-4.6s4.9 1.6 5.3 4.6"/>""",
        ["phone"] = """<rect x="4.4" y="1.7" width="7.2" height="12.6" rx="1.6"/><path d="M7.1 11.9h1.8"/>""",
        ["play"] = Path("M4.8 2.9v10.2L12.9 8 4.8 2.9Z"),
        ["plus"] = Path("M8 3.2v9.6M3.2 8h9.6"),
        ["qr"] = """<rect x="2.2" y="2.2" width="4.4" height="4.4" rx=".8"/><rect x="9.4" y="2.2" width="4.4" height="4.4" rx=".8"/><rect x="2.2" y="9.4" width="4.4" height="4.4" rx=".8"/><path d="M9.4 9.4h1.8v1.8M13.8 9.4v1.2M9.4 13.8h1.2M13.8 12.8v1h-1.4"/>""",
        ["question"] = """<circle cx="8" cy="8" r="5.8"/><path d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2M8 11.1v.1"/>""",
        ["refresh"] = Path("M13.3 8a5.3 5.3 0 1 1-1.6-3.8l1.7 1.7M13.6 2.6v3.4h-3.4"),
        ["right"] = Path("M6.2 3.8 10.4 8l-4.2 4.2"),
        ["search"] = """<circle cx="7" cy="7" r="4.4"/><path d="m10.3 10.3 3.4 3.4"/>""",
        ["send"] = Path("M13.9 2.1 7.2 8.8M13.9 2.1 9.6 13.9 7.2 8.8 2.1 6.4l11.8-4.3Z"),
        ["shield"] = Path("M8 1.8 13 3.7v4.1c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V3.7l5-1.9Z"),
        ["sign-out"] = Path("M6.4 13.4H3.6a1 1 0 0 1-1-1V3.6a1 1 0 0 1 1-1h2.8M6.6 8h6.8M10.4 4.9 13.5 8l-3.1 3.1"),
        ["stop"] = """<rect x="3.9" y="3.9" width="8.2" height="8.2" rx="1.2"/>""",
        ["sun"] = """<circle cx="8" cy="8" r="2.7"/><path d="M8 1.6v1.3M8 13.1v1.3M1.6 8h1.3M13.1 8h1.3M3.5 3.5l.9.9M11.6 11.6l.9.9M12.5 3.5l-.9.9M4.4 11.6l-.9.9"/>""",
        ["system"] = """<rect x="1.9" y="2.8" width="12.2" height="8.2" rx="1.3"/><path d="M5.6 13.6h4.8M8 11v2.6"/>""",
        ["trash"] = Path("M2.7 4.2h10.6M6 4.1V2.4h4v1.7M4.2 4.3l.6 9.4h6.4l.6-9.4M6.8 7v3.9M9.2 7v3.9"),
        ["undo"] = Path("M2.8 6.4h6.6a3.6 3.6 0 0 1 0 7.2H6M5.8 3.4l-3 3 3 3"),
        ["unlink"] = Path("m10.5 9.3 2.4-2.4A2.7 2.7 0 0 0 9.1 3.1L8 4.2M5.5 6.7 3.1 9.1a2.7 2.7 0 0 0 3.8 3.8L8 11.8M4.8 2v1.7M2 4.8h1.7M11.2 14v-1.7M14 11.2h-1.7"),
        ["up"] = Path("M3.8 9.8 8 5.6l4.2 4.2"),
        ["upload"] = Path("M8 10.4V2.6M4.8 5.8 8 2.6l3.2 3.2M2.6 13.4h10.8"),
        ["warning"] = Path("M8 2.2 14.4 13.2H1.6L8 2.2ZM8 6.5v3.1M8 11.4v.1"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => s_shapes.Keys;

    /// <summary>A name nobody has drawn shows a dot: a missing picture must not take a page down.</summary>
    public static string Of(string name) => s_shapes.GetValueOrDefault(name) ?? s_shapes["dot"];

    private static string Path(string data) => $"""<path d="{data}"/>""";

    private static string Dots(params (double X, double Y)[] at) =>
        string.Concat(at.Select(p => FormattableString.Invariant($"""<circle cx="{p.X}" cy="{p.Y}" r="1.15" fill="currentColor" stroke="none"/>""")));
}
