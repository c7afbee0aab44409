using System.Globalization;
using System.Text;

namespace AdminPortal.Features.Participants.Numbers;

/// <summary>What a piece of text says as a number.</summary>
/// <param name="Digits">International digits without plus; null when it is none.</param>
/// <param name="Problem">Why not, a sentence without full stop; null when it is one.</param>
public sealed record PhoneReading(string? Digits, string? Problem)
{
    internal static PhoneReading Of(string digits) => new(digits, Problem: null);

    internal static PhoneReading Not(string problem) => new(Digits: null, problem);
}

/// <summary>
/// Turns a number as people write it into international digits: "+49 (0)151 1000-2000", "0049…", "(11) 98765-4321",
/// "wa.me/4915…", digits of other scripts. Decides form only; whether somebody has the number is WhatsApp's to say.
/// </summary>
public static class PhoneNumberParser
{
    private const int MinInternational = 7;
    private const int MaxInternational = 15;
    private const string Brazil = "55";

    /// <param name="home">The country of numbers written without a code; null takes every number as international.</param>
    public static PhoneReading Parse(string? text, Country? home)
    {
        var raw = text?.Trim() ?? "";
        if (raw.Length == 0)
        {
            return PhoneReading.Not("there is no number");
        }

        if (raw.Length > 60)
        {
            return PhoneReading.Not("this is too long for a number");
        }

        if (LooksShortened(raw))
        {
            return PhoneReading.Not("a spreadsheet shortened this number; format its column as text and copy again");
        }

        return Strip(raw) is { } stripped
            ? Interpret(stripped.Digits, stripped.International, home)
            : PhoneReading.Not(raw[0] is '=' or '@' ? "this is a formula, not a number" : "this is not a number");
    }

    /// <summary>
    /// The other way to write a Brazilian mobile number: with or without the ninth digit. Gateways may answer with either.
    /// Null for every other number.
    /// </summary>
    public static string? Twin(string digits)
    {
        if (!digits.StartsWith(Brazil, StringComparison.Ordinal))
        {
            return null;
        }

        return digits.Length switch
        {
            13 when digits[4] == '9' => digits.Remove(4, 1),
            12 when digits[4] is >= '6' and <= '9' => digits.Insert(4, "9"),
            _ => null,
        };
    }

    private static PhoneReading Interpret(string digits, bool international, Country? home)
    {
        if (!international && home?.Code == "1" && digits.StartsWith("011", StringComparison.Ordinal))
        {
            (digits, international) = (digits[3..], true);
        }
        else if (!international && digits.StartsWith("00", StringComparison.Ordinal))
        {
            (digits, international) = (digits[2..], true);
        }

        if (international || home is null)
        {
            return International(digits, home);
        }

        // Where numbers have a trunk prefix and this has none, but begins with the country's own code, the code was meant.
        var hasTrunk = home.Trunk is { } trunk && digits.StartsWith(trunk, StringComparison.Ordinal);
        if (!hasTrunk && digits.StartsWith(home.Code, StringComparison.Ordinal) && home.Fits(digits.Length - home.Code.Length)
            && (home.Trunk is not null || !home.Fits(digits.Length)))
        {
            return PhoneReading.Of(digits);
        }

        var national = hasTrunk ? digits[home.Trunk!.Length..] : digits;
        if (home.Code == Brazil && hasTrunk && national.Length is 12 or 13)
        {
            // "0 15 11 98765-4321": two digits choose the carrier of a long-distance call.
            national = national[2..];
        }

        if (home.Fits(national.Length) && !(home.Code == "1" && national[0] is '0' or '1'))
        {
            return PhoneReading.Of(home.Code + national);
        }

        // Not of this country's length: perhaps it carries another country's code and only the plus is missing.
        if (!hasTrunk && CallingCodes.Of(digits) is { } other && other.Fits(digits.Length - other.Code.Length))
        {
            return PhoneReading.Of(digits);
        }

        return PhoneReading.Not(national.Length < home.Min
            ? $"too short for {home.Name} (+{home.Code})"
            : $"too long for {home.Name} (+{home.Code})");
    }

    private static PhoneReading International(string digits, Country? home)
    {
        if (digits.Length == 0)
        {
            return PhoneReading.Not("there is no number");
        }

        if (digits[0] == '0')
        {
            return PhoneReading.Not(home is null ? "the country code is missing" : "no country code begins with 0");
        }

        if (digits.Length < MinInternational)
        {
            return PhoneReading.Not("too short for an international number");
        }

        if (digits.Length > MaxInternational)
        {
            return PhoneReading.Not("too long for an international number");
        }

        if (CallingCodes.Of(digits) is not { } country)
        {
            return PhoneReading.Not($"no country has the code +{digits[..Math.Min(3, digits.Length)]}");
        }

        var national = digits[country.Code.Length..];
        // "+49 0151…": the trunk prefix was kept by mistake, where the country has one that no number begins with.
        if (country.Trunk == "0" && national.StartsWith('0'))
        {
            national = national[1..];
        }

        return !country.Fits(national.Length)
            ? PhoneReading.Not($"too {(national.Length < country.Min ? "short" : "long")} for {country.Name} (+{country.Code})")
            : PhoneReading.Of(country.Code + national);
    }

    /// <summary>Digits alone, and whether a plus stood before them. Null when there is anything but a number.</summary>
    private static (string Digits, bool International)? Strip(string raw)
    {
        var text = WithoutWrapping(raw);
        var digits = new StringBuilder(text.Length);
        var international = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var value)
            {
                digits.Append((char)('0' + value));
            }
            else if (c is '+' or '＋')
            {
                if (digits.Length > 0 || international)
                {
                    return null;
                }

                international = true;
            }
            else if (c == '(' && international && digits.Length > 0 && text.AsSpan(i).StartsWith("(0)", StringComparison.Ordinal))
            {
                // "+49 (0)151": dialled inside the country only.
                i += 2;
            }
            else if (!IsFiller(c))
            {
                return null;
            }
        }

        return digits.Length == 0 ? null : (digits.ToString(), international);
    }

    private static string WithoutWrapping(string raw)
    {
        var text = raw.Trim('"', '\'', ' ', '\u00A0', '<', '>');
        foreach (var prefix in (ReadOnlySpan<string>)["https://wa.me/", "http://wa.me/", "wa.me/"])
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                // Such links take international numbers only.
                var number = text[prefix.Length..].Split('?', '/')[0];
                return number.StartsWith('+') ? number : $"+{number}";
            }
        }

        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            return text["tel:".Length..];
        }

        foreach (var suffix in (ReadOnlySpan<string>)["@s.whatsapp.net", "@c.us"])
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return $"+{text[..^suffix.Length]}";
            }
        }

        return text;
    }

    private static bool IsFiller(char c) =>
        c is '(' or ')' or '.' or '/' or '-' or '\'' || char.IsWhiteSpace(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    /// <summary>"4,91511E+12": digits are lost for good.</summary>
    private static bool LooksShortened(string raw)
    {
        var e = raw.IndexOfAny(['E', 'e']);
        return e > 0 && e + 1 < raw.Length && raw[e + 1] is '+' or '1'
            && raw.AsSpan(0, e).IndexOfAnyExcept("0123456789.,") < 0
            && raw.AsSpan(e + 1).IndexOfAnyExcept("+0123456789") < 0;
    }
}
