using AdminPortal.Results;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>Keeps the preview of a dialog current: one look at a time, and what changed meanwhile is looked at once more.</summary>
/// <param name="look">Null when there is nothing to look at yet.</param>
internal sealed class PreviewLook(Func<CancellationToken, Task<Result<CreationPreview>?>> look) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private bool _looking;
    private bool _changed;

    public CreationPreview? Preview { get; private set; }

    /// <summary>Why there is no preview.</summary>
    public string? Problem { get; private set; }

    public async Task AgainAsync()
    {
        _changed = true;
        if (_looking)
        {
            return;
        }

        _looking = true;
        try
        {
            while (_changed && !_gone.IsCancellationRequested)
            {
                _changed = false;
                var seen = await look(_gone.Token);
                (Preview, Problem) = (seen?.Value, seen?.Failure?.Message);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The dialog was closed meanwhile.
        }
        finally
        {
            _looking = false;
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
