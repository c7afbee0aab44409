using System.Reflection;
using AdminPortal.Security;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Tests.Architecture;

/// <summary>Services of a feature use services of features below it, never the other way round.</summary>
public sealed class FeatureOrderTests
{
    /// <summary>From the ground up; within a line features may use each other as long as no circle arises.</summary>
    private static readonly string[][] s_order =
    [
        ["Audit"],
        ["Operators"],
        ["Connections"],
        ["Pacing"],
        ["Sync"],
        ["Operations"],
        ["Groups", "Communities", "Participants", "Approvals", "People"],
        ["FollowUp"],
        ["Overview"],
    ];

    [Fact]
    public void Every_feature_has_its_place() =>
        Assert.Empty(Services().Select(FeatureOf).Distinct(StringComparer.Ordinal).Except(s_order.SelectMany(o => o), StringComparer.Ordinal));

    [Fact]
    public void Services_depend_downwards() =>
        Assert.Empty(
            from use in Uses()
            where Place(use.To) > Place(use.From)
            select use.ToString());

    [Fact]
    public void Features_form_no_circle()
    {
        var uses = Uses().Select(u => (u.From, u.To)).Distinct().ToLookup(u => u.From, u => u.To, StringComparer.Ordinal);
        foreach (var feature in s_order.SelectMany(o => o))
        {
            Assert.False(Reaches(uses, feature, feature, []), $"{feature} needs itself through others.");
        }
    }

    [Fact]
    public void Services_form_no_circle()
    {
        var uses = Services().SelectMany(s => Needs(s).Select(n => (From: s.FullName!, To: n.FullName!))).ToLookup(u => u.From, u => u.To, StringComparer.Ordinal);
        foreach (var service in uses.Select(u => u.Key))
        {
            Assert.False(Reaches(uses, service, service, []), $"{service} needs itself through others.");
        }
    }

    private static bool Reaches(ILookup<string, string> uses, string from, string wanted, HashSet<string> seen) =>
        uses[from].Any(next => next == wanted || (seen.Add(next) && Reaches(uses, next, wanted, seen)));

    private static int Place(string feature) => Array.FindIndex(s_order, line => line.Contains(feature, StringComparer.Ordinal));

    private static IEnumerable<Use> Uses() =>
        from service in Services()
        from needed in Needs(service)
        where FeatureOf(needed) != FeatureOf(service)
        select new Use(FeatureOf(service), FeatureOf(needed), service.Name, needed.Name);

    private static IEnumerable<Type> Services() =>
        typeof(Permissions).Assembly.GetTypes().Where(t =>
            t is { IsClass: true, IsNested: false }
            && !typeof(IComponent).IsAssignableFrom(t)
            && t.Namespace?.StartsWith("AdminPortal.Features.", StringComparison.Ordinal) == true);

    /// <summary>Classes of features that a constructor takes. Records are what services speak in, not what they use.</summary>
    private static IEnumerable<Type> Needs(Type service) =>
        service.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(c => c.GetParameters())
            .Select(p => p.ParameterType)
            .Where(t => t.IsClass && t.Namespace?.StartsWith("AdminPortal.Features.", StringComparison.Ordinal) == true && t.GetMethod("<Clone>$") is null && t != service)
            .Distinct();

    private static string FeatureOf(Type type) => type.Namespace!.Split('.')[2];

    private sealed record Use(string From, string To, string Service, string Needed)
    {
        public override string ToString() => $"{From}.{Service} uses {To}.{Needed}";
    }
}
