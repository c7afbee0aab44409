using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AdminPortal.Live;

/// <summary>What a change is about. Messages carry ids only; readers fetch what they may see.</summary>
public enum ChangeTopic
{
    /// <summary>Groups, communities and their members; the id is a group id.</summary>
    Groups,
    /// <summary>Membership requests; the id is the request's id.</summary>
    Requests,
    /// <summary>Operations and their items; the id is the operation's id.</summary>
    Operations,
    /// <summary>Numbers: health, pause, settings; the id is the connection's id.</summary>
    Connections,
    /// <summary>Audit entries; the id is the sequence number.</summary>
    Audit,
    /// <summary>Operators: role, access; the id is the operator's id.</summary>
    Operators,
    /// <summary>Who has which request open; the id is the request's id.</summary>
    Claims,
    /// <summary>People who were wanted in a group; the id is the group's id.</summary>
    FollowUp,
    /// <summary>A number has something to send; the id is the connection's id. For its runner on whatever node, not for screens.</summary>
    Work,
    /// <summary>Messages may have been missed: read everything again.</summary>
    Reset,
}

/// <summary>A committed change.</summary>
public readonly record struct Change(ChangeTopic Topic, string Id);

/// <summary>
/// In-process publish and subscribe. Publish only after commit. On PostgreSQL a relay carries the same messages to other nodes.
/// </summary>
public sealed partial class ChangeFeed(ILogger<ChangeFeed> logger)
{
    private readonly ConcurrentDictionary<Guid, Action<Change>> _subscribers = new();

    /// <summary>Raised for changes made on this node only; the relay listens here.</summary>
    public event Action<Change>? PublishedHere;

    public void Publish(ChangeTopic topic, string id)
    {
        var change = new Change(topic, id);
        Deliver(change);
        PublishedHere?.Invoke(change);
    }

    /// <summary>Hands a change from another node to the subscribers here, without relaying it again.</summary>
    public void Deliver(Change change)
    {
        foreach (var subscriber in _subscribers.Values)
        {
            try
            {
                subscriber(change);
            }
#pragma warning disable CA1031 // One broken reader must not keep the change from the others; it is logged.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogSubscriberFailed(exception, change.Topic);
            }
        }
    }

    /// <summary>The callback runs on the publisher's thread and must return at once.</summary>
    public IDisposable Subscribe(Action<Change> onChange)
    {
        var key = Guid.NewGuid();
        _subscribers[key] = onChange;
        return new Subscription(_subscribers, key);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A reader of {Topic} changes failed.")]
    private partial void LogSubscriberFailed(Exception exception, ChangeTopic topic);

    private sealed class Subscription(ConcurrentDictionary<Guid, Action<Change>> subscribers, Guid key) : IDisposable
    {
        public void Dispose() => subscribers.TryRemove(key, out _);
    }
}
