using AdminPortal.Data;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace AdminPortal.Sandbox;

internal static class SandboxModule
{
    /// <summary>
    /// Faster than any real number may go, and still slow enough to watch. Settings that are given anywhere else win.
    /// </summary>
    private static readonly Dictionary<string, string?> s_pace = new()
    {
        ["Pacing:RequestsPerMinute"] = "600",
        ["Pacing:Profiles:Careful:AddSpacing"] = "00:00:02",
        ["Pacing:Profiles:Careful:CreateSpacing"] = "00:00:05",
        ["Pacing:Profiles:Careful:CreationsPerHour"] = "20",
        ["Pacing:Profiles:Careful:CreationsPerDay"] = "100",
        ["Pacing:Profiles:Careful:MessageSpacing"] = "00:00:02",
        ["Pacing:Profiles:Careful:MessagesPerMinute"] = "20",
        ["Pacing:Profiles:Careful:MessagesPerQuarterHour"] = "100",
        ["Pacing:Profiles:Careful:ReadsPerMinute"] = "300",
        ["Pacing:Profiles:Careful:ReadsPerHour"] = "20000",
        ["Pacing:Profiles:Normal:AddSpacing"] = "00:00:00.700",
        ["Pacing:Profiles:Normal:AddsPerDay"] = "1000",
        ["Pacing:Profiles:Normal:PromoteSpacing"] = "00:00:00.150",
        ["Pacing:Profiles:Normal:LinkSpacing"] = "00:00:00.400",
        ["Pacing:Profiles:Normal:ApproveSpacing"] = "00:00:00.150",
        ["Pacing:Profiles:Normal:GroupMessageSpacing"] = "00:00:02",
        ["Pacing:Profiles:Normal:OtherSpacing"] = "00:00:00.150",
        ["Pacing:Profiles:Normal:CreationsPerHour"] = "200",
        ["Pacing:Profiles:Normal:CreationsPerDay"] = "1000",
        ["Pacing:Profiles:Normal:MessagesPerMinute"] = "60",
        ["Pacing:Profiles:Normal:MessagesPerQuarterHour"] = "300",
        ["Pacing:Profiles:Normal:MessagesPerDay"] = "1000",
        ["Pacing:Profiles:Brisk:AddSpacing"] = "00:00:00.350",
        ["Pacing:Profiles:Brisk:AddsPerDay"] = "5000",
        ["Pacing:Profiles:Brisk:CreationsPerHour"] = "400",
        ["Pacing:Profiles:Brisk:CreationsPerDay"] = "2000",
        ["Pacing:Profiles:Brisk:MessagesPerMinute"] = "120",
        ["Pacing:Profiles:Brisk:MessagesPerQuarterHour"] = "600",
        ["Pacing:Profiles:Brisk:MessagesPerDay"] = "2000",
        ["Sync:TickEvery"] = "00:00:02",
        ["Sync:SessionEvery"] = "00:00:10",
        ["Sync:ListEvery"] = "00:00:10",
        ["Sync:RequestsEvery"] = "00:00:08",
        ["Sync:SubgroupsEvery"] = "00:01:00",
        ["Sync:DetailMaxAge"] = "00:30:00",
        ["Sync:SuspicionHold"] = "00:01:00",
        ["Sync:RetryAfter"] = "00:00:30",
    };

    /// <summary>Before every other area: its numbers must stand when the first job starts, and its pace is read by others.</summary>
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SandboxOptions>().Bind(builder.Configuration.GetSection(SandboxOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SandboxOptions>, SandboxOptionsValidator>();
        builder.Services.AddSingleton<SandboxNumbers>();
        builder.Services.AddSingleton<SandboxRuntime>();
        builder.Services.AddSingleton(p => new SandboxControl(
            p.GetRequiredService<SandboxRuntime>(),
            p.GetRequiredService<SandboxNumbers>(),
            p.GetRequiredService<ConnectionDirectory>(),
            p.GetRequiredService<ConnectionRegistry>(),
            p.GetRequiredService<SyncDesk>(),
            p.GetRequiredService<IDbContextFactory<PortalDbContext>>(),
            p.GetRequiredService<AuditTrail>()));
        if (builder.Configuration.GetValue<bool>($"{SandboxOptions.Section}:Enabled"))
        {
            ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_pace });
            builder.Services.AddHostedService(provider => provider.GetRequiredService<SandboxRuntime>());
            builder.Services.AddHostedService<SandboxWebhooks>();
        }
    }
}
