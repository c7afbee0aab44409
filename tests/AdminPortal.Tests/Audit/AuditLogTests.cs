using System.Text;
using AdminPortal.Features.Audit;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Audit;

public sealed class AuditLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Pages_go_back_by_place_while_new_lines_arrive(TestDatabase database)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync(AuditLog.PageSize + 5);
        var first = await scene.Log.PageAsync(AuditFilter.Everything, before: null, Ct);
        await scene.WriteManyAsync(3);

        var second = await scene.Log.PageAsync(AuditFilter.Everything, first.Lines[^1].Sequence, Ct);

        Assert.Equal((AuditLog.PageSize, true), (first.Lines.Count, first.HasOlder));
        Assert.Equal([5, 4, 3, 2, 1], second.Lines.Select(l => l.Sequence));
        Assert.False(second.HasOlder);
    }

    [Theory, DatabaseData]
    public async Task Filters_narrow_and_combine(TestDatabase database)
    {
        var scene = new ChainScene(database);
        var operation = Guid.CreateVersion7();
        await scene.WriteAsync(ChainScene.Administrator, "operator.invited", "x", "A link for 100% Carl_ was made.");
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.WriteAsync(ChainScene.Operator, "group.renamed", "g1@g.us", "Harbor Crew is called Harbor now.", operation);
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.WriteAsync(ChainScene.Operator, "group.invite.reset", "g2@g.us", "The link of Hill Crew is new.");

        async Task<string> FoundAsync(AuditFilter filter) =>
            string.Join(',', (await scene.Log.PageAsync(filter, before: null, Ct)).Lines.Select(l => l.Sequence));

        Assert.Equal("3,2", await FoundAsync(new() { Text = "CREW" }));
        Assert.Equal("1", await FoundAsync(new() { Text = "100% carl_" }));
        Assert.Equal("", await FoundAsync(new() { Text = "1%l" }));
        Assert.Equal("1", await FoundAsync(new() { Text = "ann" }));
        Assert.Equal("3,2", await FoundAsync(new() { ActorId = ChainScene.Operator.OperatorId }));
        Assert.Equal("3,2", await FoundAsync(new() { Action = "group" }));
        Assert.Equal("2", await FoundAsync(new() { Action = "group.renamed" }));
        Assert.Equal("", await FoundAsync(new() { Action = "gro" }));
        Assert.Equal("3", await FoundAsync(new() { Subject = "g2@g.us" }));
        Assert.Equal("2", await FoundAsync(new() { Subject = operation.ToString() }));
        Assert.Equal("3,2", await FoundAsync(new() { From = scene.Time.GetUtcNow().AddHours(-1) }));
        Assert.Equal("2,1", await FoundAsync(new() { Until = scene.Time.GetUtcNow() }));
        Assert.Equal("2", await FoundAsync(new() { Text = "crew", Action = "group", Until = scene.Time.GetUtcNow() }));
    }

    [Theory, DatabaseData]
    public async Task Export_is_complete_and_no_cell_is_a_formula(TestDatabase database)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync(1500);
        await scene.WriteAsync(ChainScene.Operator, "group.renamed", "g", "=HYPERLINK(\"http://evil.example\",\"x\"), \"quoted\"");
        await scene.WriteAsync(ChainScene.Operator with { Name = "@cmd" }, "group.renamed", "+1", "-2");
        using var file = new MemoryStream();

        var written = await scene.Export.WriteAsync(ChainScene.Administrator, AuditFilter.Everything, () => file, Ct);

        Assert.True(written.Succeeded);
        Assert.Equal(Encoding.UTF8.GetPreamble(), file.ToArray()[..3]);
        var lines = Encoding.UTF8.GetString(file.ToArray()[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + 1502 + 1, lines.Length);
        Assert.StartsWith("Sequence,Time (UTC),Actor,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\"), \"\"quoted\"\"\"", lines[1501], StringComparison.Ordinal);
        Assert.Contains("'@cmd", lines[1502], StringComparison.Ordinal);
        Assert.Contains("'+1", lines[1502], StringComparison.Ordinal);
        Assert.Contains("'-2", lines[1502], StringComparison.Ordinal);
        Assert.Contains("audit.exported", lines[1503], StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Export_follows_the_filter(TestDatabase database)
    {
        var scene = new ChainScene(database);
        await scene.WriteManyAsync(5);
        using var file = new MemoryStream();

        await scene.Export.WriteAsync(ChainScene.Administrator, new AuditFilter { Text = "line 3" }, () => file, Ct);

        Assert.Equal(2, Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
