using Microsoft.AspNetCore.Components;

namespace AdminPortal.Ui;

/// <summary>A question before something happens.</summary>
/// <param name="Title">The question: "Remove 12 people from Harbor Crew?".</param>
/// <param name="Text">What happens, to how many.</param>
/// <param name="ConfirmText">The verb on the button: "Remove 12 people". Never "OK".</param>
/// <param name="Dangerous">Cannot be taken back, or hurts many.</param>
/// <param name="TypeToConfirm">What the operator must type first, for example the number of people.</param>
/// <param name="Points">Single consequences, one per line.</param>
public sealed record Confirmation(
    string Title,
    string Text,
    string ConfirmText,
    bool Dangerous = false,
    string? TypeToConfirm = null,
    IReadOnlyList<string>? Points = null)
{
    /// <summary>Something to decide before confirming, for example through which number.</summary>
    public RenderFragment? Content { get; init; }
}
