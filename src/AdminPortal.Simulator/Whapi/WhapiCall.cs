using System.Text.RegularExpressions;
using AdminPortal.Simulator.Faults;
using AdminPortal.Simulator.Http;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Whapi;

/// <summary>One authenticated call on one channel.</summary>
internal sealed partial record WhapiCall(
    WhatsAppWorld World, WorldNumber Number, DialectRequest Request, DrawnFaults Faults, TimeProvider Time, WhapiSwitches Switches)
    : DialectContext(World, Number, Request, Faults, Time)
{
    public string GroupId => Request.Path["group"];

    public string CommunityId => Request.Path["community"];

    /// <summary>On a binder or on a plain group: the two have twin routes with different answers.</summary>
    public bool IsOnCommunity => Request.Path.ContainsKey("community");

    public string TargetId => IsOnCommunity ? CommunityId : GroupId;

    public static bool IsGroupId(string text) => GroupIdForm().IsMatch(text);

    /// <summary>Digits; with <c>@s.whatsapp.net</c> or <c>@lid</c> in newer builds.</summary>
    public static bool IsContactId(string text) => ContactIdForm().IsMatch(text);

    /// <summary>With a suffix, always.</summary>
    public static bool IsChatId(string text) => ChatIdForm().IsMatch(text);

    /// <summary>Suffix optional; <c>@c.us</c> is not accepted.</summary>
    public static bool IsReceiver(string text) => ReceiverForm().IsMatch(text) && !text.EndsWith("@c.us", StringComparison.Ordinal);

    [GeneratedRegex(@"^[\d-]{10,31}@g\.us$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex GroupIdForm();

    [GeneratedRegex(@"^\d{7,15}(@lid|@s\.whatsapp\.net)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ContactIdForm();

    [GeneratedRegex(@"^[\d-]{10,31}@[\w.]+$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ChatIdForm();

    [GeneratedRegex(@"^[\d-]{9,31}(@[\w.]+)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ReceiverForm();
}
