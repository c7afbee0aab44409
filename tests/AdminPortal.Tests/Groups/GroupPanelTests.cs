using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Bunit;

namespace AdminPortal.Tests.Groups;

public sealed class GroupPanelTests : GroupUiContext
{
    protected override CapabilitySet Capabilities => TestVendor.Without(Capability.SetDisappearingMessages, "cannot change whether messages disappear");

    [Fact]
    public async Task Settings_show_what_is_known_its_effect_and_what_cannot_be_read()
    {
        await SceneReadAsync(g => (g.OnlyAdminsSend, g.OnlyAdminsEdit) = (true, false));

        var panel = Panel<GroupSettingsPanel>();

        var sections = panel.FindAll("section.setting");
        Assert.Equal(5, sections.Count);
        Assert.Contains("Only admins. Members read along and cannot write.", Text(sections[0]), StringComparison.Ordinal);
        Assert.Equal("true", sections[0].QuerySelectorAll("button")[1].GetAttribute("aria-pressed"));
        Assert.Contains("Not readable on this gateway. You can still set it.", Text(sections[3]), StringComparison.Ordinal);
        Assert.Contains("Desk cannot change whether messages disappear.", Text(sections[4]), StringComparison.Ordinal);
        Assert.All(sections[4].QuerySelectorAll("button"), b => Assert.True(b.HasAttribute("disabled")));
    }

    [Fact]
    public async Task A_setting_is_changed_after_a_question_and_shows_as_pending_not_as_fact()
    {
        await SceneReadAsync(g => g.OnlyAdminsSend = false);
        var host = RenderHost();
        var panel = Panel<GroupSettingsPanel>();

        panel.FindAll("section.setting")[0].QuerySelectorAll("button")[1].Click();
        host.WaitForAssertion(() => Assert.Contains("Members read along and cannot write.", host.Markup, StringComparison.Ordinal));
        host.FindAll("button").Single(b => b.TextContent.Trim() == "Set to “Only admins”").Click();

        panel.WaitForAssertion(() => Assert.Contains("Who sends messages in Harbor Crew: Only admins", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("Everybody. Every member can write.", Text(panel.FindAll("section.setting")[0]), StringComparison.Ordinal);
        Assert.Equal(1, await Scene.CountOperationsAsync());
    }

    [Fact]
    public async Task Before_a_change_the_operator_sees_who_acts_and_may_take_another()
    {
        await SceneReadAsync(g => g.OnlyAdminsSend = false);
        var night = await Scene.AddNumberAsync("Night");
        await Scene.PutAsync(night, MemberRole.Admin);
        var late = await Scene.AddNumberAsync("Late", session: SessionState.SignedOut);
        await Scene.PutAsync(late, MemberRole.Admin);
        var host = RenderHost();
        var panel = Panel<GroupSettingsPanel>();

        panel.FindAll("section.setting")[0].QuerySelectorAll("button")[1].Click();
        host.WaitForAssertion(() => Assert.Equal(["Desk (admin)", "Night (admin)"], host.FindAll(".acting option").Select(o => o.TextContent)));
        Assert.Contains("Late is signed out; pair it again.", host.Find(".acting details").TextContent, StringComparison.Ordinal);
        host.Find(".acting select").Change(night.ToString());
        host.FindAll("button").Single(b => b.TextContent.Trim() == "Set to “Only admins”").Click();

        panel.WaitForAssertion(() => Assert.Contains("Who sends messages in Harbor Crew: Only admins", panel.Markup, StringComparison.Ordinal));
        await using var db = Scene.Database.Open();
        Assert.Equal(night, Assert.Single(db.OperationItems).ConnectionId);
    }

    [Fact]
    public async Task A_viewer_sees_settings_and_cannot_touch_them()
    {
        Role = OperatorRole.Viewer;
        await SceneReadAsync(g => g.OnlyAdminsSend = false);

        var panel = Panel<GroupSettingsPanel>();

        Assert.All(panel.FindAll("section.setting button, .danger-zone button"), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Contains("Your role only reads here.", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_names_what_is_lost()
    {
        await SceneReadAsync();
        var host = RenderHost();
        var panel = Panel<GroupSettingsPanel>();

        panel.FindAll(".danger-zone button").Single().Click();

        host.WaitForAssertion(() => Assert.Contains("It is our only number in this group", host.Markup, StringComparison.Ordinal));
        host.FindAll("button").Single(b => b.TextContent.Trim() == "Cancel").Click();
        Assert.Equal(0, await Scene.CountOperationsAsync());
    }

    [Fact]
    public async Task An_announcement_group_says_that_its_settings_are_fixed()
    {
        await SceneReadAsync(g => g.Kind = GroupKind.Announcement);

        var panel = Panel<GroupSettingsPanel>();

        Assert.Contains("WhatsApp fixes the settings of an announcement group", panel.Markup, StringComparison.Ordinal);
        Assert.All(panel.FindAll("section.setting button"), b => Assert.True(b.HasAttribute("disabled")));
    }

    [Fact]
    public async Task The_invite_panel_shows_link_and_code_and_resets_after_a_warning()
    {
        await SceneReadAsync(g => (g.InviteCode, g.ApprovalRequired) = ("Qw7Hx2LpZ9", true));
        var host = RenderHost();
        var panel = Panel<GroupInvitePanel>();

        Assert.Equal("https://chat.whatsapp.com/Qw7Hx2LpZ9", panel.Find("#invite-link").GetAttribute("value"));
        Assert.StartsWith("M0 0h1v1h-1z", panel.Find("svg.qr path").GetAttribute("d")?.Replace("M4 4", "M0 0", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("wait in the approvals", panel.Markup, StringComparison.Ordinal);

        panel.FindAll(".danger-zone button").Single().Click();
        host.WaitForAssertion(() => Assert.Contains("will find it dead", host.Markup, StringComparison.Ordinal));
        host.FindAll("dialog .modal-actions button").Last().Click();

        panel.WaitForAssertion(() => Assert.Contains("Reset the invite link of Harbor Crew", panel.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_invite_panel_says_why_there_is_no_link()
    {
        await Scene.SetAsync(MemberRole.Member);

        var panel = Panel<GroupInvitePanel>();

        Assert.Contains("The link has not been read yet", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("Desk must be an admin of Harbor Crew for this.", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_is_gone_is_a_sentence_not_an_error()
    {
        var panel = Render<GroupSettingsPanel>(p => p.Add(x => x.GroupId, "120363077009999999@g.us"));

        panel.WaitForAssertion(() => Assert.Contains("The group is not there any more.", panel.Markup, StringComparison.Ordinal));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_name_is_edited_in_place_and_refused_in_place()
    {
        await SceneReadAsync();
        var sheet = (await Scene.Directory.GetAsync(GroupScene.Harbor, Xunit.TestContext.Current.CancellationToken)).Value!;
        var editor = Render<GroupNameEditor>(p => p.Add(x => x.Sheet, sheet).Add(x => x.MayManage, true));

        editor.Find("button").Click();
        editor.Find("input").Input(new string('x', 101));
        editor.Find("form").Submit();

        Assert.Contains("A name has at most 100 characters.", editor.Markup, StringComparison.Ordinal);

        editor.Find("input").Input("<script>alert(1)</script>");
        editor.Find("form").Submit();

        editor.WaitForAssertion(() => Assert.Empty(editor.FindAll("form")));
        Assert.Equal("Harbor Crew", editor.Find("h1").TextContent);
        Assert.Equal(1, await Scene.CountOperationsAsync());
    }

    [Fact]
    public async Task Activity_tells_joins_and_operations()
    {
        await SceneReadAsync();
        await Scene.Desk.RenameAsync(GroupScene.Operator, GroupScene.Harbor, "Harbor North", Guid.NewGuid(), Xunit.TestContext.Current.CancellationToken);

        var panel = Render<GroupActivityPanel>(p => p.Add(x => x.GroupId, GroupScene.Harbor));

        panel.WaitForAssertion(() => Assert.Contains("Rename Harbor Crew to Harbor North", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("Olga, waiting", panel.Markup, StringComparison.Ordinal);
    }

    private async Task SceneReadAsync(Action<Group>? shape = null)
    {
        var number = await Scene.SetAsync(MemberRole.Admin, shape);
        await Scene.AddAsync(new GroupReading { GroupId = GroupScene.Harbor, Aspect = GroupAspect.Detail, Origin = ReadingOrigin.Detail, ConnectionId = number, At = Scene.Time.GetUtcNow() });
    }

    private IRenderedComponent<TPanel> Panel<TPanel>()
        where TPanel : GroupSheetPanel
    {
        var panel = Render<TPanel>(p => p.Add(x => x.GroupId, GroupScene.Harbor));
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll(".load-wait")));
        return panel;
    }

    private static string Text(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
