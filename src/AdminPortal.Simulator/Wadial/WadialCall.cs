using System.Text.RegularExpressions;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Wadial;

/// <summary>One authenticated call on one session.</summary>
internal sealed partial record WadialCall(
    WhatsAppWorld World, WorldNumber Number, DialectRequest Request, DrawnFaults Faults, TimeProvider Time, WadialMemory Memory)
    : DialectContext(World, Number, Request, Faults, Time)
{
    public WadialSwitches Switches => Memory.Switches;

    public string GroupJid => Request.Path["group"];

    public string CommunityJid => Request.Path["community"];

    public static bool IsGroupJid(string text) => GroupForm().IsMatch(text);

    /// <summary>Null unless there is at least one, all full JIDs: bare digits are not documented.</summary>
    public IReadOnlyList<string>? People(string key) =>
        Request.Texts(key) is { Count: > 0 } people && people.All(person => PersonForm().IsMatch(person)) ? people : null;

    [GeneratedRegex(@"^[\d-]{10,31}@g\.us$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex GroupForm();

    [GeneratedRegex(@"^\d{5,20}@(s\.whatsapp\.net|lid)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PersonForm();
}
