using AdminPortal.Live;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.People;

public sealed partial class PeoplePage : IAsyncDisposable
{
    /// <summary>How long somebody must stop typing before the search runs.</summary>
    private static readonly TimeSpan s_typingPause = TimeSpan.FromMilliseconds(250);

    private LiveQuery? _live;
    private ITimer? _typing;
    private string? _shownQuery;
    private string? _text;
    private string? _asked;
    private int _wanted = PersonDirectory.PageSize;
    private PeopleListing? _listing;
    private LoadState<PeopleListing> _state = new LoadState<PeopleListing>.Loading();

    [Inject]
    public required PersonDirectory People { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    protected override void OnInitialized() =>
        _typing = Time.CreateTimer(_ => _ = InvokeAsync(Search), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    protected override void OnParametersSet()
    {
        if (_live is null)
        {
            (_shownQuery, _text) = (Query, Query);
            _live = LiveQuery.Start(
                Feed,
                [ChangeTopic.Groups, ChangeTopic.Requests],
                token => People.SearchAsync(Sight.Query(Query), from: null, token, _wanted),
                OnLoaded,
                InvokeAsync,
                DispatchExceptionAsync,
                Time);
        }
        else if (_shownQuery != Query)
        {
            if (Query != _asked)
            {
                // Back, forward or a link; not the echo of what is being typed.
                _text = Query;
            }

            (_shownQuery, _wanted) = (Query, PersonDirectory.PageSize);
            _live.Refresh();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_typing is not null)
        {
            await _typing.DisposeAsync();
        }

        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    private void OnLoaded(PeopleListing listing)
    {
        _listing = listing;
        _state = LoadState.Of(listing, l => l.Rows.Count == 0);
        StateHasChanged();
    }

    private void OnTyping(ChangeEventArgs e)
    {
        _text = e.Value as string;
        _typing?.Change(s_typingPause, Timeout.InfiniteTimeSpan);
    }

    private void Search()
    {
        // Whoever has followed a link meanwhile is not called back.
        if ((_text ?? "") != (Query ?? "") && new Uri(Navigation.Uri).AbsolutePath == PortalUrls.People())
        {
            _asked = _text;
            Navigation.NavigateTo(PortalUrls.People(_text), replace: true);
        }
    }

    private void OnMore()
    {
        _wanted = Math.Min(_wanted + (2 * PersonDirectory.PageSize), PersonDirectory.MaxPage);
        _live?.Refresh();
    }

    private void OnRetry() => _live?.Refresh();
}
