using System.Globalization;

namespace AdminPortal.Features.Pacing;

/// <summary>One value of a class that a number may have for itself.</summary>
public enum PaceField
{
    /// <summary>Seconds.</summary>
    Spacing = 1,
    PerMinute = 2,
    PerHour = 3,
    PerDay = 4,
}

/// <summary>What is being chosen about the pace of a number. An empty field takes the profile's value.</summary>
public sealed class PaceForm
{
    private readonly Dictionary<(PaceClass, PaceField), string> _typed = [];

    public static IReadOnlyList<(PaceField Field, string Label)> Fields { get; } =
        [(PaceField.Spacing, "s apart"), (PaceField.PerMinute, "a minute"), (PaceField.PerHour, "an hour"), (PaceField.PerDay, "in 24 h")];

    public PaceLevel Level { get; set; } = PaceLevel.Normal;

    public string? RequestsPerMinute { get; set; }

    public bool HasOwn => RequestsPerMinute is { Length: > 0 } || _typed.Values.Any(v => v.Length > 0);

    public void Show(PaceChoice choice)
    {
        Level = choice.Level;
        RequestsPerMinute = Text(choice.Own.RequestsPerMinute);
        _typed.Clear();
        foreach (var paceClass in Enum.GetValues<PaceClass>())
        {
            var own = choice.Own.Of(paceClass);
            Type(paceClass, PaceField.Spacing, Text(own.Spacing?.TotalSeconds));
            Type(paceClass, PaceField.PerMinute, Text(own.PerMinute));
            Type(paceClass, PaceField.PerHour, Text(own.PerHour));
            Type(paceClass, PaceField.PerDay, Text(own.PerDay));
        }
    }

    public string Typed(PaceClass paceClass, PaceField field) => _typed.GetValueOrDefault((paceClass, field), "");

    public void Type(PaceClass paceClass, PaceField field, string? text) => _typed[(paceClass, field)] = text?.Trim() ?? "";

    /// <summary>What the profile says where nothing is typed.</summary>
    public static string Default(KindPace pace, PaceField field) => field switch
    {
        PaceField.Spacing => Text(pace.Spacing?.TotalSeconds) ?? "0",
        PaceField.PerMinute => Text(pace.PerMinute) ?? "–",
        PaceField.PerHour => Text(pace.PerHour) ?? "–",
        _ => Text(pace.PerDay) ?? "–",
    };

    /// <summary>The number's own values as typed.</summary>
    /// <param name="before">Keeps what this form does not show.</param>
    /// <param name="problem">The first field that is no number, as a sentence.</param>
    public PacingValues? Read(PacingValues before, out string? problem)
    {
        var own = new PacingValues();
        problem = null;
        foreach (var paceClass in Enum.GetValues<PaceClass>())
        {
            var label = PaceMeterWords.Label(paceClass);
            if (!TrySeconds(Typed(paceClass, PaceField.Spacing), out var spacing))
            {
                problem = $"{label}: write the spacing as seconds, for example 7.5.";
            }

            if (!TryCount(Typed(paceClass, PaceField.PerMinute), out var minute)
                || !TryCount(Typed(paceClass, PaceField.PerHour), out var hour)
                || !TryCount(Typed(paceClass, PaceField.PerDay), out var day))
            {
                problem = $"{label}: write caps as whole numbers from 1.";
                return null;
            }

            own.Set(paceClass, new KindPace(spacing, minute, hour, day, before.Of(paceClass).PerQuarterHour));
        }

        if (!TryCount(RequestsPerMinute?.Trim() ?? "", out var requests))
        {
            problem = "Write the requests per minute as a whole number from 1.";
        }

        own.RequestsPerMinute = requests;
        return problem is null ? own : null;
    }

    private static bool TrySeconds(string text, out TimeSpan? spacing)
    {
        spacing = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds > TimeSpan.FromDays(1).TotalSeconds)
        {
            return false;
        }

        spacing = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static bool TryCount(string text, out int? count)
    {
        count = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
        return text.Length == 0 || count is not null;
    }

    private static string? Text(IFormattable? value) => value?.ToString(format: null, CultureInfo.InvariantCulture);
}
