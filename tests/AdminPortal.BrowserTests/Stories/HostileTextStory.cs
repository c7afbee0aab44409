using AdminPortal.BrowserTests.Infrastructure;
using AdminPortal.Security;
using AdminPortal.Simulator;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdminPortal.BrowserTests.Stories;

/// <summary>
/// Wherever something is named: what is empty, too long or turns text around gets a sentence at its field, and what only looks
/// dangerous arrives in WhatsApp letter by letter and is shown as text, never run.
/// </summary>
public sealed class HostileTextStory(Chromium chromium, StoryHost host) : IClassFixture<StoryHost>
{
    /// <summary>As long as a name may be at creation.</summary>
    private const string Script = "<script>owned=1</script>.";
    private const string Image = "\"><img src=x onerror=owned=1>";
    private const string Emoji = "👩‍👩‍👧 💚 Chœur";
    private const string Hebrew = "שלום‏ crew";
    private const string Turned = "gro\u202Epuorg";

    private readonly List<string> _complaints = [];

    [Fact]
    public async Task Odd_names_get_a_sentence_or_arrive_as_they_are()
    {
        var page = await host.SignInAsync(chromium, OperatorRole.Administrator);
        page.Console += (_, message) =>
        {
            // Whatever the content policy kept from running would stand here.
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        await page.GotoAsync("/communities");
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Chess Club" })).ToBeVisibleAsync();

        await CreateCommunityAsync(page);
        await CreateGroupAsync(page);
        await RenameOnItsPageAsync(page);
        await RenameInTheOutlineAsync(page);
        await DescribeAsync(page);
        await NameANumberAsync(page);
        await InviteAsync(page);
        await GiveReasonsAsync(page);

        foreach (var address in (string[])["/", "/communities", "/communities?view=board", "/approvals?state=decided", "/operations", "/audit", "/connections", "/operators"])
        {
            await GoAsync(page, address);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(page.Locator(".load-wait")).ToHaveCountAsync(0);
        }

        await GoAsync(page, "/");
        Assert.Empty(_complaints);
    }

    private async Task CreateCommunityAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Create community" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Create a community" });
        var name = dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" });
        var create = dialog.GetByRole(AriaRole.Button, new() { Name = "Create community" });
        await create.ClickAsync();
        await Expect(dialog.GetByText("Give it a name that can be seen.").First).ToBeVisibleAsync();
        await name.FillAsync(Script + "x");
        await Expect(dialog.GetByText("A name has at most 25 characters when it is created").First).ToBeVisibleAsync();
        await name.FillAsync(Turned);
        await Expect(dialog.GetByText("an invisible mark that turns text around").First).ToBeVisibleAsync();
        await Expect(name).ToHaveAttributeAsync("aria-invalid", "true");

        await name.FillAsync(Script);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Description" }).FillAsync(Image);
        await create.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = Script }).First).ToBeVisibleAsync();
        await StoryHost.UntilAsync(() => host.Town.World.AllGroups().Any(g => g.Name == Script && g.Description == Image), "the community, named letter by letter");
    }

    private async Task CreateGroupAsync(IPage page)
    {
        const string Formula = "=HYPERLINK(\"x\")";
        await page.GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Create groups" });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(Formula);
        await dialog.GetByLabel("First members").FillAsync("nobody at all");
        var create = dialog.GetByRole(AriaRole.Button, new() { Name = "Create group" });
        await create.ClickAsync();
        await Expect(dialog.GetByLabel("First members")).ToHaveAttributeAsync("aria-invalid", "true");
        await dialog.GetByLabel("First members").FillAsync("");
        await create.ClickAsync();
        await StoryHost.UntilAsync(() => host.Town.World.AllGroups().Any(g => g.Name == Formula), "the group named like a formula");
    }

    private async Task RenameOnItsPageAsync(IPage page)
    {
        await GoAsync(page, $"/groups/{Uri.EscapeDataString(host.Town.ChoirId)}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        var name = page.Locator("#group-name");
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });
        foreach (var (wrong, sentence) in ((string, string)[])
        [
            ("\u200F \u3164", "Give it a name that can be seen."), (new string('x', 101), "A name has at most 100 characters"), (Turned, "an invisible mark that turns text around"),
        ])
        {
            await name.FillAsync(wrong);
            await save.ClickAsync();
            await Expect(page.GetByText(sentence).First).ToBeVisibleAsync();
        }

        await name.FillAsync(Emoji);
        await save.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Emoji, Level = 1 })).ToBeVisibleAsync();
        Assert.Equal(Emoji, host.Town.World.FindGroup(host.Town.ChoirId)!.Name);
    }

    private async Task RenameInTheOutlineAsync(IPage page)
    {
        await GoAsync(page, "/communities");
        var line = page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "Chess Club" });
        await line.ClickAsync();
        await page.Keyboard.PressAsync("F2");
        var box = page.GetByRole(AriaRole.Textbox, new() { Name = "New name of Chess Club" });
        await box.FillAsync(Turned);
        await Expect(page.GetByText("an invisible mark that turns text around").First).ToBeVisibleAsync();
        await box.FillAsync(Image);
        await box.PressAsync("Enter");
        await StoryHost.UntilAsync(() => host.Town.World.FindGroup(host.Town.ChessId)!.Name == Image, "the group renamed in the outline");
        await Expect(page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = Image }).First).ToBeVisibleAsync();
    }

    private async Task DescribeAsync(IPage page)
    {
        await GoAsync(page, $"/groups/{Uri.EscapeDataString(host.Town.ChoirId)}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit description" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var text = dialog.GetByRole(AriaRole.Textbox, new() { Name = "Description" });
        await text.FillAsync(new string('x', 2049));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save description" }).ClickAsync();
        await Expect(dialog.GetByText("A description has at most 2,048 characters; this has 2,049.")).ToBeVisibleAsync();
        await text.FillAsync($"{Script}\n{Hebrew}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save description" }).ClickAsync();
        await StoryHost.UntilAsync(() => host.Town.World.FindGroup(host.Town.ChoirId)!.Description == $"{Script}\n{Hebrew}", "the description");
        await Expect(page.GetByRole(AriaRole.Main).GetByText(Hebrew).First).ToBeVisibleAsync();
    }

    private async Task NameANumberAsync(IPage page)
    {
        await GoAsync(page, "/connections/new");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^RyzeAPI") }).CheckAsync();
        var (name, address) = (page.GetByLabel("Name"), page.GetByLabel("Address"));
        var test = page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true });
        await page.Locator("#connection-instance").FillAsync(host.Town.Number.Handle);
        await page.GetByLabel("Instance token").FillAsync(host.Town.Number.Token);

        await name.FillAsync(Image);
        foreach (var wrong in (string[])["gateway", "ftp://gateway.example", new UriBuilder(host.Simulator.RyzeApiAddress) { Port = 1 }.Uri.ToString()])
        {
            await address.FillAsync(wrong);
            await Expect(address).Not.ToHaveAttributeAsync("aria-invalid", "true");
            await test.ClickAsync();
            await Expect(address).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await address.FillAsync(host.Simulator.RyzeApiAddress.ToString());
        await test.ClickAsync();
        await Expect(page.GetByText("It works. The number is")).ToBeVisibleAsync();
        foreach (var (wrong, sentence) in ((string, string)[])[("", "Give the number a name."), (Turned, "The name holds characters that cannot be shown.")])
        {
            await name.FillAsync(wrong);
            await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
            await Expect(page.Locator("#connection-name-error")).ToContainTextAsync(sentence);
            await Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await name.FillAsync(Image);
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Image, Level = 1 })).ToBeVisibleAsync();
    }

    private async Task InviteAsync(IPage page)
    {
        await GoAsync(page, "/operators");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite by link" }).ClickAsync();
        await page.GetByLabel("For whom").FillAsync(Image);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make link" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByText(Image).First).ToBeVisibleAsync();
    }

    private async Task GiveReasonsAsync(IPage page)
    {
        await GoAsync(page, "/approvals");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Requests" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("r");
        await page.GetByLabel("Reason (optional)").FillAsync($"{Script} {Hebrew}");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Rejecting 1 request in 5 seconds.").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter by person or group" }).FillAsync($"{Image}%\u202E");
        await Expect(page.GetByText("No request matches")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all requests" }).ClickAsync();

        await GoAsync(page, "/approvals?state=decided");
        await Expect(page.GetByText($"{Script} {Hebrew}").First).ToBeVisibleAsync();
    }

    /// <summary>Leaves a page only after seeing that nothing on it was run.</summary>
    private static async Task GoAsync(IPage page, string address)
    {
        Assert.False(await page.EvaluateAsync<bool>("() => 'owned' in window"), $"Something was run before {address}.");
        await page.GotoAsync(address);
    }
}
