using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Connections;

public sealed partial class NewConnectionPage : IDisposable
{
    private const string TestKey = "connection test";
    private const string SaveKey = "connection save";

    private readonly ConnectionForm _form = new();
    private IReadOnlyList<IGatewayVendor> _vendors = [];
    private IGatewayVendor _vendor = default!;
    private PaceLevel _level = PaceLevel.Normal;
    private Actor? _me;

    [Inject]
    public required GatewayCatalog Catalog { get; init; }

    [Inject]
    public required ConnectionRegistry Registry { get; init; }

    [Inject]
    public required PaceDesk Pace { get; init; }

    [Inject]
    public required SyncDesk Sync { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private CapabilitySet Effective => _form.Test is { } test ? _vendor.Capabilities.Narrow(test.Probed) : _vendor.Capabilities;

    private string TestSentence => _form.Test switch
    {
        null => "Reads only: the session and the group list.",
        { Works: true, Session.Number: { } number } => $"It works. The number is {StandingForm.Phone(number.Digits)}.",
        { Works: true } => "The settings work.",
        _ => "It does not work yet: see the fields.",
    };

    protected override async Task OnInitializedAsync()
    {
        Actions.Changed += OnActionsChanged;
        _vendors = [.. Catalog.Vendors.OrderBy(v => v.Kind)];
        OnVendor(_vendors[0]);
        _me = await CurrentActor.GetAsync();
    }

    public void Dispose() => Actions.Changed -= OnActionsChanged;

    private static string SummaryOf(CapabilitySet set) => $"{set.Count(s => s.Usable)} of {set.Count} abilities";

    private void OnVendor(IGatewayVendor vendor)
    {
        _vendor = vendor;
        _form.Choose(vendor);
    }

    private async Task OnTestAsync()
    {
        var draft = _form.ToDraft();
        var result = await Actions.RunAsync(TestKey, token => Registry.TestAsync(_me!, draft, connectionId: null, token));
        if (result is { Succeeded: true })
        {
            _form.Take(result.Value);
        }
    }

    private async Task OnSaveAsync()
    {
        var result = await Actions.RunAsync(SaveKey, token => Registry.AddAsync(_me!, _form.ToDraft(), _form.Test, token), $"{_form.Name.Trim()} is connected. Its groups are being read.");
        if (result is { Succeeded: false })
        {
            _form.Take(result.Failure);
        }
        else if (result is { Succeeded: true })
        {
            if (_level != PaceLevel.Normal)
            {
                await Actions.RunAsync(SaveKey, token => Pace.ChooseAsync(_me!, result.Value, _level, new PacingValues(), token));
            }

            await Sync.RequestAsync(_me!, result.Value, CancellationToken.None);
            Navigation.NavigateTo(PortalUrls.Connection(result.Value));
        }
    }

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);
}
