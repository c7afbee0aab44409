using System.Text.RegularExpressions;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Host;

/// <summary>Fills and posts the account pages' forms as a browser would.</summary>
internal sealed partial class SignInForm(PortalHost host)
{
    public HttpClient Client { get; } = host.CreateClient(new() { AllowAutoRedirect = false });

    public Task<HttpResponseMessage> SubmitAsync(Actor actor, string email, string password = SignedInOperators.Password, string? returnUrl = null)
    {
        Assert.NotEqual(Guid.Empty, actor.OperatorId);
        return SubmitAsync(email, password, returnUrl);
    }

    public Task<HttpResponseMessage> SubmitAsync(string email, string password, string? returnUrl = null) =>
        PostAsync(
            returnUrl is null ? "/account/sign-in" : $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            "sign-in",
            ("Entered.Email", email), ("Entered.Password", password));

    /// <summary>Gets the page, then posts the named form on it with its token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var html = await Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        var token = Token.Matches(html).FirstOrDefault(m => m.Groups["form"].Value == form)?.Groups["token"].Value ?? "";
        using var content = new FormUrlEncodedContent(
            fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
                .Append(KeyValuePair.Create("_handler", form))
                .Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        return await Client.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"_handler\" value=\"(?<form>[^\"]*)\" /><input type=\"hidden\" name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }
}
