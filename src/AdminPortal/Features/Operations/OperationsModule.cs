using AdminPortal.Features.Operations.Running;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations;

internal static class OperationsModule
{
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperationsOptions>().Bind(configuration.GetSection(OperationsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperationsOptions>, OperationsOptionsValidator>();
        services.AddScoped<OperationDesk>();
        return services.AddRunner();
    }

    private static IServiceCollection AddRunner(this IServiceCollection services)
    {
        services.AddSingleton<RunnerSignals>();
        services.AddSingleton<OpenWork>();
        services.AddSingleton<OperationProgress>();
        services.AddSingleton<DependentItems>();
        services.AddSingleton<RequestFollower>();
        services.AddSingleton<ItemLedger>();
        services.AddSingleton<ItemSender>();
        services.AddSingleton<ItemTruth>();
        services.AddSingleton<CreationSearch>();
        services.AddSingleton<WorldReader>();
        services.AddSingleton<AttentionDesk>();
        services.AddSingleton<ReadBack>();
        services.AddSingleton<NumberWatch>();
        services.AddSingleton<OperationRunner>();
        services.AddTransient<OperationRunnerJob>();
        services.AddHostedService<RunnerSupervisor>();
        return services;
    }
}
