using AdminPortal.Data;
using AdminPortal.Security;
using AdminPortal.Shell;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Tests.Overview;
using AdminPortal.Tests.Ui;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Shell;

public sealed class CommandPaletteTests : UiTestContext, IAsyncLifetime
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = _database.Open();
        var estate = new Estate(db, Time.GetUtcNow());
        estate.Group("Harbor Crew");
        estate.Group("Harbor Night shift");
        await db.SaveChangesAsync();
        Services.AddSingleton<IDbContextFactory<PortalDbContext>>(_database.Contexts);
        Services.AddScoped<PaletteIndex>();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Arrows_choose_and_Enter_goes()
    {
        var palette = await OpenAsync("harbor");
        Assert.Equal(["Harbor Crew", "Harbor Night shift"], palette.FindAll(".palette-title").Select(t => t.TextContent));
        Assert.Equal("Harbor Crew", Chosen(palette));

        await palette.InvokeAsync(() => palette.Instance.OnKeyAsync("ArrowDown"));
        Assert.Equal("Harbor Night shift", Chosen(palette));
        await palette.InvokeAsync(() => palette.Instance.OnKeyAsync("ArrowDown"));
        Assert.Equal("Harbor Crew", Chosen(palette));
        await palette.InvokeAsync(() => palette.Instance.OnKeyAsync("ArrowUp"));
        await palette.InvokeAsync(() => palette.Instance.OnKeyAsync("Enter"));

        Assert.StartsWith("http://localhost/groups/", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Empty(palette.FindAll("[role=combobox]"));
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        var palette = await OpenAsync("zzz");

        Assert.Contains("Nothing is called \"zzz\".", palette.Find(".palette-foot").TextContent, StringComparison.Ordinal);
        Assert.Equal("false", palette.Find("[role=combobox]").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task Opened_anew_it_has_forgotten()
    {
        var palette = await OpenAsync("harbor");
        await palette.InvokeAsync(palette.Instance.Close);
        await palette.InvokeAsync(palette.Instance.OpenAsync);

        Assert.Equal("", palette.Find("[role=combobox]").GetAttribute("value") ?? "");
        palette.WaitForAssertion(() => Assert.Equal("Overview", palette.Find(".palette-title").TextContent));
    }

    private static string Chosen(IRenderedComponent<CommandPalette> palette)
    {
        var id = palette.Find("[role=combobox]").GetAttribute("aria-activedescendant");
        var option = palette.Find($"#{id}");
        Assert.Equal("true", option.GetAttribute("aria-selected"));
        return option.QuerySelector(".palette-title")!.TextContent;
    }

    private async Task<IRenderedComponent<CommandPalette>> OpenAsync(string query)
    {
        var palette = Render<CommandPalette>(parameters => parameters.Add(p => p.Actor, new Actor(Guid.NewGuid(), "Ada", OperatorRole.Operator)));
        await palette.InvokeAsync(palette.Instance.OpenAsync);
        await palette.Find("[role=combobox]").InputAsync(query);
        palette.WaitForState(() => palette.FindAll(".palette-title").All(t => t.TextContent.Contains(query, StringComparison.OrdinalIgnoreCase)));
        return palette;
    }
}
