using AdminPortal.Security;

namespace AdminPortal.Tests.Security;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("blue horse under lamp")]
    [InlineData("Tr0ub4dor&3 and more")]
    [InlineData("пароль из многих слов")]
    [InlineData("!§%&/()=?*+~#x")]
    public void Long_ones_of_any_composition_will_do(string password) => Assert.Null(PasswordRules.ProblemWith(password));

    [Theory]
    [InlineData("")]
    [InlineData("elevenchars")]
    [InlineData("password1234")]
    [InlineData("Password-1234!")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("abcdefghijklmnopq")]
    [InlineData("987654321098 ")]
    [InlineData("!!!!!!!!!!!!")]
    [InlineData("Correct Horse Battery Staple")]
    public void Short_and_common_ones_are_refused_with_a_sentence(string password) =>
        Assert.EndsWith(".", PasswordRules.ProblemWith(password), StringComparison.Ordinal);

    [Fact]
    public void Own_name_and_email_are_refused()
    {
        Assert.NotNull(PasswordRules.ProblemWith("Bartholomew 7", "Bartholomew7", "x@example.org"));
        Assert.NotNull(PasswordRules.ProblemWith("ann.smith.long", "Ann", "ann.smith.long@example.org"));
        Assert.Null(PasswordRules.ProblemWith("blue horse under lamp", "", ""));
    }

    [Fact]
    public void Endless_ones_are_refused_before_they_cost_anything() =>
        Assert.NotNull(PasswordRules.ProblemWith(string.Concat(Enumerable.Range(0, 300))));
}
