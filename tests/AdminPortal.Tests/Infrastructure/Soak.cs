namespace AdminPortal.Tests.Infrastructure;

/// <summary>Whether this is the long run of <c>eng/soak</c>, in which tests that otherwise take a sample take everything.</summary>
internal static class Soak
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("ADMINPORTAL_SOAK") == "1";
}
