using System.Security.Claims;
using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Ui;
using AdminPortal.Ui;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Groups;

/// <summary>Renders the panels about one group over real services on a SQLite database; somebody with a role is signed in.</summary>
public abstract class GroupUiContext : UiTestContext, IAsyncLifetime
{
    private TestDatabase? _database;

    // A slow machine is no failure; what never comes still ends the test.
    static GroupUiContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    protected GroupScene Scene { get; private set; } = default!;

    /// <summary>Who is signed in; set before the first render.</summary>
    protected OperatorRole Role { get; set; } = OperatorRole.Operator;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        Scene = new GroupScene(_database, Capabilities);
        Services.AddSingleton(_database.Contexts);
        Services.AddSingleton(Scene.Feed);
        Services.AddSingleton(Scene.Directory);
        Services.AddSingleton(Scene.Desk);
        Services.AddSingleton(Scene.Text);
        Services.AddSingleton(Scene.Roster);
        Services.AddSingleton(Scene.People);
        Services.AddSingleton(Scene.Adder);
        Services.AddSingleton(Scene.Numbers);
        var bulk = Options.Create(new BulkOptions());
        Services.AddSingleton(new QuietHours(bulk));
        Services.AddSingleton(new PlanForecaster(_database.Contexts, Scene.Pacing, new SecondOperator(bulk)));
        Services.AddSingleton(new GroupHistory(_database.Contexts));
        Services.AddSingleton(new CurrentActor(() => ValueTask.FromResult(SignedIn())));
    }

    /// <summary>What the gateway of the scene can do.</summary>
    protected virtual AdminPortal.Gateways.Capabilities.CapabilitySet? Capabilities => null;

    protected OperatorActions Actions => Services.GetRequiredService<OperatorActions>();

    /// <summary>Renders what the layout renders too: questions and messages.</summary>
    protected IRenderedComponent<ActionHost> RenderHost() => Render<ActionHost>();

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private ClaimsPrincipal SignedIn() => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()),
            new Claim(Actor.NameClaim, "Olga"),
            new Claim(Actor.RoleClaim, Role.ToString()),
        ],
        "test"));
}
