using AdminPortal.Results;

namespace AdminPortal.Ui;

/// <summary>The four conditions in which a piece of a page can be. <see cref="LoadView{T}"/> renders all of them.</summary>
public abstract record LoadState<T>
{
    private LoadState()
    {
    }

    /// <summary>Nothing to show yet.</summary>
    public sealed record Loading : LoadState<T>;

    /// <summary>There is something to show.</summary>
    public sealed record Ready(T Value) : LoadState<T>;

    /// <summary>The question was answered: there is nothing.</summary>
    public sealed record Empty : LoadState<T>;

    /// <summary>The question could not be answered.</summary>
    /// <param name="Message">A whole sentence for the operator.</param>
    public sealed record Failed(string Message) : LoadState<T>;
}

/// <summary>Short ways to a state.</summary>
public static class LoadState
{
    public static LoadState<T> Of<T>(T value, Func<T, bool>? isEmpty = null) =>
        isEmpty is not null && isEmpty(value) ? new LoadState<T>.Empty() : new LoadState<T>.Ready(value);

    /// <summary>Failed with the failure's own sentence.</summary>
    public static LoadState<T> From<T>(Result<T> result, Func<T, bool>? isEmpty = null) =>
        result.Succeeded ? Of(result.Value, isEmpty) : new LoadState<T>.Failed(result.Failure.Message);

    /// <summary>Empty when the list is.</summary>
    public static LoadState<IReadOnlyList<T>> OfList<T>(IReadOnlyList<T> list) =>
        list.Count == 0 ? new LoadState<IReadOnlyList<T>>.Empty() : new LoadState<IReadOnlyList<T>>.Ready(list);
}
