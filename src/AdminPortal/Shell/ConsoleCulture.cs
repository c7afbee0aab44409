using System.Globalization;

namespace AdminPortal.Shell;

/// <summary>
/// The console speaks English, whatever the machine it runs on speaks: its sentences end up in the audit trail, in reports and
/// on the screens of others, and the same number must read the same everywhere.
/// </summary>
internal static class ConsoleCulture
{
    /// <summary>Before anything else: threads take over the culture that stands when they start.</summary>
    public static void Pin()
    {
        var culture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    }
}
