using AdminPortal.Ui;
using Bunit;

namespace AdminPortal.Tests.Ui;

public sealed class ModalTests : UiTestContext
{
    private readonly BunitJSModuleInterop _module;

    public ModalTests()
    {
        _module = JSInterop.SetupModule("./Ui/Modal.razor.js");
        _module.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void A_closed_dialog_renders_no_content_and_asks_nothing_of_the_browser()
    {
        var modal = RenderModal(open: false);

        Assert.Empty(modal.Find("dialog").Children);
        Assert.Empty(_module.Invocations);
    }

    [Fact]
    public void Opening_shows_it_with_a_name_and_closing_gives_back()
    {
        var modal = RenderModal(open: true);

        Assert.Single(_module.Invocations["show"]);
        Assert.Equal("Rename group", modal.Find($"#{modal.Find("dialog").GetAttribute("aria-labelledby")}").TextContent);

        modal.Render(parameters => parameters.Add(m => m.Open, false));

        Assert.Single(_module.Invocations["close"]);
        Assert.Empty(modal.Find("dialog").Children);
    }

    [Fact]
    public async Task Escape_closes_and_tells_the_owner()
    {
        var closed = 0;
        bool? open = null;
        var modal = Render<Modal>(parameters => parameters
            .Add(m => m.Open, true)
            .Add(m => m.OpenChanged, value => open = value)
            .Add(m => m.Title, "Rename group")
            .Add(m => m.OnClose, () => closed++)
            .AddChildContent("<p>content</p>"));

        await modal.InvokeAsync(modal.Instance.OnDismissedAsync);

        Assert.Equal(1, closed);
        Assert.False(open);
        Assert.Single(_module.Invocations["close"]);
    }

    [Fact]
    public async Task A_reference_opens_and_closes_it_too()
    {
        var modal = RenderModal(open: false);

        await modal.InvokeAsync(modal.Instance.ShowAsync);
        Assert.Single(_module.Invocations["show"]);

        await modal.InvokeAsync(modal.Instance.CloseAsync);
        Assert.Single(_module.Invocations["close"]);
    }

    [Fact]
    public async Task One_opened_by_reference_stays_open_when_its_page_renders_again()
    {
        var modal = RenderModal(open: false);
        await modal.InvokeAsync(modal.Instance.ShowAsync);

        modal.Render(parameters => parameters.Add(m => m.Title, "Rename this group"));

        Assert.Empty(_module.Invocations["close"]);
        Assert.Equal("Rename this group", modal.Find("h2").TextContent);
    }

    [Fact]
    public async Task One_that_its_page_opened_can_be_opened_again_after_Escape()
    {
        var modal = RenderModal(open: true);
        await modal.InvokeAsync(modal.Instance.OnDismissedAsync);

        modal.Render(parameters => parameters.Add(m => m.Open, false));
        modal.Render(parameters => parameters.Add(m => m.Open, true));

        Assert.Equal(2, _module.Invocations["show"].Count);
    }

    private IRenderedComponent<Modal> RenderModal(bool open) =>
        Render<Modal>(parameters => parameters
            .Add(m => m.Open, open)
            .Add(m => m.Title, "Rename group")
            .AddChildContent("<p>content</p>"));
}
