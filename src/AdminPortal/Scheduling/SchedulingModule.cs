using AdminPortal.Data;
using Quartz;

namespace AdminPortal.Scheduling;

internal static class SchedulingModule
{
    /// <summary>
    /// Timers and the "one at a time" of jobs. What is to be done stands in our own tables, so a single node needs no job
    /// store; on PostgreSQL the clustered store makes "one at a time" hold for all nodes.
    /// </summary>
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfiguration configuration)
    {
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        services.AddQuartz(quartz =>
        {
            // Jobs await far more than they compute; this bounds how many numbers are worked on at once.
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = 256);
            if (database.Provider == DatabaseProvider.Postgres)
            {
                quartz.ConfigureScheduler(scheduler => scheduler.GenerateInstanceId = true);
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(database.PostgresConnectionString);
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = TimeSpan.FromSeconds(5);
                        cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                    });
                    store.UseSystemTextJsonSerializer();
                    store.ProvisionSchema();
                });
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }
}
