using AdminPortal.Features.Operations;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What an order would create.</summary>
/// <param name="Taken">Names that a group or community of ours has already.</param>
/// <param name="Items">Calls by kind.</param>
/// <param name="Pace">How long it takes, as a sentence.</param>
/// <param name="Budget">What the number may create: "5 per hour, 30 per day"; null without a limit.</param>
public sealed record CreationPreview(
    IReadOnlyList<string> Names, IReadOnlyCollection<string> Taken, IReadOnlyDictionary<ItemKind, int> Items, TimeSpan Duration, string Pace, string? Budget)
{
    public int Longest => Names.Max(n => n.Length);
}
