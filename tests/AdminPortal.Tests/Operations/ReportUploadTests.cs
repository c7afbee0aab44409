using System.Text;
using System.Text.Json;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Operations.Uploading;
using AdminPortal.Features.People;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Options;
using GroupSettings = AdminPortal.Gateways.Model.GroupSettings;

namespace AdminPortal.Tests.Operations;

public sealed class ReportUploadTests
{
    private const string Heading = "No,What,Who or what,Id as sent,Group,Group id,State,Code,Cause,Who can fix it,Next step,Detail,Sent (UTC),Settled (UTC)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task The_unfinished_lines_of_a_report_become_a_new_operation(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var people = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var name in new[] { "In", "Walled", "Cancelled", "Lost", "=HYPERLINK(1)", "Unknown", "Came by link" })
        {
            people[name] = await scene.Groups.AddPersonAsync(name);
        }

        var id = await scene.DoneAsync([.. people.Values.Select(p => scene.Draft(ItemKind.AddParticipant, p))], item => (item.State, item.Reason) = item.Label switch
        {
            "Walled" => (ItemState.Refused, RefusalReason.PrivacyBlocked),
            "Cancelled" or "Came by link" => (ItemState.Skipped, (RefusalReason?)null),
            "Lost" => (ItemState.NotApplied, null),
            "=HYPERLINK(1)" => (ItemState.Refused, RefusalReason.RateLimited),
            "Unknown" => (ItemState.Unknown, null),
            _ => (ItemState.Confirmed, null),
        });
        await scene.Groups.JoinAsync(people["Came by link"]);
        var rows = Rows(await ReportAsync(scene, id));

        var plan = await PlanAsync(scene, rows);
        var intent = Guid.NewGuid();
        var first = await scene.Upload.SubmitAsync(GroupScene.Operator, rows, plan.Fingerprint, intent, startAt: null, Token);
        var second = await scene.Upload.SubmitAsync(GroupScene.Operator, rows, plan.Fingerprint, intent, startAt: null, Token);
        var again = await PlanAsync(scene, rows);

        Assert.Equal(["Add Cancelled", "Add Lost", "Add =HYPERLINK(1)"], plan.Items.Select(i => i.Text));
        Assert.Equal("Add 3 people to Harbor Crew, from a report", plan.Title);
        var why = plan.LeftOut.ToDictionary(l => l.What, l => l.Why);
        Assert.Equal("It was confirmed.", why["Add In"]);
        Assert.Equal("Privacy settings: cannot be added directly.", why["Add Walled"]);
        Assert.Equal("It may have happened: it is settled by reading and never sent again.", why["Add Unknown"]);
        Assert.Equal("Is in the group by now.", why["Add Came by link"]);
        Assert.Equal(first.Value!.OperationId, second.Value!.OperationId);
        var operation = await scene.Groups.OperationAsync(first.Value.OperationId);
        Assert.Equal((OperationKind.AddParticipants, 3, GroupScene.Harbor), (operation.Kind, operation.Items.Count, operation.GroupId));
        Assert.Empty(again.Items);
        Assert.Contains(again.LeftOut, l => l.Why == "Is waiting for the same already.");
    }

    [Theory, DatabaseData]
    public async Task What_a_file_claims_is_not_believed(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var owner = await scene.Groups.AddMemberAsync("Owner", MemberRole.SuperAdmin);
        var ann = await scene.Groups.AddMemberAsync("Ann");
        string[] lines =
        [
            Heading,
            Line("RemoveParticipant", owner.PhoneKey!, GroupScene.Harbor),
            Line("RemoveParticipant", "4915110000001@s.whatsapp.net", GroupScene.Harbor),
            Line("AddParticipant", ann.PhoneKey!, GroupScene.Harbor),
            Line("AddParticipant", "4915110009999@s.whatsapp.net", "120363000000000000@g.us"),
            Line("AddParticipant", "4915110009999@s.whatsapp.net", GroupScene.Harbor),
            Line("AddParticipant", "4915110009999", GroupScene.Harbor),
            Line("AddParticipant", "+49 ••• 99", GroupScene.Harbor),
            Line("AddParticipant", "4.91511E+12", GroupScene.Harbor),
            Line("DeactivateCommunity", "", GroupScene.Harbor),
            Line("UpdateSettings", "", GroupScene.Harbor),
            Line("8", "4915110009998@s.whatsapp.net", GroupScene.Harbor),
            Line("AddParticipant", "4915110009997@s.whatsapp.net", GroupScene.Harbor, "Whatever"),
            "too,short",
        ];

        var plan = await PlanAsync(scene, Rows(Encoding.UTF8.GetBytes(string.Join("\r\n", lines))));
        var moderator = await scene.Upload.PlanAsync(GroupScene.Moderator, [], Token);

        var only = Assert.Single(plan.Items);
        Assert.Equal((ItemKind.AddParticipant, "4915110009999@s.whatsapp.net", scene.Number), (only.Draft.Kind, only.Draft.Participant, only.Draft.ConnectionId));
        Assert.Equal(12, plan.LeftOut.Count);
        Assert.Contains(plan.LeftOut, l => l.Why == "Is the creator, who can be neither demoted nor removed.");
        Assert.Contains(plan.LeftOut, l => l.Why == "None of our numbers lists its group.");
        Assert.Contains(plan.LeftOut, l => l.Why == "It stands in the file more than once.");
        Assert.Contains(plan.LeftOut, l => l.Why == "What cannot be undone is never started from a file.");
        Assert.Contains(plan.LeftOut, l => l.Why == "What it changes is not part of the file, or cannot be used.");
        Assert.Equal(2, plan.LeftOut.Count(l => l.Why.StartsWith("It names nobody", StringComparison.Ordinal)));
        Assert.Equal(3, plan.LeftOut.Count(l => l.Why.StartsWith("It cannot be understood", StringComparison.Ordinal)));
        Assert.IsType<NotAllowed>(moderator.Failure);
    }

    [Theory, DatabaseData]
    public async Task Changes_of_groups_requests_and_invitations_go_out_again_too(TestDatabase database)
    {
        const string Town = "120363077009990000@g.us", Yard = "120363077009990001@g.us", Dock = "120363077009990002@g.us";
        var scene = await RevertScene.CreateAsync(database);
        await scene.Groups.AddGroupAsync("Town", Town, g => g.Kind = GroupKind.CommunityParent);
        await scene.Groups.AddGroupAsync("Yard", Yard, g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, Town));
        await scene.Groups.AddGroupAsync("Dock", Dock, g => (g.Kind, g.CommunityId) = (GroupKind.Subgroup, Town));
        foreach (var group in new[] { Town, Yard, Dock })
        {
            await scene.Groups.PutAsync(scene.Number, MemberRole.Admin, group);
        }

        var (asks, waits, shy, friend) = (
            await scene.Groups.AddPersonAsync("Asks"), await scene.Groups.AddPersonAsync("Waits"), await scene.Groups.AddPersonAsync("Shy"), await scene.Groups.AddPersonAsync("Friend"));
        await scene.Groups.AddAsync([.. new[] { asks, waits }.Select(p => new MembershipRequest
        {
            GroupId = GroupScene.Harbor, PersonId = p.Id, ListedId = p.PhoneKey!, Method = RequestMethod.InviteLink, FirstSeenAt = scene.Groups.Time.GetUtcNow(),
        })]);
        ItemDraft About(ItemKind kind, string label, object? payload = null) =>
            new(kind, scene.Number, label) { GroupId = GroupScene.Harbor, Payload = payload is null ? null : JsonSerializer.Serialize(payload, JsonSerializerOptions.Web) };
        var invitation = new InvitationPayload("Harbor Crew", "=Come to {group}: {link}", "SecretCode");
        ItemDraft[] items =
        [
            About(ItemKind.LinkGroup, "Harbor Crew to Town") with { CommunityId = Town },
            new(ItemKind.UnlinkGroup, scene.Number, "Dock from Town") { GroupId = Dock, CommunityId = Town },
            About(ItemKind.UpdateSettings, "Harbor Crew", new SettingsPayload(new GroupSettings(OnlyAdminsSend: true))),
            About(ItemKind.UpdateProfile, "Harbor Crew", new ProfilePayload(Name: "=1+1", Description: "Two\nlines; \"quoted\"")),
            About(ItemKind.UpdateProfile, "Harbor Crew", new ProfilePayload(Picture: [1, 2, 3], PictureType: "image/png")),
            scene.Draft(ItemKind.ApproveRequest, asks),
            scene.Draft(ItemKind.RejectRequest, waits),
            scene.Draft(ItemKind.SendInviteLink, shy) with { Payload = ItemPayload.Write(invitation) },
            scene.Draft(ItemKind.SendInviteCard, friend) with { Payload = ItemPayload.Write(invitation) },
            scene.Draft(ItemKind.SendText, shy) with { Payload = ItemPayload.Write(new TextPayload("Hello")) },
        ];
        var id = await scene.DoneAsync(items, item => (item.State, item.Reason, item.SentAt) = (ItemState.Refused, RefusalReason.RateLimited, null));
        var file = await ReportAsync(scene, id);
        var rows = Rows(file);

        var plan = await PlanAsync(scene, rows);
        var ticket = await scene.Upload.SubmitAsync(GroupScene.Operator, rows, plan.Fingerprint, Guid.NewGuid(), startAt: null, Token);
        var again = await PlanAsync(scene, rows);

        Assert.DoesNotContain("SecretCode", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(
            [ItemKind.LinkGroup, ItemKind.UnlinkGroup, ItemKind.UpdateSettings, ItemKind.UpdateProfile, ItemKind.ApproveRequest, ItemKind.RejectRequest, ItemKind.SendInviteLink, ItemKind.SendInviteCard],
            plan.Items.Select(i => i.Draft.Kind));
        Assert.Equal(["What it changes is not part of the file, or cannot be used.", "A message is never repeated from a file: no read shows whether it went out since."], plan.LeftOut.Select(l => l.Why));
        Assert.True(ticket.Succeeded, ticket.Failure?.Message);
        var operation = await scene.Groups.OperationAsync(ticket.Value.OperationId);
        var sent = operation.Items.ToDictionary(i => i.Kind);
        Assert.Equal(items[2].Payload, sent[ItemKind.UpdateSettings].Payload);
        Assert.Equal(new ProfilePayload("=1+1", "Two\nlines; \"quoted\""), ItemPayload.Read<ProfilePayload>(sent[ItemKind.UpdateProfile].Payload));
        Assert.Equal(invitation.Text, ItemPayload.Read<InvitationPayload>(sent[ItemKind.SendInviteLink].Payload).Text);
        Assert.NotNull(sent[ItemKind.SendInviteCard].OnceKey);
        await using var db = database.Open();
        Assert.Equal([(true, operation.Id), (false, operation.Id)], db.MembershipRequests.OrderBy(r => r.ListedId).AsEnumerable().Select(r => (r.Approve!.Value, r.OperationId!.Value)));
        Assert.Empty(again.Items);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"settings\":{}}")]
    [InlineData("{\"settings\":{\"disappearingAfter\":\"00:00:01\"}}")]
    [InlineData("{\"settings\":{\"onlyAdminsSend\":\"yes\"}}")]
    [InlineData("{\"name\":\"\"}")]
    [InlineData("{\"name\":5}")]
    public void What_a_file_says_about_content_is_checked_like_typed_text(string content)
    {
        Assert.Null(RowContent.SettingsOf(content));
        Assert.Null(RowContent.ProfileOf(content, Options.Create(new GroupLimitOptions())));
    }

    /// <summary>Of every kind it is known whether a report may start it, and if not, why.</summary>
    [Theory, MemberData(nameof(EveryKind))]
    public async Task No_kind_of_item_is_unknown_to_an_upload(ItemKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(AdminPortal.Data.DatabaseProvider.Sqlite);
        var scene = await RevertScene.CreateAsync(database);
        var rows = Rows(Encoding.UTF8.GetBytes($"{Heading}\n{Line(kind.ToString(), "4915110009999@s.whatsapp.net", GroupScene.Harbor)}"));

        var plan = await PlanAsync(scene, rows);

        Assert.Equal(1, plan.Items.Count + plan.LeftOut.Count);
        Assert.NotEqual(UploadRules.Never(kind) is null, plan.LeftOut.Any(l => l.Why == UploadRules.Never(kind)?.Why));
    }

    public static TheoryData<ItemKind> EveryKind => [.. Enum.GetValues<ItemKind>()];

    [Fact]
    public void Semicolons_moved_columns_and_quotes_of_a_spreadsheet_are_read()
    {
        const string Text = "\uFEFFState;Code;Id as sent;Group id;What;Who or what\r\nRefused;429;4915110009999@s.whatsapp.net;120363000000000000@g.us;AddParticipant;\"'+49; the \"\"one\"\"\"\r\n;;;;;\r\n";

        var row = Assert.Single(Rows(Encoding.UTF8.GetBytes(Text)));

        Assert.Equal(new ReportRow(2, ItemKind.AddParticipant, "+49; the \"one\"", "4915110009999@s.whatsapp.net", "120363000000000000@g.us", ItemState.Refused, RefusalReason.RateLimited), row);
    }

    [Theory]
    [InlineData("", "There is no line in this report.")]
    [InlineData("name,phone\nAnn,4915110009999", "This is no report of an operation")]
    [InlineData(Heading, "There is no line in this report.")]
    [InlineData(Heading + "\n\"open,quote", "The file is broken near line")]
    [InlineData("PK\u0003\u0004", "This is not a text file")]
    [InlineData(Heading + "\n1,\0", "This is not a text file")]
    public void What_is_no_report_is_refused_in_a_sentence(string text, string sentence)
    {
        var rows = ReportFile.RowsOf(Encoding.UTF8.GetBytes(text));

        Assert.StartsWith(sentence, rows.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_is_bounded()
    {
        var many = new StringBuilder(Heading);
        for (var i = 0; i <= OperationDesk.MaxItems; i++)
        {
            many.Append('\n').Append(Line("AddParticipant", "4915110009999", GroupScene.Harbor));
        }

        Assert.StartsWith("At most 20,000 lines", ReportFile.RowsOf(Encoding.UTF8.GetBytes(many.ToString())).Failure?.Message, StringComparison.Ordinal);
        Assert.StartsWith("A report has at most 10 MB", ReportFile.RowsOf(new byte[ReportFile.MaxBytes + 1]).Failure?.Message, StringComparison.Ordinal);
        var wide = Heading + "\n1,AddParticipant," + new string('x', 5_000) + "," + new string('9', 5_000) + ",,,Skipped,";
        var row = Assert.Single(Rows(Encoding.UTF8.GetBytes(wide)));
        Assert.Equal((300, null), (row.Label.Length, row.Participant));
        Assert.False(ReportFile.RowsOf(Encoding.UTF8.GetBytes(Heading + "\n1," + new string('x', 200_000))).Succeeded);
    }

    [Theory, DatabaseData]
    public async Task The_operator_may_choose_through_which_number_a_report_goes_out_again(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var night = await scene.Groups.AddNumberAsync("Night", "4915110000002");
        await scene.Groups.PutAsync(night, MemberRole.Admin);
        var rows = Rows(Encoding.UTF8.GetBytes($"{Heading}\r\n{Line("AddParticipant", "4915110009999@s.whatsapp.net", GroupScene.Harbor)}"));

        var usual = await PlanAsync(scene, rows);
        var chosen = (await scene.Upload.PlanAsync(GroupScene.Operator, rows, Token, night)).Value!;
        var ticket = await scene.Upload.SubmitAsync(GroupScene.Operator, rows, chosen.Fingerprint, Guid.NewGuid(), startAt: null, Token, night);

        Assert.Equal(("Desk", "Night"), (Assert.Single(usual.Items).By, Assert.Single(chosen.Items).By));
        Assert.Equal(["Desk", "Night"], usual.Choices.Select(c => c.Name));
        Assert.Equal(night, Assert.Single((await scene.Groups.OperationAsync(ticket.Value!.OperationId)).Items).ConnectionId);
    }

    [Theory, DatabaseData]
    public async Task A_retry_leaves_out_what_its_number_cannot_do_any_more(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var (ann, bob) = (await scene.Groups.AddPersonAsync("Ann"), await scene.Groups.AddMemberAsync("Bob"));
        var done = await scene.DoneAsync(
            [scene.Draft(ItemKind.AddParticipant, ann), scene.Draft(ItemKind.RemoveParticipant, bob)], i => (i.State, i.Reason) = (ItemState.Refused, RefusalReason.RateLimited));
        await scene.ReadAsync(db => db.ConnectionCapabilities.Add(new ConnectionCapability
        {
            ConnectionId = scene.Number, Capability = Capability.RemoveParticipants, Level = CapabilityLevel.Unsupported, Reason = "removes nobody", ProbedAt = scene.Groups.Time.GetUtcNow(),
        }));

        var plan = (await scene.Retry.PlanAsync(GroupScene.Operator, done, Token)).Value!;
        var ticket = await scene.Retry.RetryAsync(GroupScene.Operator, done, Token);

        Assert.Equal("Add Ann", Assert.Single(plan.Items).Text);
        Assert.Equal(("Remove Bob", "Desk removes nobody."), (Assert.Single(plan.LeftOut).What, plan.LeftOut[0].Why));
        Assert.Equal("Ann", Assert.Single((await scene.Groups.OperationAsync(ticket.Value!.OperationId)).Items).Label);
    }

    [Theory, DatabaseData]
    public async Task A_retry_shows_what_it_takes_and_what_it_leaves_and_why(TestDatabase database)
    {
        var scene = await RevertScene.CreateAsync(database);
        var people = new List<Person>();
        foreach (var name in new[] { "Fine", "Walled", "Lost", "Late", "Busy" })
        {
            people.Add(await scene.Groups.AddPersonAsync(name));
        }

        var id = await scene.DoneAsync([.. people.Select(p => scene.Draft(ItemKind.AddParticipant, p))], item => (item.State, item.Reason) = item.Label switch
        {
            "Walled" => (ItemState.Refused, RefusalReason.PrivacyBlocked),
            "Lost" or "Late" => (ItemState.NotApplied, (RefusalReason?)null),
            "Busy" => (ItemState.Refused, RefusalReason.RateLimited),
            _ => (ItemState.Confirmed, null),
        });
        await scene.Groups.JoinAsync(people[3]);

        var plan = await scene.Retry.PlanAsync(GroupScene.Operator, id, Token);
        var ticket = await scene.Retry.RetryAsync(GroupScene.Operator, id, Token, scene.Groups.Time.GetUtcNow().AddHours(1));

        Assert.Equal(["Add Lost", "Add Busy"], plan.Value!.Items.Select(i => i.Text));
        Assert.Equal(
            [("Add Walled", "Privacy settings: cannot be added directly."), ("Add Late", "Is in the group by now.")],
            plan.Value.LeftOut.Select(l => (l.What, l.Why)));
        var operation = await scene.Groups.OperationAsync(ticket.Value!.OperationId);
        Assert.Equal(2, operation.Items.Count);
        Assert.NotNull(operation.StartAt);
    }

    private static string Line(string kind, string participant, string group, string state = "Skipped") => $"1,{kind},Somebody,{participant},Group,{group},{state},,,,,,";

    private static IReadOnlyList<ReportRow> Rows(byte[] content)
    {
        var rows = ReportFile.RowsOf(content);
        Assert.True(rows.Succeeded, rows.Failure?.Message);
        return rows.Value;
    }

    private static async Task<OperationPlan> PlanAsync(RevertScene scene, IReadOnlyList<ReportRow> rows)
    {
        var plan = await scene.Upload.PlanAsync(GroupScene.Operator, rows, Token);
        Assert.True(plan.Succeeded, plan.Failure?.Message);
        return plan.Value;
    }

    private static async Task<byte[]> ReportAsync(RevertScene scene, Guid id)
    {
        using var target = new MemoryStream();
        await scene.Report.WriteAsync(id, target, Token);
        return target.ToArray();
    }
}
