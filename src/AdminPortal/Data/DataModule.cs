using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Data;

internal static class DataModule
{
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section))
            .Validate(
                o => o.Provider == DatabaseProvider.Sqlite || !string.IsNullOrWhiteSpace(o.ConnectionString),
                "Database:ConnectionString is needed when Database:Provider is Postgres.")
            .ValidateOnStart();
        services.AddOptions<DataOptions>().Bind(configuration.GetSection(DataOptions.Section))
            .Validate(o => !string.IsNullOrWhiteSpace(o.Directory), "Data:Directory must name a folder.")
            .ValidateOnStart();
        services.AddDbContextFactory<SqlitePortalDbContext>((provider, options) =>
            options.UsePortalSqlite(provider.GetRequiredService<IOptions<DataOptions>>().Value.SqliteConnectionString));
        services.AddDbContextFactory<PostgresPortalDbContext>((provider, options) =>
            options.UsePortalPostgres(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.PostgresConnectionString));
        services.AddSingleton<IDbContextFactory<PortalDbContext>, PortalDbContextFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext());
        services.AddSingleton<DatabaseStartup>();
        return services;
    }

    public static DbContextOptionsBuilder UsePortalSqlite(this DbContextOptionsBuilder options, string? connectionString) =>
        options.UseSqlite(connectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));

    public static DbContextOptionsBuilder UsePortalPostgres(this DbContextOptionsBuilder options, string? connectionString) =>
        options.UseNpgsql(connectionString, npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));

    private sealed class PortalDbContextFactory(
        IOptions<DatabaseOptions> options,
        IDbContextFactory<SqlitePortalDbContext> sqlite,
        IDbContextFactory<PostgresPortalDbContext> postgres) : IDbContextFactory<PortalDbContext>
    {
        public PortalDbContext CreateDbContext() =>
            options.Value.Provider == DatabaseProvider.Postgres ? postgres.CreateDbContext() : sqlite.CreateDbContext();
    }
}
