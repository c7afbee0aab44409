using AdminPortal.Data;
using AdminPortal.Live;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AdminPortal.Tests.Live;

/// <summary>Two nodes on one PostgreSQL hear of each other's changes.</summary>
public sealed class PostgresChangeRelayTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_change_on_one_node_reaches_the_other_once_and_does_not_come_back()
    {
        await using var database = await PostgresAsync();
        await using var north = await Node.StartAsync(database);
        await using var south = await Node.StartAsync(database);

        north.Feed.Publish(ChangeTopic.Groups, "120363077001122334@g.us");
        north.Feed.Publish(ChangeTopic.Requests, "a:b");
        south.Feed.Publish(ChangeTopic.Audit, "7");

        await south.HeardAsync(new Change(ChangeTopic.Requests, "a:b"));
        await north.HeardAsync(new Change(ChangeTopic.Audit, "7"));
        Assert.Equal(1, south.Heard.Count(c => c == new Change(ChangeTopic.Groups, "120363077001122334@g.us")));
        Assert.Equal(1, north.Heard.Count(c => c.Topic == ChangeTopic.Groups));
    }

    [Fact]
    public async Task A_node_that_was_cut_off_is_told_to_read_everything_again()
    {
        await using var database = await PostgresAsync();
        await using var north = await Node.StartAsync(database);
        await using var south = await Node.StartAsync(database);
        south.Forget();

        await using (var cutter = new NpgsqlConnection(database.ConnectionString))
        {
            await cutter.OpenAsync(TestContext.Current.CancellationToken);
            await using var cut = new NpgsqlCommand(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()",
                cutter);
            await cut.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await south.HeardAsync(new Change(ChangeTopic.Reset, ""));
        north.Feed.Publish(ChangeTopic.Groups, "1");
        await south.HeardAsync(c => c.Topic == ChangeTopic.Groups || c.Topic == ChangeTopic.Reset);
    }

    private static Task<TestDatabase> PostgresAsync()
    {
        Assert.SkipWhen(DatabaseTemplates.PostgresServer is null, $"No PostgreSQL: {DatabaseTemplates.PostgresVariable} is not set (eng/with-postgres sets it).");
        return TestDatabase.CreateAsync(DatabaseProvider.Postgres);
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly PostgresChangeRelay _relay;
        private readonly List<Change> _heard = [];
        private readonly SemaphoreSlim _more = new(0);

        private Node(TestDatabase database)
        {
            Feed = new ChangeFeed(NullLogger<ChangeFeed>.Instance);
            Feed.Subscribe(change =>
            {
                lock (_heard)
                {
                    _heard.Add(change);
                }

                _more.Release();
            });
            _relay = new PostgresChangeRelay(
                Options.Create(new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = database.ConnectionString }),
                Feed,
                TimeProvider.System,
                NullLogger<PostgresChangeRelay>.Instance);
        }

        public ChangeFeed Feed { get; }

        public IReadOnlyList<Change> Heard
        {
            get
            {
                lock (_heard)
                {
                    return [.. _heard];
                }
            }
        }

        /// <summary>Listening when it returns: the first thing a node hears is that it may have missed something.</summary>
        public static async Task<Node> StartAsync(TestDatabase database)
        {
            var node = new Node(database);
            await node._relay.StartAsync(TestContext.Current.CancellationToken);
            await node.HeardAsync(new Change(ChangeTopic.Reset, ""));
            return node;
        }

        public void Forget()
        {
            lock (_heard)
            {
                _heard.Clear();
            }
        }

        public Task HeardAsync(Change expected) => HeardAsync(c => c == expected);

        public async Task HeardAsync(Func<Change, bool> expected)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            timeout.CancelAfter(s_patience);
            while (!Heard.Any(expected))
            {
                await _more.WaitAsync(timeout.Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _relay.StopAsync(CancellationToken.None);
            _relay.Dispose();
        }
    }
}
