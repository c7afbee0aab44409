using AdminPortal.Ui;

namespace AdminPortal.Shell;

/// <summary>How a number's health is worded and painted, wherever it appears.</summary>
public static class NumberHealthForm
{
    public static StatusTone Tone(this NumberState state) => state switch
    {
        NumberState.Connected => StatusTone.Confirmed,
        NumberState.Paused or NumberState.Connecting => StatusTone.Pending,
        NumberState.Unchecked => StatusTone.Unknown,
        _ => StatusTone.Refused,
    };

    /// <summary>"connected", "paused until 14:32", "signed out".</summary>
    public static string Words(this NumberHealth health, ViewerClock clock) => health.State switch
    {
        NumberState.Connected => "connected",
        NumberState.Paused when health.Until is { } until => $"paused until {clock.Clock(until)}",
        NumberState.Connecting => "connecting",
        NumberState.SignedOut => "signed out",
        NumberState.Stopped => "stopped",
        NumberState.Unreachable => "does not answer",
        NumberState.Disconnected => "disconnected",
        _ => "not checked yet",
    };
}
