using AdminPortal.Features.Operations;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;

namespace AdminPortal.Tests.Operations;

/// <summary>What the screen shows of the raw exchange with a gateway: no credential for anybody, no number for who may see none.</summary>
public sealed class ExchangeSecrecyTests
{
    public static TheoryData<Vendor> EveryVendor => [.. Enum.GetValues<Vendor>()];

    [Theory]
    [MemberData(nameof(EveryVendor))]
    public async Task An_exchange_shows_no_credential_and_masked_it_shows_no_number(Vendor vendor)
    {
        var (group, people) = ("", new List<Person>());
        await using var world = await RunnerWorld.StartAsync(vendor, b =>
        {
            group = b.AddGroup("Yard");
            people =
            [
                .. b.AddPeople(2),
                b.AddPerson("Shy", p => p with { Privacy = PrivacyWall.InvitationOnly }),
                b.AddPerson("Nobody", p => p with { IsOnWhatsApp = false }),
            ];
        });
        List<ItemDraft> items =
        [
            .. world.Adds(group, people),
            world.Item(ItemKind.UpdateProfile, group, payload: ItemPayload.Write(new ProfilePayload(Name: "Yard +49 151 10002000"))),
            world.Item(ItemKind.SendText, group: null, people[0], payload: ItemPayload.Write(new TextPayload("Hello"))),
        ];

        var operation = await world.FinishedAsync(await world.SubmitAsync(OperationKind.ChangeGroup, items));

        List<string> shown = [];
        foreach (var item in operation.Items)
        {
            var attempts = await world.WithAsync((OperationBoard board) => board.AttemptsAsync(item.Id, TestContext.Current.CancellationToken));
            shown.AddRange(attempts.SelectMany(a => a.Exchanges).SelectMany(e => (string?[])[e.Request, e.RequestBody, e.ResponseBody]).OfType<string>());
        }

        var everything = string.Join('\n', shown);
        Assert.Contains(people[0].Phone, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Desk.Token, everything, StringComparison.OrdinalIgnoreCase);
        if (vendor == Vendor.Wawp)
        {
            // Whoever knows instance and token holds the number: both travel in queries and bodies there.
            Assert.DoesNotContain(world.Desk.Handle, everything, StringComparison.OrdinalIgnoreCase);
        }

        var masked = string.Join('\n', shown.Select(NumberMask.Of));
        Assert.All(people.Select(p => p.Phone).Append(world.Desk.Phone), phone => Assert.DoesNotContain(phone, masked, StringComparison.Ordinal));
        Assert.All(people.Select(p => p.Lid).OfType<string>(), lid => Assert.DoesNotContain(lid.Split('@')[0], masked, StringComparison.Ordinal));
        Assert.DoesNotContain("10002000", masked, StringComparison.Ordinal);
    }
}
