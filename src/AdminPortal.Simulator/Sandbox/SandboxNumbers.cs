namespace AdminPortal.Simulator.Sandbox;

/// <summary>Which of our numbers stand in the sandbox.</summary>
public enum SandboxNumbers
{
    /// <summary>Two, both at RyzeAPI.</summary>
    TwoAtRyzeApi,

    /// <summary>One at each vendor. Each owns something, and they see overlapping parts of the one world.</summary>
    OnePerVendor,
}
