namespace AdminPortal.Features.Approvals;

internal static class ApprovalsModule
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddScoped<ApprovalInbox>()
        .AddScoped<ApprovalDesk>()
        .AddScoped<ClaimBoard>();
}
