using System.Text.Json;
using System.Xml.Linq;

namespace AdminPortal.Tests.Architecture;

/// <summary>What the README promises to list, it lists.</summary>
public sealed class DocumentationTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md"));

    [Fact]
    public void Every_setting_of_the_example_is_explained()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "appsettings.example.json")));

        var unexplained = Leaves(example.RootElement, "").Where(key => !s_readme.Contains($"`{key}`", StringComparison.Ordinal));

        Assert.Empty(unexplained);
    }

    [Fact]
    public void Every_package_has_its_reason()
    {
        var unexplained = XDocument.Load(Path.Combine(RepositoryRoot.Path, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(p => p.Attribute("Include")!.Value)
            // Four of one family share a row.
            .Select(name => name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) ? name["Microsoft.Extensions".Length..] : name)
            .Where(name => name != "xunit.runner.visualstudio" && !s_readme.Contains(name, StringComparison.Ordinal));

        Assert.Empty(unexplained);
    }

    [Fact]
    public void Scripts_and_documents_that_the_readme_names_exist()
    {
        string[] named = ["eng/run", "eng/test", "eng/feed", "eng/with-postgres", "appsettings.example.json", "Dockerfile"];

        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(RepositoryRoot.Path, path)), path));
    }

    private static IEnumerable<string> Leaves(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}:{p.Name}"))
        : [path];
}
