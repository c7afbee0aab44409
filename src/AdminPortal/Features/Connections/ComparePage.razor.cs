using AdminPortal.Gateways.Capabilities;
using AdminPortal.Live;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Connections;

public sealed partial class ComparePage : IAsyncDisposable
{
    private LiveQuery? _live;
    private LoadState<IReadOnlyList<ComparedNumber>> _state = new LoadState<IReadOnlyList<ComparedNumber>>.Loading();

    /// <summary>"differences" leaves out abilities in which all numbers are alike.</summary>
    [SupplyParameterFromQuery]
    public string? Only { get; set; }

    [Inject]
    public required ConnectionDirectory Directory { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    private bool Differences => Only == "differences";

    protected override void OnInitialized() =>
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Connections],
            Directory.CompareAsync,
            numbers =>
            {
                _state = LoadState.OfList(numbers);
                StateHasChanged();
            },
            InvokeAsync,
            DispatchExceptionAsync);

    public async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    internal static bool Differ(IReadOnlyList<ComparedNumber> numbers, Capability ability) =>
        numbers.Select(n => n.Capabilities[ability].Level).Distinct().Count() > 1;

    private static int CountOf(IReadOnlyList<ComparedNumber> numbers, bool differences) =>
        CapabilityWords.Areas.Sum(a => a.Abilities.Count(c => !differences || Differ(numbers, c)));

    private static string MeaningOf(CapabilityLevel level) => level switch
    {
        CapabilityLevel.Supported => "works",
        CapabilityLevel.Limited => "open it to read the limit",
        _ => "open it to read why",
    };

    private void OnRetry() => _live?.Refresh();
}
