using System.Threading.Channels;

namespace AdminPortal.Simulator.World;

public enum WorldEventKind
{
    GroupCreated,
    CommunityCreated,
    CommunityDeactivated,
    GroupLinked,
    GroupUnlinked,

    /// <summary>Somebody else put them in.</summary>
    MemberAdded,

    /// <summary>They came in themselves: by link, from the community, or approved.</summary>
    MemberJoined,
    MemberRemoved,
    MemberLeft,

    /// <summary>Entered an announcement group because one of its community's groups has them.</summary>
    AnnouncementEntered,

    /// <summary>Left an announcement group because no group of its community has them any more.</summary>
    AnnouncementLeft,
    Promoted,
    Demoted,
    OwnershipTransferred,
    RequestCreated,
    RequestApproved,
    RequestRejected,
    RequestWithdrawn,
    Renamed,
    DescriptionChanged,
    PictureChanged,
    SettingsChanged,
    InviteReset,
    MessageSent,
    GroupSuggested,
    SuggestionApproved,
    SuggestionRejected,
    SessionChanged,
    PersonRenamed,
}

/// <summary>One effect. Nobody changes a group without one, and nothing writes one without a change; furnishing a world leaves none.</summary>
/// <param name="Sequence">Counts up by one, from 1.</param>
/// <param name="Actor">Phone of the number or person who did it; null for the world itself.</param>
/// <param name="GroupId">JID of the group; for sent messages the chat.</param>
/// <param name="Person">Phone of the person it happened to.</param>
/// <param name="Details">New name, settings, role, community of a link…</param>
public sealed record WorldEvent(
    long Sequence,
    DateTimeOffset At,
    string? Actor,
    WorldEventKind Kind,
    string? GroupId,
    string? Person,
    string? Details);

/// <summary>Everything that happens from now on, in order. Dispose to stop listening.</summary>
public sealed class WorldWatch : IDisposable
{
    private readonly Channel<WorldEvent> _channel = Channel.CreateUnbounded<WorldEvent>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly Action<WorldWatch> _stop;

    internal WorldWatch(Action<WorldWatch> stop) => _stop = stop;

    public ChannelReader<WorldEvent> Events => _channel.Reader;

    internal void Offer(WorldEvent worldEvent) => _channel.Writer.TryWrite(worldEvent);

    public void Dispose()
    {
        _stop(this);
        _channel.Writer.TryComplete();
    }
}
