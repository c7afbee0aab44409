using System.Xml.Linq;

namespace AdminPortal.Tests.Architecture;

/// <summary>The project files themselves are asked: an unused reference does not show in the compiled assembly.</summary>
public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("src/AdminPortal", "AdminPortal.Gateways", "AdminPortal.Simulator")]
    [InlineData("src/AdminPortal.Gateways")]
    [InlineData("src/AdminPortal.Simulator")]
    [InlineData("tests/AdminPortal.Tests", "AdminPortal", "AdminPortal.Gateways", "AdminPortal.Simulator")]
    [InlineData("tests/AdminPortal.BrowserTests", "AdminPortal", "AdminPortal.Simulator")]
    [InlineData("tests/AdminPortal.Bench", "AdminPortal", "AdminPortal.Gateways", "AdminPortal.Simulator")]
    public void Project_refers_to_exactly_what_the_house_allows(string folder, params string[] allowed)
    {
        var project = ProjectFile(folder);

        var references = project.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal);

        Assert.Equal(allowed.Order(StringComparer.Ordinal), references);
    }

    [Fact]
    public void Gateways_know_neither_web_framework_nor_database()
    {
        var project = ProjectFile("src/AdminPortal.Gateways");

        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Assert.Empty(project.Descendants("FrameworkReference"));
        Assert.DoesNotContain(
            project.Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value),
            name => name.Contains("AspNetCore", StringComparison.Ordinal)
                || name.Contains("EntityFramework", StringComparison.Ordinal));
    }

    private static XDocument ProjectFile(string folder) =>
        XDocument.Load(Path.Combine(RepositoryRoot.Path, folder, Path.GetFileName(folder) + ".csproj"));
}
