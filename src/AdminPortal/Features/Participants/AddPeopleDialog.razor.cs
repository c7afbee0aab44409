using System.Globalization;
using System.Text;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Participants;

/// <summary>Paste or choose a file, look at what was found, add, and watch what becomes of everybody.</summary>
public sealed partial class AddPeopleDialog
{
    private readonly AddPeopleState _state = new();
    private ElementReference _text;
    private IJSObjectReference? _module;
    private LiveQuery? _live;
    private AddTarget? _target;
    private AddProgress? _progress;
    private string? _refused;
    private string? _home = "";
    private string? _error;
    private Guid? _underWayIn;
    private PlanForecast? _forecast;
    private StartChoice? _when;
    private Guid? _through;
    private InviteWay? _invite;
    private string _message = InviteText.Suggested;
    private string? _messageError;
    private bool _open;
    private bool _checking;

    [Inject]
    public required AddPeopleDesk Desk { get; init; }

    [Inject]
    public required PlanForecaster Forecaster { get; init; }

    [Inject]
    public required CurrentActor CurrentActor { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required OperatorActions Runner { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter, EditorRequired]
    public string GroupId { get; set; } = "";

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private string BusyKey => $"add:{GroupId}";

    private string Title => _target is { } target ? $"Add people to {target.Group.Name}" : "Add people";

    private string? WhyNotReady => _state.Ready == 0 ? "Nobody is ready to be added"
        : _target?.PlacesLeft < _state.Ready ? "There are too few places left"
        : null;

    // Virtualize takes a collection that it may index.
    private ICollection<PastedPerson> Shown => [.. _state.Shown];

    // Who needs somebody's attention stands first.
    private ICollection<NewcomerOutcome> Outcomes => [.. (_progress?.People ?? []).OrderBy(p => p.State switch
    {
        ItemState.Refused or ItemState.NotApplied => 0,
        ItemState.Unknown => 1,
        ItemState.Confirmed => 3,
        _ => 2,
    })];

    protected override async Task OnParametersSetAsync()
    {
        if (Open == _open)
        {
            return;
        }

        _open = Open;
        if (Open)
        {
            _state.Reset();
            (_error, _underWayIn, _progress, _messageError, _through) = (null, null, null, null, null);
            await LookAsync();
        }
        else
        {
            await StopWatchingAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopWatchingAsync();
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the module with it.
            }
        }
    }

    private async Task LookAsync()
    {
        (_target, _refused) = (null, null);
        var target = await Desk.TargetAsync(await CurrentActor.GetAsync(), GroupId, CancellationToken.None);
        (_target, _refused, _home) = (target.Value, target.Failure?.Message, target.Value?.Home?.Iso ?? "");
        // A message to strangers is the main reason of bans: nobody sends one without having chosen it.
        _invite = _target is { } ready && ready.WhyNot(InviteWay.Card) is null ? InviteWay.Card : null;
    }

    private async Task OnCheckAsync()
    {
        _error = null;
        _checking = true;
        try
        {
            if (await PastedTextAsync() is not { } text)
            {
                _error = PeopleFile.TooLarge().Message;
                return;
            }

            await CheckAsync(PastedPeople.RowsOf(text));
        }
        finally
        {
            _checking = false;
        }
    }

    /// <summary>
    /// Read as a stream when it is wanted: bound to every keystroke, a long text would exceed what one message of the circuit
    /// may carry. Null when it is too long.
    /// </summary>
    private async Task<string?> PastedTextAsync()
    {
        _module ??= await JS.InvokeAsync<IJSObjectReference>("import", "./Features/Participants/AddPeopleDialog.razor.js");
        await using var reference = await _module.InvokeAsync<IJSStreamReference>("read", _text);
        if (reference.Length > PastedPeople.MaxBytes)
        {
            return null;
        }

        await using var stream = await reference.OpenReadStreamAsync(PastedPeople.MaxBytes);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private async Task OnFileAsync(InputFileChangeEventArgs e)
    {
        _error = null;
        if (e.File.Size > PastedPeople.MaxBytes)
        {
            _error = PeopleFile.TooLarge().Message;
            return;
        }

        _checking = true;
        try
        {
            await using var file = e.File.OpenReadStream(PastedPeople.MaxBytes);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy);
            var rows = PeopleFile.RowsOf(copy.ToArray());
            if (rows.Succeeded)
            {
                await CheckAsync(rows.Value);
            }
            else
            {
                _error = rows.Failure.Message;
            }
        }
        catch (IOException)
        {
            _error = "The file could not be read to its end. Choose it again.";
        }
        finally
        {
            _checking = false;
        }
    }

    private async Task CheckAsync(List<PastedRow> rows)
    {
        if (rows.Count == 0)
        {
            _error = "Paste at least one number, or choose a file.";
            return;
        }

        if (rows.Count > PastedPeople.MaxLines)
        {
            _error = PeopleFile.TooManyLines().Message;
            return;
        }

        var target = _target!;
        var people = PastedPeople.Read(rows, CallingCodes.ByIso(_home));
        var known = await Desk.KnownAsync(target.Group.Id, [.. people.Select(p => p.Key).OfType<string>()], CancellationToken.None);
        _state.Check(PastedPeople.Mark(people, known));
        await EstimateAsync();
        Runner.Announce($"{_state.Ready} of {_state.Total} are ready to be added");
    }

    private void OnThrough(Guid? number)
    {
        _through = number;
        _invite = _invite is { } way && _target?.WhyNot(way, number) is not null ? null : _invite;
        _ = InvokeAsync(async () =>
        {
            await EstimateAsync();
            StateHasChanged();
        });
    }

    /// <summary>Every number has a pace of its own.</summary>
    private async Task EstimateAsync()
    {
        var number = _through ?? _target!.Number.ConnectionId;
        _forecast = _state.Ready == 0 ? null : await Forecaster.ForecastAsync(
            await CurrentActor.GetAsync(),
            [.. _state.Newcomers.Select(p => new ItemDraft(ItemKind.AddParticipant, number, p.Name ?? p.Key))],
            interactive: _state.Ready == 1,
            CancellationToken.None);
    }

    private async Task OnAddAsync()
    {
        var message = InviteText.Check(_message);
        (_error, _underWayIn, _messageError) = (null, null, _invite == InviteWay.Link ? message.Failure?.Message : null);
        if (_messageError is not null || _when?.Check() == false)
        {
            return;
        }

        var fallback = _invite is { } way ? new InviteFallback(way, way == InviteWay.Link ? message.Value! : InviteText.Suggested) : null;
        var actor = await CurrentActor.GetAsync();
        var people = _state.Newcomers;
        var result = await Runner.RunAsync(BusyKey, cancellationToken => Desk.SubmitAsync(actor, GroupId, people, _state.Intent, cancellationToken, _through, fallback, _when?.Chosen));
        if (result is not { Succeeded: true })
        {
            (_error, _underWayIn) = (result?.Failure?.Message, result?.Failure?.OperationId);
            return;
        }

        var operationId = result.Value.OperationId;
        _state.Submitted(operationId);
        _live = LiveQuery.Start(
            Feed,
            [ChangeTopic.Operations],
            load: cancellationToken => Desk.ProgressAsync(operationId, cancellationToken),
            apply: progress =>
            {
                _progress = progress;
                StateHasChanged();
            },
            dispatch: InvokeAsync,
            onError: DispatchExceptionAsync);
    }

    private async Task CloseAsync()
    {
        _open = false;
        await StopWatchingAsync();
        await OpenChanged.InvokeAsync(false);
    }

    private async Task StopWatchingAsync()
    {
        if (_live is { } live)
        {
            _live = null;
            await live.DisposeAsync();
        }
    }

    private static string? InvitationInWords(NewcomerOutcome person) => person switch
    {
        { InvitedByGateway: true } => "The gateway sent a private invitation.",
        { Invited: ItemState.Planned or ItemState.Sending } => "An invitation follows.",
        { Invited: ItemState.Confirmed or ItemState.Accepted } => "Was invited.",
        { Invited: ItemState.Unknown } => "Nobody knows yet whether the invitation went out.",
        _ => null,
    };

    private static string StateInWords(OperationState state) => state switch
    {
        OperationState.CompletedWithFailures => "Through, not everybody is in",
        OperationState.NeedsAttention => "Needs attention",
        OperationState.AwaitsConfirmation => "Waiting for a second operator",
        OperationState.Completed => "Through",
        _ => state.ToString(),
    };
}
