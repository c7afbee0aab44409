namespace AdminPortal.Ui;

/// <summary>What a passing message tells.</summary>
public enum ToastTone
{
    Done,
    Note,
    Failure,
}

/// <summary>A passing message. Failures stay until they are dismissed.</summary>
/// <param name="Href">Where to read on, or null.</param>
public sealed record Toast(Guid Id, ToastTone Tone, string Text, string? Href);
