using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operators;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Bench;

/// <summary>The console's services over a SQLite file of their own, as the product wires them, without jobs and pages.</summary>
internal sealed class BenchConsole : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;
    private readonly string _folder;
    private readonly string _connectionString;

    private BenchConsole(string folder, TimeProvider time, IReadOnlyDictionary<string, string?> settings)
    {
        _folder = folder;
        _connectionString = new DataOptions { Directory = folder }.SqliteConnectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Directory"] = folder,
        }).AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time)
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton<SecretProtector>()
            .AddSingleton<ChangeFeed>()
            .AddData(configuration)
            .AddGateways(http => http.AllowLoopback = true)
            .AddAudit()
            .AddNumbers()
            .AddGroups(configuration)
            .AddPacing(configuration)
            .AddGroupReader()
            .AddOperations(configuration)
            .AddApprovals()
            .AddCommunities()
            .BuildServiceProvider();
        _scope = _services.CreateAsyncScope();
    }

    public static Actor Administrator { get; } = new(Guid.CreateVersion7(), "Ann", OperatorRole.Administrator);

    /// <summary>What is measured is the console, not the pace that protects a number.</summary>
    public static Task<BenchConsole> StartAsync() => StartAsync(
        TimeProvider.System,
        new Dictionary<string, string?> { ["Pacing:RequestsPerMinute"] = "1000000", ["Pacing:BackgroundShare"] = "1" });

    public static async Task<BenchConsole> StartAsync(TimeProvider time, IReadOnlyDictionary<string, string?> settings)
    {
        var console = new BenchConsole(Directory.CreateTempSubdirectory("adminportal-bench").FullName, time, settings);
        await console.Get<DatabaseStartup>().PrepareAsync(CancellationToken.None);
        return console;
    }

    public static Connection Number(DateTimeOffset now) => new()
    {
        Name = "Desk",
        Kind = GatewayKind.RyzeApi,
        BaseAddress = "https://gateway.example",
        ProtectedCredentials = "",
        CreatedAt = now,
        Session = SessionState.Connected,
        ListedAt = now,
    };

    public static Group Group(int number, DateTimeOffset now, GroupKind kind = GroupKind.Standalone, string? community = null) => new()
    {
        Id = GroupId(number),
        Name = $"Group {number:00000}",
        NameSearch = $"group {number:00000}",
        Kind = kind,
        CommunityId = community,
        MemberCount = 40,
        FirstSeenAt = now,
    };

    public static string GroupId(int number) => $"1203630000{number:00000000}@g.us";

    public T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public PortalDbContext Open() => Get<IDbContextFactory<PortalDbContext>>().CreateDbContext();

    public async Task SaveAsync(IEnumerable<object> rows)
    {
        // In parts, so that filling the database does not track everything at once.
        foreach (var part in rows.Chunk(5000))
        {
            await using var db = Open();
            db.AddRange(part);
            await db.SaveChangesAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
        await using (var pooled = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(pooled);
        }

        Directory.Delete(_folder, recursive: true);
    }
}
