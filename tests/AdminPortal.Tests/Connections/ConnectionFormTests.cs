using AdminPortal.Features.Connections;
using AdminPortal.Gateways;

namespace AdminPortal.Tests.Connections;

public sealed class ConnectionFormTests
{
    [Fact]
    public void A_test_speaks_only_about_what_was_typed_when_it_ran()
    {
        var form = new ConnectionForm { Name = "Desk" };
        form.Take(new ConnectionTest([new ConnectionFinding("token", FindingSeverity.Error, "Wrong token.")], null, []));
        Assert.Equal("Wrong token.", form.ErrorOf("token"));

        form.SetCredential("token", "another");

        Assert.Null(form.Test);
        Assert.Null(form.ErrorOf("token"));
    }

    [Fact]
    public void A_finding_without_a_field_of_the_form_is_shown_beside_it()
    {
        var form = new ConnectionForm();
        form.Take(new ConnectionTest(
            [
                new ConnectionFinding(null, FindingSeverity.Warning, "Signed out."),
                new ConnectionFinding(ConnectionTester.BaseAddressField, FindingSeverity.Error, "Nobody is there."),
            ],
            null,
            []));

        Assert.Equal("Signed out.", Assert.Single(form.General).Sentence);
        Assert.Equal("Nobody is there.", form.ErrorOf(ConnectionTester.BaseAddressField));
    }

    [Fact]
    public void A_refusal_lands_on_its_field()
    {
        var form = new ConnectionForm();

        form.Take(new NumberNameTaken("Desk"));

        Assert.Contains("Desk", form.ErrorOf(ConnectionDraft.NameField), StringComparison.Ordinal);
    }
}
