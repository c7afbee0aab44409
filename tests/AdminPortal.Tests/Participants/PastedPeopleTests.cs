using System.Globalization;
using System.Text;
using AdminPortal.Features.Participants.Numbers;

namespace AdminPortal.Tests.Participants;

public sealed class PastedPeopleTests
{
    private static readonly Country s_germany = CallingCodes.ByIso("DE")!;

    [Fact]
    public void Finds_name_and_number_in_the_ways_people_paste_them()
    {
        var people = Read("""
            Rui Costa, +49 151 1000 2001
            +49 151 1000 2002	Ana
            "Bo Li";015110002003
            Chi 👩‍👩‍👧 +49 151 1000 2004
            +49 151 1000 2005 - Dee
            <script>alert(1)</script> | 0151 1000 2006
            015110002007
            """);

        Assert.All(people, p => Assert.Equal(PastedVerdict.Ready, p.Verdict));
        Assert.Equal(
            ["Rui Costa", "Ana", "Bo Li", "Chi 👩\u200D👩\u200D👧", "Dee", "<script>alert(1)</script>", null],
            people.Select(p => p.Name));
        Assert.Equal(Enumerable.Range(2001, 7).Select(n => $"+4915110{n}".Replace("+4915110", "+491511000", StringComparison.Ordinal)), people.Select(p => p.Number));
    }

    [Fact]
    public void Takes_several_numbers_of_one_line_without_giving_them_one_name()
    {
        var people = Read("Family; +4915110002001; +4915110002002");

        Assert.Equal(["+4915110002001", "+4915110002002"], people.Select(p => p.Number));
        Assert.All(people, p => Assert.Null(p.Name));
    }

    [Fact]
    public void Marks_duplicates_also_over_the_ninth_digit()
    {
        var people = PastedPeople.Read(PastedPeople.RowsOf("+55 11 98765-4321\n+55 11 8765-4321\n11 98765 4321"), CallingCodes.ByIso("BR"));

        Assert.Equal([PastedVerdict.Ready, PastedVerdict.Duplicate, PastedVerdict.Duplicate], people.Select(p => p.Verdict));
        Assert.Equal("the same as line 1", people[1].Reason);
    }

    [Fact]
    public void Names_line_and_reason_of_what_is_no_number()
    {
        var people = Read("\n+4915110002001\n\nhello\n=cmd|' /C calc'!A0\n12345");

        Assert.Equal([(2, PastedVerdict.Ready), (4, PastedVerdict.Invalid), (5, PastedVerdict.Invalid), (6, PastedVerdict.Invalid)], people.Select(p => (p.Line, p.Verdict)));
        Assert.Equal("there is no number on this line", people[1].Reason);
        Assert.Equal("too short for Germany (+49)", people[3].Reason);
    }

    [Fact]
    public void Keeps_a_hidden_identity_as_it_is()
    {
        var person = Assert.Single(Read("88112233445566@lid"));

        Assert.Equal(("88112233445566@lid", "hidden number · LID …5566"), (person.Key, person.Number));
    }

    [Fact]
    public void Marks_who_needs_no_adding()
    {
        var known = new KnownKeys(
            new HashSet<string> { "551187654321@s.whatsapp.net" },
            new HashSet<string> { "4915110002002@s.whatsapp.net" },
            new HashSet<string> { "4915110002003@s.whatsapp.net" });

        var people = PastedPeople.Mark(Read("+5511987654321\n+4915110002002\n+4915110002003\n+4915110002004\nx"), known);

        Assert.Equal(
            [PastedVerdict.AlreadyIn, PastedVerdict.BeingAdded, PastedVerdict.NotOnWhatsApp, PastedVerdict.Ready, PastedVerdict.Invalid],
            people.Select(p => p.Verdict));
    }

    [Fact]
    public void Reads_ten_thousand_lines_and_sees_one_more()
    {
        var text = new StringBuilder();
        for (var i = 0; i < PastedPeople.MaxLines; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Person {i}, +49151{10_000_000 + i}\n");
        }

        var people = Read(text.ToString());
        var more = PastedPeople.RowsOf(text.Append("one more, two more\n", 0, 8).ToString() + "\n+4915110002000\n");

        Assert.Equal(PastedPeople.MaxLines, people.Count);
        Assert.All(people, p => Assert.Equal(PastedVerdict.Ready, p.Verdict));
        Assert.Equal(PastedPeople.MaxLines + 1, more.Count);
    }

    [Theory]
    [InlineData("Name,Phone,City\nRui,+4915110002001,Porto\n\"Costa, Ana\",0151 1000 2002,Lisboa\n")]
    [InlineData("\uFEFFNOME;Número Casa;Telefone\nRui;x;+4915110002001\nCosta, Ana;y;015110002002\n")]
    [InlineData("Rui\t+4915110002001\nCosta, Ana\t015110002002")]
    public void Reads_files_with_and_without_a_heading(string text)
    {
        var people = PastedPeople.Read(PeopleFile.RowsOf(Encoding.UTF8.GetBytes(text)).Value!, s_germany);

        Assert.Equal([("Rui", "+4915110002001"), ("Costa, Ana", "+4915110002002")], people.Select(p => (p.Name, p.Number)));
    }

    [Fact]
    public void Refuses_files_that_are_no_lists()
    {
        Assert.StartsWith("This is a workbook", Refusal("PK\u0003\u0004rest"u8.ToArray()), StringComparison.Ordinal);
        Assert.StartsWith("This is not a text file", Refusal([1, 0, 2, 0]), StringComparison.Ordinal);
        Assert.StartsWith("There is nobody", Refusal("\n\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.StartsWith("At most 1 MB", Refusal(new byte[PastedPeople.MaxBytes + 1]), StringComparison.Ordinal);
        Assert.StartsWith("At most 10,000 lines", Refusal(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1\n", 10_001)))), StringComparison.Ordinal);
        Assert.True(PeopleFile.RowsOf("\"never closed,+4915110002001\n"u8.ToArray()).Succeeded);

        static string? Refusal(byte[] content) => PeopleFile.RowsOf(content).Failure?.Message;
    }

    private static IReadOnlyList<PastedPerson> Read(string text) => PastedPeople.Read(PastedPeople.RowsOf(text), s_germany);
}
