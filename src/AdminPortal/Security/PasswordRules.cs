using System.Collections.Frozen;

namespace AdminPortal.Security;

/// <summary>Length, not composition: a long password that is not on everybody's list.</summary>
public static class PasswordRules
{
    public const int Shortest = 12;

    /// <summary>Bounds the work of one attempt.</summary>
    public const int Longest = 200;

    /// <summary>A unit this short, repeated, is no password.</summary>
    private const int LongestPattern = 4;

    private static readonly FrozenSet<string> s_common = FrozenSet.ToFrozenSet(
        [
            "123456789012", "1234567890123", "12345678901234", "123456789123", "1234567890qwerty", "qwertyuiop12", "qwertyuiop123",
            "qwertyuiopasdf", "qwertyuiopasdfghjkl", "asdfghjklzxcvbnm", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "qazwsxedcrfv", "zaq12wsxcde3",
            "1q2w3e4r5t6y", "1q2w3e4r5t6y7u8i", "q1w2e3r4t5y6", "passwordpassword", "password1234", "password12345", "password123456",
            "mypassword123", "newpassword123", "thisismypassword", "letmeinplease", "letmeinletmein", "letmein12345", "welcome12345",
            "welcome123456", "welcometohell", "administrator", "administrator1", "administrator123", "adminadminadmin", "admin1234567",
            "admin12345678", "adminpassword", "adminportal123", "adminportaladmin", "changemeplease", "changeme1234", "changemenow123",
            "iloveyou1234", "iloveyouforever", "iloveyousomuch", "superman1234", "spiderman1234", "basketball123", "football12345",
            "liverpool1234", "manchesterunited", "princess1234", "sunshine1234", "whatsapp1234", "whatsappwhatsapp", "trustno1trustno1",
            "abcdefghijkl", "abcdefghijklm", "abcdefghijklmnop", "abcd12345678", "a1b2c3d4e5f6", "correcthorsebatterystaple",
            "monkeymonkey", "dragondragon", "mastermaster", "secretsecret", "secret123456", "testtesttest", "test12345678", "defaultpassword",
            "temporarypassword", "supersecretpassword", "unbelievable", "computer1234", "starwars1234", "pokemon12345", "michaeljackson",
        ],
        StringComparer.Ordinal);

    /// <summary>What is wrong with it, as a sentence; null when it will do.</summary>
    /// <param name="known">Words an attacker tries first: the operator's name and email.</param>
    public static string? ProblemWith(string password, params ReadOnlySpan<string> known)
    {
        if (password.Length < Shortest)
        {
            return $"Use at least {Shortest} characters.";
        }

        if (password.Length > Longest)
        {
            return $"Use at most {Longest} characters.";
        }

        var plain = Plain(password);
        // Where signs make the password, they are what must not repeat.
        if (s_common.Contains(plain) || IsPattern(plain.Length >= Shortest / 2 ? plain : password))
        {
            return "This is one of the passwords that are tried first. Use several words that do not belong together.";
        }

        foreach (var word in known)
        {
            if (plain.Length > 0 && (plain == Plain(word) || plain == Plain(word.Split('@')[0])))
            {
                return "Your name or email is no password.";
            }
        }

        return null;
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static bool IsPattern(string text)
    {
        for (var length = 1; length <= LongestPattern; length++)
        {
            if (text.Length > length && Enumerable.Range(length, text.Length - length).All(i => text[i] == text[i - length]))
            {
                return true;
            }
        }

        // Up or down the alphabet or the digits, which go round at 9 and 0.
        var steps = text.Zip(text.Skip(1), (a, b) => b - a).ToList();
        return steps.TrueForAll(s => s is 1 or -9) || steps.TrueForAll(s => s is -1 or 9);
    }
}
