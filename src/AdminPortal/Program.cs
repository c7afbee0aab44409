using AdminPortal.Shell;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args, Console.Error);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddSettingsFile(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHealthChecks();
builder.Services.AddShell();

var app = builder.Build();

app.UseShell();

app.MapHealthChecks("/health");
app.MapShell();

await app.RunAsync();
return 0;
