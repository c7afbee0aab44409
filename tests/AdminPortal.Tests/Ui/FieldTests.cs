using AdminPortal.Ui;
using Bunit;

namespace AdminPortal.Tests.Ui;

public sealed class FieldTests : UiTestContext
{
    [Fact]
    public void The_label_and_the_error_belong_to_the_control()
    {
        var field = Render<TextField>(parameters => parameters
            .Add(f => f.Label, "Name")
            .Add(f => f.Hint, "Shown to members")
            .Add(f => f.Error, "This name is taken"));

        var input = field.Find("input");
        Assert.Equal("Name", field.Find($"label[for={input.Id}]").TextContent.Trim());
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        var described = input.GetAttribute("aria-describedby")!.Split(' ').Select(id => field.Find($"#{id}").TextContent.Trim());
        Assert.Equal(["This name is taken", "Shown to members"], described);
    }

    [Fact]
    public void A_text_over_the_limit_stays_whole_and_is_named_too_long()
    {
        var field = Render<TextField>(parameters => parameters
            .Add(f => f.Label, "Name")
            .Add(f => f.MaxLength, 5)
            .Add(f => f.ShowRemaining, true)
            .Add(f => f.Value, "Harbor Crew"));

        Assert.Equal("Harbor Crew", field.Find("input").GetAttribute("value"));
        Assert.Contains("6 too many", field.Markup, StringComparison.Ordinal);
        Assert.Contains("At most 5 characters", field.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_of_nothing_has_a_value_of_its_own_and_is_shown()
    {
        var (id, chosen) = (Guid.NewGuid(), (Guid?)Guid.Empty);
        var field = Render<SelectField<Guid?>>(parameters => parameters
            .Add(f => f.Label, "Through")
            .Add(f => f.Options, [new SelectOption<Guid?>(null, "The console chooses"), new SelectOption<Guid?>(id, "Desk")])
            .Add(f => f.ValueChanged, value => chosen = value));

        Assert.Equal(["", id.ToString()], field.FindAll("option").Select(o => o.GetAttribute("value")));
        field.Find("select").Change(id.ToString());
        Assert.Equal(id, chosen);
        field.Find("select").Change("");
        Assert.Null(chosen);
    }

    [Fact]
    public void Every_keystroke_reaches_the_owner()
    {
        string? value = null;
        var field = Render<TextField>(parameters => parameters.Add(f => f.Label, "Name").Add(f => f.ValueChanged, v => value = v));

        field.Find("input").Input("Har");

        Assert.Equal("Har", value);
    }

    [Fact]
    public void A_choice_arrives_in_its_own_type()
    {
        DayOfWeek? value = null;
        var field = Render<SelectField<DayOfWeek>>(parameters => parameters
            .Add(f => f.Label, "Day")
            .Add(f => f.Value, DayOfWeek.Monday)
            .Add(f => f.ValueChanged, v => value = v)
            .Add(f => f.Options, [new(DayOfWeek.Monday, "Monday"), new(DayOfWeek.Friday, "Friday")]));

        field.Find("select").Change("Friday");

        Assert.Equal(DayOfWeek.Friday, value);
    }

    [Fact]
    public void A_button_that_cannot_says_why()
    {
        var button = Render<AppButton>(parameters => parameters.Add(b => b.Text, "Link").Add(b => b.Disabled, true).Add(b => b.Reason, "Desk is signed out"));

        var element = button.Find("button");
        Assert.True(element.HasAttribute("disabled"));
        Assert.Equal("Desk is signed out", element.GetAttribute("title"));
        Assert.Equal("Desk is signed out", button.Find($"#{element.GetAttribute("aria-describedby")}").TextContent);
    }
}
