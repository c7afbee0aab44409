using System.Globalization;
using AdminPortal.Features.FollowUp;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Overview;

/// <summary>What needs a person now, in the order of urgency; then how the estate grows.</summary>
public sealed partial class OverviewPage : IAsyncDisposable
{
    private static readonly ChangeTopic[] s_topics = [ChangeTopic.Requests, ChangeTopic.Operations, ChangeTopic.Connections, ChangeTopic.Groups, ChangeTopic.FollowUp];

    /// <summary>A month does not change by the second.</summary>
    private static readonly TimeSpan s_trendLife = TimeSpan.FromMinutes(1);

    private LoadState<AttentionReport> _state = new LoadState<AttentionReport>.Loading();
    private EstateTrend? _trend;
    private DateTimeOffset _trendReadAt;
    private LiveQuery? _live;
    private bool _mayConnect;

    [Inject]
    public required AttentionBoard Board { get; init; }

    [Inject]
    public required TrendBoard Trends { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required IConfiguration Configuration { get; init; }

    [Inject]
    public required ILogger<OverviewPage> Logger { get; init; }

    private bool SandboxEnabled => Configuration.GetValue<bool>("Sandbox:Enabled");

    private string Subtitle => _state switch
    {
        LoadState<AttentionReport>.Ready { Value.IsUnread: true } => "What needs you",
        LoadState<AttentionReport>.Ready { Value.IsCalm: true } => "All is well",
        LoadState<AttentionReport>.Ready => "What needs you, most urgent first",
        _ => "What needs you",
    };

    public async ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnTicked;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _mayConnect = (await CurrentActor.GetAsync()).Can(Permissions.ManageConnections);
        _live = LiveQuery.Start(Feed, s_topics, ReadAsync, Apply, InvokeAsync, DispatchExceptionAsync);
        Clock.Ticked += OnTicked;
    }

    private async Task<(LoadState<AttentionReport> State, EstateTrend? Trend)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await Board.ReadAsync(cancellationToken);
            if (!report.HasNumbers)
            {
                return (new LoadState<AttentionReport>.Empty(), null);
            }

            var trend = _trend;
            if (trend is null || Clock.Now - _trendReadAt > s_trendLife)
            {
                trend = await Trends.ReadAsync(Clock.Zone, cancellationToken);
                _trendReadAt = Clock.Now;
            }

            return (new LoadState<AttentionReport>.Ready(report), trend);
        }
#pragma warning disable CA1031 // A database that fails for a moment must not take the page down: it is logged, told, and tried again.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogReadFailed(Logger, exception);
            return (new LoadState<AttentionReport>.Failed("The overview could not be read from the console's database."), _trend);
        }
    }

    private void Apply((LoadState<AttentionReport> State, EstateTrend? Trend) read)
    {
        (_state, _trend) = read;
        StateHasChanged();
    }

    /// <summary>A pause ends by the clock, without anybody saying so.</summary>
    private void OnTicked()
    {
        if (_state is LoadState<AttentionReport>.Ready { Value.Numbers: var numbers } && numbers.Any(n => n.Until <= Clock.Now))
        {
            _live?.Refresh();
        }
    }

    private void OnRetryAsync()
    {
        _state = new LoadState<AttentionReport>.Loading();
        _live?.Refresh();
    }

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    private static string Count(int value, string one, string many) => $"{Number(value)} {(value == 1 ? one : many)}";

    private static string RequestSummary(EstateTrend trend)
    {
        var most = trend.Requests.MaxBy(d => d.Value ?? 0);
        var total = Count(trend.RequestsInAll, "request", "requests");
        return most?.Value is > 0
            ? $"{total} in {TrendBoard.Days} days, most on {Day(most.Day)} ({most.Value})."
            : $"No request in {TrendBoard.Days} days.";
    }

    /// <summary>"2 asked to join, 5 refused".</summary>
    private static string WantedInWords(AttentionReport report) => string.Join(
        ", ",
        FollowUpWords.StatesOf(FollowUpView.NeedsYou)
            .Where(report.Wanted.ContainsKey)
            .Select(s => $"{Number(report.Wanted[s])} {char.ToLowerInvariant(FollowUpWords.Of(s)[0])}{FollowUpWords.Of(s)[1..]}"));

    private static string IconOf(GroupKind kind) => kind switch
    {
        GroupKind.CommunityParent => "community",
        GroupKind.Announcement => "announcement",
        _ => "group",
    };

    private static string KindOf(GroupKind kind) => kind switch
    {
        GroupKind.CommunityParent => "Community",
        GroupKind.Announcement => "Announcements: everybody in the community",
        _ => "Group",
    };

    private static string HrefOf(CapacityLine line) =>
        line.Kind == GroupKind.CommunityParent ? PortalUrls.Community(line.Id) : PortalUrls.Group(line.Id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The overview could not be read.")]
    private static partial void LogReadFailed(ILogger logger, Exception exception);
}
