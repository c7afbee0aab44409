using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Ui;

namespace AdminPortal.Features.Participants;

/// <summary>What the preview of an add says about a line.</summary>
internal static class PastedWords
{
    public static string Of(PastedVerdict verdict) => verdict switch
    {
        PastedVerdict.Ready => "Ready",
        PastedVerdict.Duplicate => "Duplicate",
        PastedVerdict.AlreadyIn => "Already in",
        PastedVerdict.BeingAdded => "Being added",
        PastedVerdict.NotOnWhatsApp => "Not on WhatsApp",
        _ => "Invalid",
    };

    public static StatusTone ToneOf(PastedVerdict verdict) => verdict switch
    {
        PastedVerdict.Ready => StatusTone.Confirmed,
        PastedVerdict.BeingAdded => StatusTone.Pending,
        PastedVerdict.Invalid or PastedVerdict.NotOnWhatsApp => StatusTone.Refused,
        _ => StatusTone.Neutral,
    };
}
