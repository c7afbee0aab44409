using AdminPortal.Account;
using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Communities;
using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Operators;
using AdminPortal.Features.Overview;
using AdminPortal.Features.Pacing;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Gateways;
using AdminPortal.Live;
using AdminPortal.Sandbox;
using AdminPortal.Scheduling;
using AdminPortal.Security;
using AdminPortal.Shell;

ConsoleCulture.Pin();
if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args, Console.Error);
}

StartProblem.EndTheProcessWithASentence();
var builder = WebApplication.CreateBuilder(args);
builder.AddSettingsFile(args);

builder.AddSandbox();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHealthChecks();
builder.Services.AddData(builder.Configuration);
builder.Services.AddGateways(builder.Configuration);
builder.Services.AddLive(builder.Configuration);
builder.Services.AddScheduling(builder.Configuration);
builder.Services.AddSecurity(builder.Configuration);
builder.Services.AddAudit();
builder.Services.AddOperators();
builder.Services.AddNumbers();
builder.Services.AddGroups(builder.Configuration);
builder.Services.AddParticipants();
builder.Services.AddPacing(builder.Configuration);
builder.Services.AddSync(builder.Configuration);
builder.Services.AddOperations(builder.Configuration);
builder.Services.AddApprovals();
builder.Services.AddPeople();
builder.Services.AddFollowUp();
builder.Services.AddAccount();
builder.Services.AddOverview();
builder.Services.AddCommunities();
builder.Services.AddShell();

var app = builder.Build();
StartProblem.CheckSettings(app.Services);

app.UseShell();
app.UseSecurity();

app.MapHealthChecks("/health").AllowAnonymous();
app.MapAudit();
app.MapWebhooks();
app.MapOperations();
app.MapParticipants();
app.MapShell();

await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(app.Lifetime.ApplicationStopping);
await app.RunAsync();
return 0;
