using AdminPortal.Live;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Operators;

public sealed partial class OperatorsPage : IAsyncDisposable
{
    private LoadState<RosterView>? _load;
    private LiveQuery? _live;
    private Actor? _me;
    private bool _inviting;

    [Inject]
    public required OperatorRoster Roster { get; init; }

    [Inject]
    public required InvitationDesk Invitations { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    public async ValueTask DisposeAsync()
    {
        Actions.Changed -= OnActionsChanged;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        Actions.Changed += OnActionsChanged;
        var me = _me = await Current.GetAsync();
        _live = LiveQuery.Start(Feed, [ChangeTopic.Operators], ct => Roster.ListAsync(me, ct), OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
    }

    private static string KeyOf(Guid id) => $"operator:{id}";

    private void Refresh() => _live?.Refresh();

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private void OpenInvite() => _inviting = true;

    private void OnLoaded(Result<RosterView> roster)
    {
        _load = roster.Succeeded ? LoadState.Of(roster.Value) : new LoadState<RosterView>.Failed(roster.Failure.Message);
        StateHasChanged();
    }

    private async Task ChangeRoleAsync(OperatorRow row, OperatorRole role)
    {
        var actor = await Current.GetAsync();
        await Actions.RunAsync(
            KeyOf(row.Id),
            token => Roster.ChangeRoleAsync(actor, row.Id, role, token),
            done: $"{row.Name} is {role} now.",
            confirm: new Confirmation(
                $"Make {row.Name} {role}?",
                $"{role}: {RoleWords.Describe(role)} {row.Name} is signed out everywhere and comes back with the new role.",
                $"Make {role}",
                Dangerous: role == OperatorRole.Administrator));
        // Declined or refused: the list shows again what is true.
        Refresh();
    }

    private async Task DisableAsync(OperatorRow row)
    {
        var actor = await Current.GetAsync();
        await Actions.RunAsync(
            KeyOf(row.Id),
            token => Roster.DisableAsync(actor, row.Id, token),
            done: $"{row.Name} may not use the console any more.",
            confirm: new Confirmation(
                $"Disable {row.Name}?",
                "Open screens of this operator end at once. What was begun goes on. You can enable the account again.",
                "Disable",
                Dangerous: true));
    }

    private async Task EnableAsync(OperatorRow row)
    {
        var actor = await Current.GetAsync();
        await Actions.RunAsync(KeyOf(row.Id), token => Roster.EnableAsync(actor, row.Id, token), done: $"{row.Name} may use the console.");
    }

    private async Task RevokeAsync(InvitationRow invitation)
    {
        var actor = await Current.GetAsync();
        await Actions.RunAsync(KeyOf(invitation.Id), token => Invitations.RevokeAsync(actor, invitation.Id, token), done: "The link is not valid any more.");
    }
}
