using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Groups;

/// <summary>What the panels about one group have in common: they keep its sheet current and know what the operator may.</summary>
public abstract class GroupSheetPanel : ComponentBase, IAsyncDisposable
{
    private LiveQuery? _live;
    private string? _shown;

    [Inject]
    public required GroupDirectory Groups { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    /// <summary>The group or community, as listed.</summary>
    [Parameter, EditorRequired]
    public string GroupId { get; set; } = "";

    protected LoadState<GroupSheet> State { get; private set; } = new LoadState<GroupSheet>.Loading();

    /// <summary>The operator may change groups.</summary>
    protected bool MayManage { get; private set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == GroupId)
        {
            return;
        }

        var groupId = _shown = GroupId;
        State = new LoadState<GroupSheet>.Loading();
        MayManage = (await CurrentActor.GetAsync()).Can(Permissions.ManageGroups);
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Groups, ChangeTopic.Operations, ChangeTopic.Connections, ChangeTopic.Requests],
            load: async cancellationToken =>
            {
                var sheet = await Groups.GetAsync(groupId, cancellationToken);
                if (sheet.Succeeded)
                {
                    await ReadAlongAsync(sheet.Value, cancellationToken);
                }

                return sheet;
            },
            apply: sheet =>
            {
                State = LoadState.From(sheet);
                OnSheet();
                StateHasChanged();
            },
            dispatch: InvokeAsync,
            onError: DispatchExceptionAsync);
    }

    /// <summary>Reads what the panel shows beside the sheet. Runs off the renderer; a render follows.</summary>
    protected virtual Task ReadAlongAsync(GroupSheet sheet, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A sheet was read, and what is shown beside it. Runs on the renderer, before the render.</summary>
    protected virtual void OnSheet()
    {
    }

    protected void Reload() => _live?.Refresh();

    /// <summary>The sheet, where there is one.</summary>
    protected GroupSheet? Sheet => (State as LoadState<GroupSheet>.Ready)?.Value;

    public virtual async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
