using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator.Faults;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Sandbox;

public sealed partial class SandboxPage : IDisposable
{
    private const string ResetKey = "sandbox reset";

    private static readonly (double Speed, string Text)[] s_speeds =
    [
        (0, "Nothing"),
        (1, "Slowly: one a minute"),
        (6, "Normally: 6 a minute"),
        (30, "Busily: 30 a minute"),
        (120, "Wildly: 120 a minute"),
        (600, "Beyond reason: 600 a minute"),
    ];

    private SandboxStatus? _status;
    private Actor? _me;

    [Inject]
    public required SandboxControl Sandbox { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required OperatorActions Actions { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    protected override async Task OnInitializedAsync()
    {
        Actions.Changed += OnActionsChanged;
        Clock.Ticked += OnTicked;
        _status = Sandbox.Read();
        _me = await CurrentActor.GetAsync();
    }

    public void Dispose()
    {
        Actions.Changed -= OnActionsChanged;
        Clock.Ticked -= OnTicked;
    }

    /// <summary>A speed set in the configuration is offered beside the usual ones.</summary>
    private static IReadOnlyList<SelectOption<double>> Speeds(double current) =>
    [
        .. s_speeds.Select(s => new SelectOption<double>(s.Speed, s.Text)),
        .. s_speeds.Any(s => s.Speed == current) ? Array.Empty<SelectOption<double>>() : [new SelectOption<double>(current, $"{current:0.#} a minute")],
    ];

    private Task OnSpeedAsync(double speed) => RunAsync("sandbox speed", token => Sandbox.SetSpeedAsync(_me!, speed, token));

    private Task OnSessionAsync(SandboxNumber number) =>
        RunAsync(number.Phone, token => Sandbox.SetSignedInAsync(_me!, number.Phone, !number.SignedIn, token));

    private Task OnFaultAsync(SandboxNumber number, FaultKind kind, ChangeEventArgs e) =>
        Enum.TryParse<FaultChance>(e.Value as string, out var chance)
            ? RunAsync($"{number.Phone} {kind}", token => Sandbox.SetFaultAsync(_me!, number.Phone, kind, chance, token))
            : Task.CompletedTask;

    private Task OnClearAsync() => RunAsync("sandbox faults", token => Sandbox.ClearFaultsAsync(_me!, token), "All faults are off.");

    private Task OnResetAsync() => RunAsync(
        ResetKey,
        token => Sandbox.ResetAsync(_me!, token),
        "The sandbox is as new. The console reads it again.",
        new Confirmation(
            "Reset the sandbox?",
            "Every change made in it is undone: groups, members, requests, and all faults. What this console recorded (operations, audit, history) stays.",
            "Reset the sandbox",
            Dangerous: true));

    private async Task RunAsync(string key, Func<CancellationToken, Task<Result<Done>>> call, string? done = null, Confirmation? confirm = null)
    {
        await Actions.RunAsync(key, call, done, confirm: confirm);
        _status = Sandbox.Read();
    }

    private void OnActionsChanged() => _ = InvokeAsync(StateHasChanged);

    private void OnTicked() => _ = InvokeAsync(() =>
    {
        _status = Sandbox.Read();
        StateHasChanged();
    });
}
