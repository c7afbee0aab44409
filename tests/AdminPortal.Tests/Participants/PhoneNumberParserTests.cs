using AdminPortal.Features.Participants.Numbers;

namespace AdminPortal.Tests.Participants;

public sealed class PhoneNumberParserTests
{
    [Theory]
    [InlineData("+49 (0)151 1000-2000", "DE", "4915110002000")]
    [InlineData("+49 0151 10002000", "DE", "4915110002000")]
    [InlineData("0049 151 10002000", "DE", "4915110002000")]
    [InlineData("0151/1000 2000", "DE", "4915110002000")]
    [InlineData("4915110002000", "DE", "4915110002000")]
    [InlineData("15110002000", "DE", "4915110002000")]
    [InlineData("4915110002000", "US", "4915110002000")]
    [InlineData("4915110002000", null, "4915110002000")]
    [InlineData("(555) 010-2000", "US", "15550102000")]
    [InlineData("1-555-010-2000", "US", "15550102000")]
    [InlineData("011 49 151 10002000", "US", "4915110002000")]
    [InlineData("020 7946 0018", "GB", "442079460018")]
    [InlineData("06 1234567", "IT", "39061234567")]
    [InlineData("+39 06 1234567", "IT", "39061234567")]
    [InlineData("8 (912) 345-67-89", "RU", "79123456789")]
    [InlineData("06 30 123 4567", "HU", "36301234567")]
    [InlineData("+5215512345678", "MX", "5215512345678")]
    [InlineData("+86 138 0013 8000", "DE", "8613800138000")]
    [InlineData("wa.me/4915110002000", "BR", "4915110002000")]
    [InlineData("https://wa.me/4915110002000?text=hi", "BR", "4915110002000")]
    [InlineData("tel:+4915110002000", "BR", "4915110002000")]
    [InlineData("4915110002000@s.whatsapp.net", "BR", "4915110002000")]
    [InlineData("4915110002000@c.us", "BR", "4915110002000")]
    [InlineData("\u202A+49\u00A0151\u20111000\u20132000\u202C", "BR", "4915110002000")]
    [InlineData("＋４９ １５１ １０００２０００", "BR", "4915110002000")]
    [InlineData("+٤٩١٥١١٠٠٠٢٠٠٠", "BR", "4915110002000")]
    [InlineData("'+4915110002000", "BR", "4915110002000")]
    public void Reads_what_people_write(string text, string? home, string digits) =>
        Assert.Equal((digits, null), Read(text, home));

    [Theory]
    [InlineData("(11) 98765-4321", "5511987654321")]
    [InlineData("011 98765-4321", "5511987654321")]
    [InlineData("0 15 11 98765-4321", "5511987654321")]
    [InlineData("55 11 98765 4321", "5511987654321")]
    [InlineData("+55 11 8765-4321", "551187654321")]
    [InlineData("11 3456-7890", "551134567890")]
    [InlineData("55 98765-4321", "5555987654321")]
    public void Reads_Brazilian_numbers(string text, string digits) => Assert.Equal((digits, null), Read(text, "BR"));

    [Theory]
    [InlineData("5511987654321", "551187654321")]
    [InlineData("551187654321", "5511987654321")]
    [InlineData("551134567890", null)]
    [InlineData("4915110002000", null)]
    public void Knows_the_twin_of_the_ninth_digit(string digits, string? twin) => Assert.Equal(twin, PhoneNumberParser.Twin(digits));

    [Theory]
    [InlineData("", "DE", "there is no number")]
    [InlineData("hello", "DE", "this is not a number")]
    [InlineData("+49 151 hello", "DE", "this is not a number")]
    [InlineData("=HYPERLINK(\"http://x\")", "DE", "this is a formula, not a number")]
    [InlineData("=1+2", "DE", "this is a formula, not a number")]
    [InlineData("4,91511E+12", "DE", "a spreadsheet shortened this number; format its column as text and copy again")]
    [InlineData("4.91511E12", "DE", "a spreadsheet shortened this number; format its column as text and copy again")]
    [InlineData("0151", "DE", "too short for Germany (+49)")]
    [InlineData("+49 1", "DE", "too short for an international number")]
    [InlineData("+49 1511", null, "too short for an international number")]
    [InlineData("+351 91234567", null, "too short for Portugal (+351)")]
    [InlineData("+351 9123456789", null, "too long for Portugal (+351)")]
    [InlineData("01511000200012345", "DE", "too long for Germany (+49)")]
    [InlineData("+999 1234567", null, "no country has the code +999")]
    [InlineData("015110002000", null, "the country code is missing")]
    [InlineData("+49 151 +1000", "DE", "this is not a number")]
    [InlineData("👍🏽", "DE", "this is not a number")]
    [InlineData("+", "DE", "this is not a number")]
    public void Says_why_it_is_none(string text, string? home, string problem) => Assert.Equal((null, problem), Read(text, home));

    [Fact]
    public void Every_country_reads_its_own_shortest_and_longest_number()
    {
        Assert.All(CallingCodes.All, country =>
        {
            foreach (var length in new[] { country.Min, country.Max }.Where(l => l + country.Code.Length is >= 7 and <= 15))
            {
                var digits = country.Code + new string('5', length);
                Assert.Equal((digits, null), Read($"+{digits}", country.Iso));
                Assert.Equal(country.Code, CallingCodes.Of(digits)?.Code);
            }
        });
        Assert.True(CallingCodes.All.Count > 190);
    }

    private static (string? Digits, string? Problem) Read(string text, string? home)
    {
        var reading = PhoneNumberParser.Parse(text, CallingCodes.ByIso(home));
        return (reading.Digits, reading.Problem);
    }
}
