namespace AdminPortal.Features.Operations;

internal static class OperationsModule
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services.AddScoped<OperationDesk>();
}
