using AdminPortal.Data;

namespace AdminPortal.Live;

internal static class LiveModule
{
    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ChangeFeed>();
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        if (database.Provider == DatabaseProvider.Postgres)
        {
            // A SQLite file belongs to one node; only PostgreSQL is shared.
            services.AddHostedService<PostgresChangeRelay>();
        }

        return services;
    }
}
