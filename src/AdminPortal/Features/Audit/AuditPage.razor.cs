using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Audit;

public sealed partial class AuditPage : IAsyncDisposable
{
    // Lines are written along with changes of every kind.
    private static readonly ChangeTopic[] s_topics =
        [ChangeTopic.Audit, ChangeTopic.Operations, ChangeTopic.Requests, ChangeTopic.Groups, ChangeTopic.Connections, ChangeTopic.Operators];

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<AuditAuthor> _authors = [];
    private LoadState<AuditPageOfLines>? _load;
    private LiveQuery? _live;
    private ChainVerdict? _verdict;
    private bool _mayExport;
    private bool _verifying;
    private long _checked;

    [Inject]
    public required AuditLog Log { get; init; }

    [Inject]
    public required ChainVerifier Verifier { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    public string? ActorId { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    public string? ActionName { get; set; }

    [SupplyParameterFromQuery(Name = "subject")]
    public string? Subject { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    private AuditPageState State => AuditPageState.Parse(Query, ActorId, ActionName, Subject, From, To, Before);

    private static string NoRight => "Only administrators verify and export the trail.";

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _mayExport = (await Current.GetAsync()).Can(Permissions.ExportAudit);
        _authors = await Log.AuthorsAsync(_gone.Token);
    }

    protected override void OnParametersSet()
    {
        if (_live is null)
        {
            _live = LiveQuery.Start(Feed, s_topics, LoadAsync, OnLoaded, InvokeAsync, DispatchExceptionAsync, Time);
        }
        else
        {
            _live.Refresh();
        }
    }

    private Task<AuditPageOfLines> LoadAsync(CancellationToken cancellationToken)
    {
        var state = State;
        return Log.PageAsync(state.ToFilter(Clock.Zone), state.Before, cancellationToken);
    }

    private void OnLoaded(AuditPageOfLines page)
    {
        _load = LoadState.Of(page, p => p.Lines.Count == 0);
        StateHasChanged();
    }

    private void Go(AuditPageState state)
    {
        // Through the address, so that empty choices fall away and the filter can be shared.
        var next = AuditPageState.Parse(
            state.Query, state.Actor?.ToString(), state.Action, state.Subject, AuditPageState.Text(state.From), AuditPageState.Text(state.To), before: null);
        Navigation.NavigateTo(next.Url(), replace: true);
    }

    private async Task VerifyAsync()
    {
        _verifying = true;
        _verdict = null;
        _checked = 0;
        var actor = await Current.GetAsync();
        var progress = new Progress<long>(count => _ = InvokeAsync(() =>
        {
            _checked = count;
            StateHasChanged();
        }));
        var result = await Actions.RunAsync("audit:verify", token => Verifier.VerifyAsync(actor, progress, token));
        _verdict = result?.Value;
        _verifying = false;
        if (_verdict is not null)
        {
            Actions.Announce(_verdict.Sentence);
        }
    }
}
