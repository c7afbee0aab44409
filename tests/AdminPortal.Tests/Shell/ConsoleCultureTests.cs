using System.Globalization;
using AdminPortal.Shell;

namespace AdminPortal.Tests.Shell;

public sealed class ConsoleCultureTests
{
    [Fact]
    public void Numbers_read_the_same_on_a_machine_that_speaks_another_language()
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        Assert.Equal("1.234,5", $"{1234.5:N1}");

        ConsoleCulture.Pin();

        Assert.Equal("1,234.5", $"{1234.5:N1}");
        var elsewhere = "";
        var thread = new Thread(() => elsewhere = $"{1234.5:N1}");
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(10)));
        Assert.Equal("1,234.5", elsewhere);
    }
}
