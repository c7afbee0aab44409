using System.Collections.Concurrent;

namespace AdminPortal.Features.Operations.Running;

/// <summary>
/// Tells runners that there is something new to look at. A runner at work is woken from its wait, so that a single click
/// goes ahead of a bulk item that waits for its time; one that rests is started.
/// </summary>
public sealed class RunnerSignals
{
    private readonly ConcurrentDictionary<Guid, Post> _posts = new();

    /// <summary>A number whose runner rests has work.</summary>
    internal event Action<Guid>? StartWanted;

    /// <summary>Somebody here woke a runner. It may be at work on another node, which is to be told.</summary>
    internal event Action<Guid>? Woken;

    public void Wake(Guid connectionId)
    {
        if (!PostOf(connectionId).Ring())
        {
            StartWanted?.Invoke(connectionId);
        }

        Woken?.Invoke(connectionId);
    }

    /// <summary>Another node has work for the runner: it looks, if it is at work here.</summary>
    internal void Hear(Guid connectionId) => PostOf(connectionId).Ring();

    internal Post PostOf(Guid connectionId) => _posts.GetOrAdd(connectionId, _ => new Post());

    /// <summary>Where the runner of one number listens.</summary>
    internal sealed class Post
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _bell = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _attended;

        /// <summary>Taken before looking for work: a ring after this is not missed.</summary>
        public Task Attend()
        {
            lock (_gate)
            {
                _attended = true;
                if (_bell.Task.IsCompleted)
                {
                    _bell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                return _bell.Task;
            }
        }

        /// <returns>False when it rang since the last look: look once more.</returns>
        public bool TryLeave()
        {
            lock (_gate)
            {
                if (_bell.Task.IsCompleted)
                {
                    return false;
                }

                _attended = false;
                return true;
            }
        }

        /// <summary>The runner ended by force.</summary>
        public void Abandon()
        {
            lock (_gate)
            {
                _attended = false;
            }
        }

        /// <returns>False when nobody listens.</returns>
        public bool Ring()
        {
            lock (_gate)
            {
                _bell.TrySetResult();
                return _attended;
            }
        }
    }
}
