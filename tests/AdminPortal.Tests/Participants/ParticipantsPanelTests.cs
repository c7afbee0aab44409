using System.Text;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Security;
using AdminPortal.Tests.Groups;
using AdminPortal.Tests.Infrastructure;
using AdminPortal.Ui;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace AdminPortal.Tests.Participants;

public sealed class ParticipantsPanelTests : GroupUiContext
{
    protected override CapabilitySet Capabilities =>
        TestVendor.Without(Capability.PromoteParticipants, "lets only a super-admin appoint admins", CapabilityLevel.Limited);

    [Fact]
    public async Task Lists_people_with_role_and_keeps_the_creator_untouchable()
    {
        await Scene.SetAsync();
        await Scene.AddMemberAsync("Zoe", MemberRole.SuperAdmin);
        await Scene.AddMemberAsync("Ana");

        var panel = Panel();

        var rows = panel.FindAll("tbody tr[aria-selected]");
        Assert.Equal(["Zoe", "Ana"], rows.Select(r => r.QuerySelector("a.foreign")!.TextContent));
        Assert.Contains("Creator", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("The creator can be neither demoted nor removed", rows[0].QuerySelector("button")!.GetAttribute("title"));
        Assert.True(rows[0].QuerySelector("button")!.HasAttribute("disabled"));
        Assert.Equal(["Promote Ana", "Remove Ana"], rows[1].QuerySelectorAll("button").Select(b => b.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task Removing_asks_names_whom_and_ends_in_an_operation()
    {
        await Scene.SetAsync();
        await Scene.AddMemberAsync("Ana");
        var host = RenderHost();
        var panel = Panel();

        panel.Find("button[aria-label='Remove Ana']").Click();
        host.WaitForAssertion(() => Assert.Contains("Remove Ana from Harbor Crew?", host.Markup, StringComparison.Ordinal));
        host.FindAll("dialog .modal-actions button").Last().Click();

        panel.WaitForAssertion(() => Assert.Contains("Waits: being removed", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("Ana", panel.Markup, StringComparison.Ordinal);
        Assert.Equal(1, await Scene.CountOperationsAsync());
    }

    [Fact]
    public async Task Many_removals_must_be_typed()
    {
        await Scene.SetAsync();
        for (var i = 0; i < 21; i++)
        {
            await Scene.AddMemberAsync($"Person {i}");
        }

        var panel = Panel();
        panel.FindAll("tbody input[type=checkbox]")[0].Change(true);
        panel.WaitForAssertion(() => Assert.Contains("1 selected", panel.Markup, StringComparison.Ordinal));
        panel.FindAll(".selection button").Single(b => b.TextContent.Contains("Select all", StringComparison.Ordinal)).Click();
        panel.WaitForAssertion(() => Assert.Contains("21 selected", panel.Markup, StringComparison.Ordinal));
        panel.FindAll(".selection button").Single(b => b.TextContent.Trim() == "Remove").Click();

        panel.WaitForAssertion(() => Assert.Contains("Type 21 to confirm", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("21 removals = ", panel.Markup, StringComparison.Ordinal);
        Assert.True(panel.FindAll("dialog .modal-actions button").Last().HasAttribute("disabled"));
        panel.Find("dialog input:not([type=radio])").Input("21");
        panel.FindAll("dialog .modal-actions button").Last().Click();

        panel.WaitForAssertion(() => Assert.DoesNotContain("selected</span>", panel.Markup, StringComparison.Ordinal));
        Assert.Equal(1, await Scene.CountOperationsAsync());
    }

    [Fact]
    public async Task Roles_say_in_words_why_they_cannot_be_changed()
    {
        await Scene.SetAsync(MemberRole.Admin);
        await Scene.AddMemberAsync("Ana");

        var panel = Panel();

        Assert.Contains("Roles: Desk lets only a super-admin appoint admins; it is not the creator of Harbor Crew.", panel.Markup, StringComparison.Ordinal);
        Assert.True(panel.Find("button[aria-label='Promote Ana']").HasAttribute("disabled"));
        Assert.False(panel.Find("button[aria-label='Remove Ana']").HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_viewer_can_change_nobody_and_takes_no_file_away()
    {
        Role = OperatorRole.Viewer;
        await Scene.SetAsync();
        await Scene.AddMemberAsync("Ana");

        var panel = Panel();

        Assert.All(panel.FindAll("tbody button"), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Empty(panel.FindAll("a[href*='participants.csv']"));
        Assert.True(panel.FindAll("button").Single(b => b.TextContent.Trim().StartsWith("Add people", StringComparison.Ordinal)).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Search_and_filter_live_in_the_address()
    {
        await Scene.SetAsync();
        await Scene.AddMemberAsync("Ana");
        await Scene.AddMemberAsync("Bo");
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(PortalUrls.Group(GroupScene.Harbor) + "?q=bo");

        var panel = Panel();
        Assert.Equal("Bo", Assert.Single(panel.FindAll("tbody tr[aria-selected] a.foreign")).TextContent);

        panel.Find("input[type=search]").Input("an");
        panel.WaitForAssertion(() => Assert.Equal("Ana", Assert.Single(panel.FindAll("tbody tr[aria-selected] a.foreign")).TextContent));
        Assert.EndsWith("?q=an", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pasted_people_are_checked_added_and_followed()
    {
        await Scene.SetAsync();
        await Scene.AddMemberAsync("Ana", phone: "4915110002001");
        var module = JSInterop.SetupModule("./Features/Participants/AddPeopleDialog.razor.js");
        module.Setup<IJSStreamReference>("read", _ => true).SetResult(new Pasted("Ana, +49 151 1000 2001\nRui 0151 1000 2002\n0151 1000 2002\nhello\n=1+1"));
        var dialog = Render<AddPeopleDialog>(p => p.Add(d => d.GroupId, GroupScene.Harbor).Add(d => d.Open, true));
        dialog.WaitForAssertion(() => Assert.Equal("DE", dialog.Find("select").GetAttribute("value")));

        Button(dialog, "Check").Click();
        dialog.WaitForAssertion(() => Assert.Contains("1 add = ", dialog.Markup, StringComparison.Ordinal));
        Assert.Equal(["All 5", "Ready 1", "Duplicate 1", "Already in 1", "Invalid 2"], dialog.FindAll("button.chip").Select(b => b.TextContent.Trim()));
        Assert.Contains("this is a formula, not a number", dialog.Markup, StringComparison.Ordinal);

        Button(dialog, "Add 1 person").Click();
        dialog.WaitForAssertion(() => Assert.Contains("0 of 1 settled", dialog.Markup, StringComparison.Ordinal));
        dialog.WaitForAssertion(() => Assert.Contains("Waits for its turn.", dialog.Markup, StringComparison.Ordinal));
        Assert.Equal(1, await Scene.CountOperationsAsync());
    }

    [Fact]
    public async Task The_dialog_says_why_nobody_can_add()
    {
        await Scene.SetAsync(MemberRole.Member);

        var dialog = Render<AddPeopleDialog>(p => p.Add(d => d.GroupId, GroupScene.Harbor).Add(d => d.Open, true));

        dialog.WaitForAssertion(() => Assert.Contains("Desk must be an admin of Harbor Crew for this.", dialog.Markup, StringComparison.Ordinal));
        Assert.True(Button(dialog, "Check").HasAttribute("disabled"));
    }

    private IRenderedComponent<ParticipantsPanel> Panel()
    {
        var panel = Render<ParticipantsPanel>(p => p.Add(x => x.GroupId, GroupScene.Harbor));
        panel.WaitForAssertion(() => Assert.NotEmpty(panel.FindAll("tbody tr[aria-selected]")));
        panel.WaitForAssertion(() => Assert.Contains("known", panel.Markup, StringComparison.Ordinal));
        return panel;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AddPeopleDialog> dialog, string text) =>
        dialog.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private sealed class Pasted(string text) : IJSStreamReference
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

        public long Length => _bytes.Length;

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512000, CancellationToken cancellationToken = default) => ValueTask.FromResult<Stream>(new MemoryStream(_bytes));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
