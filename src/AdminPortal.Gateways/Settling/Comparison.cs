using AdminPortal.Gateways.Model;

namespace AdminPortal.Gateways.Settling;

/// <summary>What was asked for and is not shown, each in words that finish "this is as it was: …".</summary>
internal static class Comparison
{
    /// <param name="showsPictures">False where a group's detail shows no picture although it has one.</param>
    public static IReadOnlyList<string> Missing(ProfileChange change, GroupDetail shown, bool showsPictures = true)
    {
        List<string> missing = [];
        if (change.Name is { } name && !SameText(name, shown.Name))
        {
            missing.Add("name");
        }

        if (change.Description is { } description && !SameText(description, shown.Description))
        {
            missing.Add("description");
        }

        // A picture can be seen to be there or not; whether it is the new one cannot.
        if (showsPictures && (change.RemovePicture ? shown.Picture is not null : change.Picture is not null && shown.Picture is null))
        {
            missing.Add("picture");
        }

        return missing;
    }

    public static IReadOnlyList<string> Missing(GroupSettings change, GroupDetail shown) =>
        [.. SettingStep.Of(change).Where(s => s.IsDisproved(shown.Settings)).Select(s => s.Words)];

    public static bool SameText(string wanted, string? actual) =>
        string.Equals(wanted.ReplaceLineEndings("\n").Trim(), (actual ?? "").ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);
}

/// <summary>One setting of a change, for vendors that take one per request.</summary>
/// <param name="Words">Names it in a sentence.</param>
/// <param name="Setting">The change with this setting only.</param>
internal sealed record SettingStep(string Words, GroupSettings Setting)
{
    public static IEnumerable<SettingStep> Of(GroupSettings change)
    {
        if (change.OnlyAdminsSend is { } send)
        {
            yield return new("who may send", new GroupSettings(OnlyAdminsSend: send));
        }

        if (change.OnlyAdminsEdit is { } edit)
        {
            yield return new("who may edit the group", new GroupSettings(OnlyAdminsEdit: edit));
        }

        if (change.OnlyAdminsAdd is { } add)
        {
            yield return new("who may add people", new GroupSettings(OnlyAdminsAdd: add));
        }

        if (change.ApprovalRequired is { } approval)
        {
            yield return new("approval of new members", new GroupSettings(ApprovalRequired: approval));
        }

        if (change.DisappearingAfter is { } lifetime)
        {
            yield return new("disappearing messages", new GroupSettings(DisappearingAfter: lifetime));
        }
    }

    /// <summary>A setting that the answer does not show is neither proved nor disproved.</summary>
    public bool IsDisproved(GroupSettings shown) => IsShown(shown) && !IsProved(shown);

    public bool IsProved(GroupSettings shown) => Setting == Only(shown);

    private bool IsShown(GroupSettings shown) => Only(shown) != new GroupSettings();

    private GroupSettings Only(GroupSettings shown) => new(
        Setting.OnlyAdminsSend is null ? null : shown.OnlyAdminsSend,
        Setting.OnlyAdminsEdit is null ? null : shown.OnlyAdminsEdit,
        Setting.OnlyAdminsAdd is null ? null : shown.OnlyAdminsAdd,
        Setting.ApprovalRequired is null ? null : shown.ApprovalRequired,
        Setting.DisappearingAfter is null ? null : shown.DisappearingAfter);
}
