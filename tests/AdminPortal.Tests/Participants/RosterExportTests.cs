using System.Text;
using AdminPortal.Features.Audit;
using AdminPortal.Features.Participants;
using AdminPortal.Features.Participants.Numbers;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Participants;

public sealed class RosterExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_spreadsheet_finds_text_and_no_formula(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        await scene.AddMemberAsync("=HYPERLINK(\"http://evil.example\")", phone: "4915110002001");
        await scene.AddMemberAsync("Costa, \"Ana\"\nline", phone: "4915110002002");
        await scene.AddMemberAsync("@SUM(1)", phone: "4915110002003");

        var text = await ExportAsync(scene, GroupScene.Operator, new RosterQuery(GroupScene.Harbor));

        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\",\"'+4915110002001\",Member,In the group,", text, StringComparison.Ordinal);
        Assert.Contains("\"Costa, \"\"Ana\"\"\nline\"", text, StringComparison.Ordinal);
        Assert.Contains("'@SUM(1)", text, StringComparison.Ordinal);
        var back = PastedPeople.Read(PeopleFile.RowsOf(Encoding.UTF8.GetBytes(text)).Value!, home: null);
        Assert.Equal(["+4915110002001", "+4915110002002", "+4915110002003"], back.Select(p => p.Number).Order());
        await using var db = database.Open();
        Assert.Equal("Olga exported the participants of Harbor Crew.", await db.AuditEntries.Where(a => a.SubjectId == GroupScene.Harbor).Select(a => a.Summary).SingleAsync(Token));
    }

    [Theory, DatabaseData]
    public async Task Only_what_the_list_shows_is_written(TestDatabase database)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        await scene.AddMemberAsync("Ana");
        await scene.AddMemberAsync("Bo");

        var text = await ExportAsync(scene, GroupScene.Operator, new RosterQuery(GroupScene.Harbor, "bo"));

        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory, DatabaseData(OperatorRole.Viewer), DatabaseData(OperatorRole.Moderator)]
    public async Task Who_may_not_manage_groups_takes_no_numbers_away(TestDatabase database, OperatorRole role)
    {
        var scene = new GroupScene(database);
        await scene.SetAsync();
        var export = new RosterExport(database.Contexts, scene.Roster, new AuditTrail(scene.Time));

        var result = await export.WriteAsync(
            new Actor(Guid.NewGuid(), "Vera", role), new RosterQuery(GroupScene.Harbor), () => throw new InvalidOperationException("Nothing may be written."), Token);

        Assert.Equal(new NotAllowed(Permissions.ManageGroups), result.Failure);
    }

    private static async Task<string> ExportAsync(GroupScene scene, Actor actor, RosterQuery query)
    {
        var export = new RosterExport(scene.Database.Contexts, scene.Roster, new AuditTrail(scene.Time));
        using var file = new MemoryStream();
        Assert.True((await export.WriteAsync(actor, query, () => file, Token)).Succeeded);
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
