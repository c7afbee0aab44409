using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Reverting;
using AdminPortal.Features.Operations.Running;
using AdminPortal.Features.Operations.Uploading;
using AdminPortal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations;

internal static class OperationsModule
{
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperationsOptions>().Bind(configuration.GetSection(OperationsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperationsOptions>, OperationsOptionsValidator>();
        services.AddOptions<BulkOptions>().Bind(configuration.GetSection(BulkOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BulkOptions>, BulkOptions.Validator>();
        services.AddSingleton<QuietHours>();
        services.AddSingleton<SecondOperator>();
        services.AddSingleton<AbilityCheck>();
        services.AddScoped<OperationDesk>();
        services.AddScoped<OperationRetry>();
        services.AddScoped<OperationRevert>();
        services.AddScoped<ReportUpload>();
        services.AddScoped<PlanForecaster>();
        services.AddScoped<OperationBoard>();
        services.AddScoped<OperationReport>();
        services.AddScoped<PendingItems>();
        services.AddScoped(provider => new OperationControl(
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(),
            provider.GetRequiredService<AuditTrail>(),
            provider.GetRequiredService<ItemLedger>(),
            provider.GetRequiredService<AttentionDesk>(),
            provider.GetRequiredService<OperationProgress>(),
            provider.GetRequiredService<RunnerSignals>(),
            provider.GetRequiredService<ChangeFeed>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddRunner();
    }

    public static void MapOperations(this IEndpointRouteBuilder endpoints) => OperationReport.Map(endpoints);

    private static IServiceCollection AddRunner(this IServiceCollection services)
    {
        services.AddSingleton<RunnerSignals>();
        services.AddSingleton<OpenWork>();
        services.AddSingleton<OperationProgress>();
        services.AddSingleton<DependentItems>();
        services.AddSingleton<InvitationItems>();
        services.AddSingleton<RequestFollower>();
        services.AddSingleton<RunnerTerms>();
        services.AddSingleton<ItemLedger>();
        services.AddSingleton<ItemSender>();
        services.AddSingleton<StaleItemCheck>();
        services.AddSingleton<ItemTruth>();
        services.AddSingleton<CreationSearch>();
        services.AddSingleton<WorldReader>();
        services.AddSingleton<AttentionDesk>();
        services.AddSingleton<SecondSending>();
        services.AddSingleton<LostMessages>();
        services.AddSingleton<ReadBack>();
        services.AddSingleton<NumberBreaker>();
        services.AddSingleton<Canary>();
        services.AddSingleton<NumberWatch>();
        services.AddSingleton<OperationRunner>();
        services.AddTransient<OperationRunnerJob>();
        services.AddHostedService<RunnerSupervisor>();
        return services;
    }
}
