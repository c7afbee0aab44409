using System.Reflection;
using System.Text.RegularExpressions;
using AdminPortal.Gateways;
using AdminPortal.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Radzen;

namespace AdminPortal.Tests.Architecture;

/// <summary>Pages are thin, and what is under them knows nothing of pages.</summary>
public sealed partial class ComponentTests
{
    private static readonly Type[] s_kept =
    [
        typeof(DbContext), typeof(HttpClient), typeof(IHttpClientFactory), typeof(IWhatsAppGateway), typeof(IScheduler), typeof(ISchedulerFactory),
        typeof(DialogService), typeof(NotificationService),
    ];

    [Fact]
    public void Components_inject_no_database_gateway_scheduler_or_foreign_dialog() =>
        Assert.Empty(
            from component in Types().Where(t => typeof(IComponent).IsAssignableFrom(t))
            from needed in Needs(component)
            where s_kept.Any(k => k.IsAssignableFrom(needed))
                || (needed.IsGenericType && needed.GetGenericTypeDefinition() == typeof(IDbContextFactory<>))
                || needed.Name.EndsWith("Switchboard", StringComparison.Ordinal)
            select $"{component.Name}: {needed.Name}");

    [Fact]
    public void What_is_under_the_pages_knows_no_components() =>
        Assert.Empty(
            from line in SourceFiles.Lines("src/AdminPortal")
            where line.File.EndsWith(".cs", StringComparison.Ordinal) && !line.File.EndsWith(".razor.cs", StringComparison.Ordinal)
            where line.File.StartsWith("src/AdminPortal/Data/", StringComparison.Ordinal)
                || line.File.StartsWith("src/AdminPortal/Live/", StringComparison.Ordinal)
                || line.File.StartsWith("src/AdminPortal/Security/", StringComparison.Ordinal)
                || line.File.StartsWith("src/AdminPortal/Results/", StringComparison.Ordinal)
                || line.File.StartsWith("src/AdminPortal/Features/", StringComparison.Ordinal)
            // A component without markup is a component.
            where !s_components.Value.Contains(line.File)
            where ComponentNamespace.IsMatch(line.Text)
            select line.ToString());

    [Fact]
    public void Vendors_show_nothing_but_their_module() =>
        Assert.Empty(typeof(IWhatsAppGateway).Assembly.GetExportedTypes()
            .Where(t => Vendor.IsMatch(t.Namespace ?? "") && !t.Name.EndsWith("Module", StringComparison.Ordinal))
            .Select(t => t.FullName));

    [Fact]
    public void Only_its_own_folder_and_the_registries_name_a_provider() =>
        Assert.Empty(
            from line in SourceFiles.Lines("src")
            where ProviderNamed.IsMatch(line.Text)
                && !ProvidersFolder.IsMatch(line.File)
                && !Registries.Contains(line.File)
            select line.ToString());

    /// <summary>With the two enums, all that a fifth provider adds a line to.</summary>
    private static readonly string[] Registries =
    [
        "src/AdminPortal.Gateways/GatewayCatalog.cs",
        "src/AdminPortal.Gateways/GatewaysModule.cs",
        "src/AdminPortal.Simulator/Vendor.cs",
        "src/AdminPortal.Simulator/VendorDialects.cs",
    ];

    private static readonly Lazy<HashSet<string>> s_components = new(() =>
        [.. SourceFiles.Lines("src/AdminPortal")
            .Where(l => l.File.EndsWith(".cs", StringComparison.Ordinal) && ComponentClass.IsMatch(l.Text))
            .Select(l => l.File)]);

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\.Components\b|\bRadzen\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComponentNamespace { get; }

    [GeneratedRegex(@"class \w+(<\w+>)? ?(\(.*\))? ?: ?(ComponentBase|LayoutComponentBase)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComponentClass { get; }

    [GeneratedRegex(@"\.(RyzeApi|Wadial|Whapi|Wawp)(\.|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vendor { get; }

    [GeneratedRegex(@"\b(Vendor|GatewayKind|AdminPortal\.Gateways|AdminPortal\.Simulator)\.(RyzeApi|Wadial|Whapi|Wawp)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProviderNamed { get; }

    [GeneratedRegex(@"^src/AdminPortal\.(Gateways|Simulator)/(RyzeApi|Wadial|Whapi|Wawp)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProvidersFolder { get; }

    private static Type[] Types() => typeof(Permissions).Assembly.GetTypes();

    private static IEnumerable<Type> Needs(Type component) =>
        component.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(p => p.GetCustomAttribute<InjectAttribute>() is not null)
            .Select(p => p.PropertyType)
            .Concat(component.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType));
}
