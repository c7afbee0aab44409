using AdminPortal.Shell;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHealthChecks();
builder.Services.AddShell();

var app = builder.Build();

app.UseShell();

app.MapHealthChecks("/health");
app.MapShell();

await app.RunAsync();
