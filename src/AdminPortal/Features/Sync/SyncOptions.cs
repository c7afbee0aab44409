using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Sync;

/// <summary>Section <c>Sync</c>: how old values may become before they are read again, per number and within its budget.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>How often each number looks whether something is due.</summary>
    public TimeSpan TickEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>One round of reading ends after this time, so that a changed plan is noticed.</summary>
    public TimeSpan RoundLength { get; set; } = TimeSpan.FromSeconds(45);

    public TimeSpan SessionEvery { get; set; } = TimeSpan.FromMinutes(1);

    public TimeSpan ListEvery { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Membership requests of groups with approval, where one of our numbers is admin.</summary>
    public TimeSpan RequestsEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The subgroups of a community, and the groups that members suggest for it.</summary>
    public TimeSpan SubgroupsEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Detail and members are read again when they are older, even if nothing gave a reason.</summary>
    public TimeSpan DetailMaxAge { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The same where no events of groups come: the gateway has none, or none came for a day.</summary>
    public TimeSpan DetailMaxAgeUnheard { get; set; } = TimeSpan.FromHours(2);

    /// <summary>A suspicious shrinking is believed when a later read shows exactly the same after this time.</summary>
    public TimeSpan SuspicionHold { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A group that could not be read is left alone for this time.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(10);

}

internal sealed class SyncOptionsValidator : IValidateOptions<SyncOptions>
{
    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        (string Key, TimeSpan Value)[] spans =
        [
            (nameof(SyncOptions.TickEvery), options.TickEvery),
            (nameof(SyncOptions.RoundLength), options.RoundLength),
            (nameof(SyncOptions.SessionEvery), options.SessionEvery),
            (nameof(SyncOptions.ListEvery), options.ListEvery),
            (nameof(SyncOptions.RequestsEvery), options.RequestsEvery),
            (nameof(SyncOptions.SubgroupsEvery), options.SubgroupsEvery),
            (nameof(SyncOptions.DetailMaxAge), options.DetailMaxAge),
            (nameof(SyncOptions.DetailMaxAgeUnheard), options.DetailMaxAgeUnheard),
            (nameof(SyncOptions.SuspicionHold), options.SuspicionHold),
            (nameof(SyncOptions.RetryAfter), options.RetryAfter),
        ];
        var problems = spans
            .Where(s => s.Value < TimeSpan.FromSeconds(1) || s.Value > TimeSpan.FromDays(30))
            .Select(s => $"{SyncOptions.Section}:{s.Key} must be between one second and 30 days, written as d.hh:mm:ss; it is {s.Value}.")
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
