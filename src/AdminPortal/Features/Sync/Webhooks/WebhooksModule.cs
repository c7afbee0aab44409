using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Gateways;
using AdminPortal.Live;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync.Webhooks;

internal static class WebhooksModule
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        WebhookEndpoint.AddLimit(services);
        return services
            .AddSingleton<WebhookBell>()
            .AddSingleton<WebhookIntake>()
            .AddSingleton<WebhookFollowUp>()
            .AddSingleton<WebhookTranslator>()
            .AddTransient<WebhookJob>()
            // The bell is nobody else's business, so the desk's constructor is not public.
            .AddSingleton(p => new WebhookDesk(
                p.GetRequiredService<IDbContextFactory<PortalDbContext>>(),
                p.GetRequiredService<GatewayCatalog>(),
                p.GetRequiredService<SecretProtector>(),
                p.GetRequiredService<WebhookBell>(),
                p.GetRequiredService<AuditTrail>(),
                p.GetRequiredService<ChangeFeed>(),
                p.GetRequiredService<TimeProvider>()))
            .AddSingleton<WebhookUpkeep>()
            .AddHostedService(p => p.GetRequiredService<WebhookUpkeep>());
    }

    public static void MapWebhooks(this IEndpointRouteBuilder endpoints) => WebhookEndpoint.Map(endpoints);
}
