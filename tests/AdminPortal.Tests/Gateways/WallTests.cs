using AdminPortal.Gateways;

namespace AdminPortal.Tests.Gateways;

/// <summary>The wall between foreign HTTP and our console, as the compiler sees it.</summary>
public sealed class WallTests
{
    private static readonly Type[] Types = typeof(IWhatsAppGateway).Assembly.GetTypes();

    [Fact]
    public void A_vendor_shows_nothing_but_its_module()
    {
        var vendors = Enum.GetNames<GatewayKind>();
        var shown = Types.Where(t => t.IsVisible && vendors.Any(v => t.Namespace == $"AdminPortal.Gateways.{v}"));

        Assert.DoesNotContain(shown, t => !t.Name.EndsWith("Module", StringComparison.Ordinal));
    }

    [Fact]
    public void The_wall_knows_neither_a_web_framework_nor_a_database() =>
        Assert.DoesNotContain(
            typeof(IWhatsAppGateway).Assembly.GetReferencedAssemblies(),
            a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));

    [Fact]
    public void Every_registered_vendor_can_be_connected_with_its_own_fields_and_shows_no_secret()
    {
        using var gateways = new TestGateways();

        Assert.All(gateways.Catalog.Vendors, vendor =>
        {
            var settings = new GatewaySettings(vendor.Kind, vendor.DefaultBaseAddress, vendor.Credentials.ToDictionary(c => c.Key, c => "value-of-" + c.Key));
            Assert.Null(gateways.AddressPolicy.RefusalOf(vendor.DefaultBaseAddress));
            Assert.Contains(vendor.Credentials, c => c.IsSecret);
            Assert.Equal(vendor.Capabilities, gateways.Connect(settings).Capabilities);
            Assert.DoesNotContain("value-of-", settings.ToString(), StringComparison.Ordinal);
        });
    }
}
