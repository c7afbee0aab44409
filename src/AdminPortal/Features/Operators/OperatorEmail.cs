using System.Globalization;
using System.Net.Mail;
using AdminPortal.Results;

namespace AdminPortal.Features.Operators;

/// <summary>The email an operator signs in with.</summary>
public static class OperatorEmail
{
    public const int Longest = 254;

    public static Result<string> Parse(string? text, string field = "email")
    {
        var email = (text ?? "").Trim();
        if (email.Length == 0)
        {
            return new InvalidInput("Enter an email.", field);
        }

        if (email.Length > Longest
            || email.Any(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate)
            || !MailAddress.TryCreate(email, out var address)
            || !string.Equals(address.Address, email, StringComparison.Ordinal))
        {
            return new InvalidInput("This is not an email, such as name@example.org.", field);
        }

        return email;
    }

    /// <summary>The form in which emails are compared and unique.</summary>
    public static string Normalise(string email) => email.Trim().Normalize().ToUpperInvariant();
}
