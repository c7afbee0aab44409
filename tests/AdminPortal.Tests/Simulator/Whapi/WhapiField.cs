using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdminPortal.Tests.Simulator.Whapi;

/// <summary>A parameter or a member of a body: required unless it says otherwise.</summary>
internal sealed record WhapiField
{
    private readonly Func<JsonNode, string?> _check;

    private WhapiField(string name, Func<JsonNode, string?> check)
    {
        Name = name;
        _check = check;
    }

    public string Name { get; }

    public bool IsRequired { get; private init; } = true;

    public bool IsNumber { get; private init; }

    public static WhapiField Text(string name, string pattern = "") => new(name, node => Check(node, pattern));

    public static WhapiField Choice(string name, params string[] choices) => new(
        name,
        node => node.GetValueKind() is JsonValueKind.String && choices.Contains(node.GetValue<string>())
            ? null
            : "is none of " + string.Join(", ", choices));

    public static WhapiField Flag(string name) => new(
        name, node => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : "is no boolean");

    public static WhapiField Number(string name, int least, int most) => new(
        name,
        node => node.GetValueKind() is JsonValueKind.Number && node.AsValue().TryGetValue<int>(out var number) && number >= least && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"is no number from {least} to {most}"))
    {
        IsNumber = true,
    };

    /// <summary>At least one text of that form.</summary>
    public static WhapiField List(string name, string pattern) => new(
        name,
        node => node is not JsonArray { Count: > 0 } list
            ? "is no list with something in it"
            : list.Select(item => item is null ? "has null in it" : Check(item, pattern)).FirstOrDefault(problem => problem is not null));

    public static WhapiField Anything(string name) => new(name, _ => null);

    public WhapiField Optional() => this with { IsRequired = false };

    /// <param name="value">Null when it was not sent.</param>
    public string? Problem(JsonNode? value) => value is null
        ? IsRequired ? $"'{Name}' is missing" : null
        : _check(value) is { } problem ? $"'{Name}' {problem}" : null;

    private static string? Check(JsonNode node, string pattern) => node.GetValueKind() is not JsonValueKind.String
        ? "is no text"
        : WhapiOperation.IsMatch(node.GetValue<string>(), pattern) ? null : $"has the wrong form: {node.GetValue<string>()}";
}
