using AdminPortal.Features.Groups;
using AdminPortal.Results;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>The name of what is created, or of several of a running number, as entered: prefix, name and numbers.</summary>
public sealed class NamingState(GroupText text)
{
    /// <summary>So many stand in the line that shows what comes of it, the last one besides.</summary>
    private const int Shown = 3;

    /// <summary>Stands before the name.</summary>
    public string? Prefix { get; set; }

    public string? Name { get; set; }

    /// <summary>Ticked; a mark in the name says the same.</summary>
    public bool Numbered { get; set; }

    public int? First { get; set; } = 1;

    public int? Count { get; set; } = 10;

    /// <summary>The operator says where the number goes.</summary>
    public bool HasMark => NamePattern.HasMark(Prefix) || NamePattern.HasMark(Name);

    public bool IsSeries => Numbered || HasMark;

    public bool IsEmpty => string.IsNullOrWhiteSpace(Name);

    /// <summary>As an order takes it.</summary>
    public string Pattern => NamePattern.Compose(Prefix, Name, IsSeries, FirstNumber, Copies);

    public int FirstNumber => First ?? -1;

    public int Copies => IsSeries ? Count ?? 0 : 1;

    public Result<IReadOnlyList<string>> Names => NamePattern.Expand(text, Pattern, FirstNumber, Copies);

    /// <summary>Characters the name itself may have, beside its prefix and its highest number.</summary>
    public int Room => Math.Max(0, text.Limits.NameAtCreation - (NamePattern.Last(Pattern, FirstNumber, Copies).Length - (Name?.Length ?? 0)));

    public string? CountProblem => IsSeries ? Problem(NamePattern.CountField) : null;

    /// <summary>What comes of it, where that is not just what was typed: "Harbor 01, Harbor 02, Harbor 03 … Harbor 10".</summary>
    public string? Outcome => (IsSeries || !string.IsNullOrWhiteSpace(Prefix)) && !IsEmpty && Names.Value is { } names
        ? names.Count <= Shown + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Shown))} … {names[^1]}"
        : null;

    /// <param name="wanted">Somebody wants to go on; before that an empty field is no mistake.</param>
    public string? NameProblem(bool wanted) =>
        IsEmpty ? wanted || !string.IsNullOrEmpty(Name) ? text.NewName(Name).Failure?.Message : null
        : Problem(GroupText.NameField);

    private string? Problem(string field) => Names.Failure is { } failure && failure.Field == field ? failure.Message : null;
}
