using AdminPortal.Features.Communities.Founding;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Communities;

public sealed partial class CreateGroupDialog
{
    /// <summary>Where they are proposed to be; null for on their own.</summary>
    [Parameter]
    public string? Community { get; set; }

    protected override string Noun => "group";

    protected override string Plural => "groups";

    protected override CreateGroupState NewState()
    {
        var state = new CreateGroupState(Text);
        state.Show(Estate, Community);
        return state;
    }

    protected override void Show(Estate estate) => State.Show(estate, State.Community);

    private static string? Sentence(string? reason) => reason is null ? null : $"{reason}.";

    private Task OnChangedAsync() => ChangeAsync(() => { });
}
