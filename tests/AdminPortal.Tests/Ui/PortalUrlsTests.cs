using AdminPortal.Ui;

namespace AdminPortal.Tests.Ui;

public sealed class PortalUrlsTests
{
    [Fact]
    public void Ids_are_escaped_whole() =>
        Assert.Equal("/groups/120363001%40g.us?tab=participants", PortalUrls.Group("120363001@g.us", "participants"));

    [Fact]
    public void Only_what_is_given_enters_the_address()
    {
        Assert.Equal("/communities", PortalUrls.Communities());
        Assert.Equal("/communities?view=board&filter=a%26b", PortalUrls.Communities("board", "a&b"));
        Assert.Equal("/account/sign-in?returnUrl=%2Fgroups%2F1", PortalUrls.SignIn("/groups/1"));
    }
}
