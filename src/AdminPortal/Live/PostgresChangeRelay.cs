using System.Threading.Channels;
using AdminPortal.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AdminPortal.Live;

/// <summary>
/// Carries changes between nodes that share a PostgreSQL database. Messages may get lost while a connection is down;
/// whoever may have missed some is told to read everything again.
/// </summary>
internal sealed partial class PostgresChangeRelay : BackgroundService
{
    private const string NotifyChannel = "adminportal_changes";
    private const int QueueCapacity = 10_000;
    private const int BatchSize = 500;
    private static readonly TimeSpan s_reconnectAfter = TimeSpan.FromSeconds(2);

    private readonly string _connectionString;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresChangeRelay> _logger;
    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly Channel<Change> _outgoing = Channel.CreateBounded<Change>(QueueCapacity);
    private int _othersMissedSome;

    public PostgresChangeRelay(IOptions<DatabaseOptions> database, ChangeFeed feed, TimeProvider time, ILogger<PostgresChangeRelay> logger)
    {
        _connectionString = new NpgsqlConnectionStringBuilder(database.Value.PostgresConnectionString) { KeepAlive = 15 }.ConnectionString;
        (_feed, _time, _logger) = (feed, time, logger);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _feed.PublishedHere += OnPublishedHere;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await RelayAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException && !stoppingToken.IsCancellationRequested)
                {
                    LogInterrupted(exception);
                }

                await Task.Delay(s_reconnectAfter, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
        finally
        {
            _feed.PublishedHere -= OnPublishedHere;
        }
    }

    /// <summary>Ends with the first of the two connections that breaks.</summary>
    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        await using var receiving = new NpgsqlConnection(_connectionString);
        await using var sending = new NpgsqlConnection(_connectionString);
        receiving.Notification += OnNotification;
        await receiving.OpenAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {NotifyChannel}", receiving))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        await sending.OpenAsync(cancellationToken);

        // Whatever others said before this moment was not heard here.
        _feed.Deliver(new Change(ChangeTopic.Reset, ""));
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loops = new[] { ReceiveAsync(receiving, broken.Token), SendAsync(sending, broken.Token) };
        var first = await Task.WhenAny(loops);
        await broken.CancelAsync();
        try
        {
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The other loop, ended by us; what the first one met is what counts.
        }

        await first;
    }

    private static async Task ReceiveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private async Task SendAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        HashSet<Change> batch = [];
        while (true)
        {
            if (Volatile.Read(ref _othersMissedSome) == 0)
            {
                await _outgoing.Reader.WaitToReadAsync(cancellationToken);
            }

            batch.Clear();
            while (batch.Count < BatchSize && _outgoing.Reader.TryRead(out var change))
            {
                batch.Add(change);
            }

            if (Interlocked.Exchange(ref _othersMissedSome, 0) != 0)
            {
                batch.Clear();
                batch.Add(new Change(ChangeTopic.Reset, ""));
            }

            try
            {
                await using var notify = new NpgsqlCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload", connection);
                notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = NotifyChannel });
                notify.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(PayloadOf)] });
                await notify.ExecuteNonQueryAsync(cancellationToken);
            }
            catch
            {
                // The batch is lost; after the next connect others hear that they missed something.
                Interlocked.Exchange(ref _othersMissedSome, 1);
                throw;
            }
        }
    }

    private string PayloadOf(Change change) => $"{change.Topic}:{change.Id}:{_node}";

    private void OnPublishedHere(Change change)
    {
        if (!_outgoing.Writer.TryWrite(change))
        {
            // Nobody drains the queue; one message that says "read everything" stands for all of them.
            Interlocked.Exchange(ref _othersMissedSome, 1);
        }
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs e)
    {
        var topicEnd = e.Payload.IndexOf(':', StringComparison.Ordinal);
        var idEnd = e.Payload.LastIndexOf(':');
        if (topicEnd < 0 || idEnd <= topicEnd || e.Payload.AsSpan(idEnd + 1).SequenceEqual(_node))
        {
            return;
        }

        // A newer node may speak of something this one does not know: then everything is read again.
        _feed.Deliver(Enum.TryParse<ChangeTopic>(e.Payload.AsSpan(0, topicEnd), out var topic) && Enum.IsDefined(topic)
            ? new Change(topic, e.Payload[(topicEnd + 1)..idEnd])
            : new Change(ChangeTopic.Reset, ""));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of other nodes cannot be heard at the moment; trying again.")]
    private partial void LogInterrupted(Exception exception);
}
