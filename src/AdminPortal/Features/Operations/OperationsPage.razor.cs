using AdminPortal.Live;
using AdminPortal.Features.Operations.Uploading;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Operations;

public sealed partial class OperationsPage : IAsyncDisposable
{
    private LiveQuery? _live;
    private LoadState<OperationList>? _load;
    private OperationList? _list;
    private UploadReportDialog? _upload;
    private bool _mayManage;

    [Inject]
    public required OperationBoard Board { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "connection")]
    public Guid? Connection { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    private OperationFilter Filter => new(OperationPageState.FilterOf(State), Connection);

    private int PageNumber => Math.Max(1, Page ?? 1);

    private int Skip => (PageNumber - 1) * OperationPageState.PageSize;

    public async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync() => _mayManage = (await Current.GetAsync()).Can(Permissions.ManageGroups);

    protected override void OnParametersSet()
    {
        if (_live is null)
        {
            _live = LiveQuery.Start(Feed, [ChangeTopic.Operations], LoadAsync, OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
        }
        else
        {
            _live.Refresh();
        }
    }

    private Task<OperationList> LoadAsync(CancellationToken cancellationToken) =>
        Board.ListAsync(Filter, Skip, OperationPageState.PageSize, cancellationToken);

    private void OnLoaded(OperationList list)
    {
        _list = list;
        _load = LoadState.Of(list, l => l.Rows.Count == 0);
        StateHasChanged();
    }

    private int? CountOf(OperationFilterState state) => _list?.ByState[state];

    private string UrlOf(int page) => PortalUrls.Operations(State, Connection, page);
}
