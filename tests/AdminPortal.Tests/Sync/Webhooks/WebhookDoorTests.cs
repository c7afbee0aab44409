using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AdminPortal.Features.Sync.Webhooks;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Simulator;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Sync.Webhooks;

/// <summary>Who may deliver, and what becomes of what cannot be used.</summary>
public sealed class WebhookDoorTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Forged_stale_repeated_and_unusable_deliveries_are_told_apart_and_counted(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var ryze = await world.SubscribeAsync(Vendor.RyzeApi);
        var wadial = await world.SubscribeAsync(Vendor.Wadial);
        const string Event = """{"event":"group.flow","data":{"type":"joined","groupJid":"120363077001122334@g.us","timestamp":"2026-05-01T08:00:00Z"}}""";

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(world.Host.Address + "hooks/0123456789abcdef0123456789abcdef", Event, ("Authorization", ryze.Authorization)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(ryze.Url, Event));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(ryze.Url, Event, ("Authorization", ryze.Authorization + "x")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(ryze.Url, new string(' ', WebhookEndpoint.LargestBody + 1), ("Authorization", ryze.Authorization)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(ryze.Url, Event, ("Authorization", ryze.Authorization)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(ryze.Url, Event, ("Authorization", ryze.Authorization)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(ryze.Url + "/group.flow", "<html>", ("Authorization", ryze.Authorization)));
        await world.UntilAsync(Vendor.RyzeApi, s => s.Waiting == 0);
        var status = await world.StatusAsync(Vendor.RyzeApi);
        Assert.Equal((2L, 1L, 3L, 1), (status.Accepted, status.Repeated, status.Refused, status.DeadCount));
        Assert.Equal("larger than 256 KB", status.LastRefusal);
        Assert.Equal("It is no JSON object.", status.Dead.Single().Reason);

        const string State = """{"id":"e1","type":"connection.state","data":{}}""";
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(wadial.Url, State, ("wadial-signature", Sign(wadial.Secret, now.AddMinutes(-10), State))));
        Assert.StartsWith("too old", (await world.StatusAsync(Vendor.Wadial)).LastRefusal, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(wadial.Url, State + " ", ("wadial-signature", Sign(wadial.Secret, now, State))));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(wadial.Url, State, ("wadial-signature", "t=99999999999999999999,v1=ab")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(wadial.Url, State, ("wadial-signature", Sign(wadial.Secret, now, State))));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(wadial.Url, State, ("wadial-signature", Sign(wadial.Secret, now.AddSeconds(1), State))));
        status = await world.StatusAsync(Vendor.Wadial);
        Assert.Equal((1L, 1L, 3L), (status.Accepted, status.Repeated, status.Refused));
    }

    [Theory]
    [DatabaseData(Vendor.RyzeApi, """{"event":"instance.state","data":{"state":"connected"}}""")]
    [DatabaseData(Vendor.Whapi, """{"health":{},"event":{"type":"channel","event":"post"}}""")]
    [DatabaseData(Vendor.Wadial, """{"id":"e1","type":"connection.state","data":{}}""")]
    [DatabaseData(Vendor.Wawp, """{"id":"e1","event":"session.status","payload":{"status":"WORKING"}}""")]
    public async Task Every_gateway_has_to_prove_itself_and_is_heard_once(TestDatabase database, Vendor vendor, string body)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var subscription = await world.SubscribeAsync(vendor);
        var (wrongUrl, wrong) = Proof(vendor, subscription, body, spoiled: "x");
        var (url, right) = Proof(vendor, subscription, body);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(subscription.Url.Split('?')[0], body));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(wrongUrl, body, wrong));
        Assert.Equal((0L, 0L, 2L), Counts(await world.StatusAsync(vendor)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(url, body, right));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(url, body, right));

        Assert.Equal((1L, 1L, 2L), Counts(await world.StatusAsync(vendor)));
        await world.UntilAsync(db => db.WebhookDeliveries.AllAsync(d => d.State == DeliveryState.Done));

        static (long, long, long) Counts(WebhookStatus status) => (status.Accepted, status.Repeated, status.Refused);
    }

    [Theory, DatabaseData]
    public async Task A_replaced_secret_ends_the_former_one_and_turning_off_ends_the_address(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var desk = world.Get<WebhookDesk>();
        var first = await world.SubscribeAsync(Vendor.Whapi);
        var second = await world.SubscribeAsync(Vendor.Whapi);
        const string Event = """{"health":{},"event":{"type":"channel","event":"post"}}""";

        Assert.Equal(first.Url, second.Url);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(first.Url, Event, ("X-Hook-Key", first.Headers["X-Hook-Key"])));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(second.Url, Event, ("X-Hook-Key", second.Headers["X-Hook-Key"])));
        Assert.True((await desk.TurnOffAsync(WebhookWorld.Administrator, world.IdOf(Vendor.Whapi), Ending)).Succeeded);
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(second.Url, Event, ("X-Hook-Key", second.Headers["X-Hook-Key"])));
    }

    [Theory, DatabaseData]
    public async Task Only_who_manages_numbers_sets_up_sees_the_address_and_plays_again(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        await world.SubscribeAsync(Vendor.Wawp);
        var desk = world.Get<WebhookDesk>();
        var id = world.IdOf(Vendor.Wawp);
        var viewer = new Actor(Guid.NewGuid(), "Vic", OperatorRole.Operator);

        Assert.Null((await desk.FindAsync(viewer, id, world.Host.Address, Ending))!.Status!.Address);
        Assert.IsType<NotAllowed>((await desk.SetUpAsync(viewer, id, world.Host.Address, Ending)).Failure);
        Assert.IsType<NotAllowed>((await desk.TakeSecretAsync(viewer, id, "long enough", Ending)).Failure);
        Assert.IsType<NotAllowed>((await desk.TurnOffAsync(viewer, id, Ending)).Failure);
        Assert.IsType<NotAllowed>((await desk.ReplayAsync(viewer, id, deliveryId: null, Ending)).Failure);
    }

    [Theory, DatabaseData]
    public async Task A_dead_letter_can_be_played_again(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var subscription = await world.SubscribeAsync(Vendor.RyzeApi);
        var desk = world.Get<WebhookDesk>();
        var id = world.IdOf(Vendor.RyzeApi);
        Assert.IsType<NothingToReplay>((await desk.ReplayAsync(WebhookWorld.Administrator, id, deliveryId: null, Ending)).Failure);
        await SendAsync(subscription.Url, """{"event":"instance.state","data":{"state":"connected"}}""", ("Authorization", subscription.Authorization));
        await world.UntilAsync(db => db.WebhookDeliveries.AnyAsync(d => d.State == DeliveryState.Done));
        await using (var db = database.Open())
        {
            await db.WebhookDeliveries.ExecuteUpdateAsync(
                s => s.SetProperty(d => d.State, DeliveryState.Dead).SetProperty(d => d.Attempts, WebhookTranslator.MostAttempts).SetProperty(d => d.Reason, "Broken."), Ending);
        }

        var dead = Assert.Single((await world.StatusAsync(Vendor.RyzeApi)).Dead);
        Assert.Equal(1, (await desk.ReplayAsync(WebhookWorld.Administrator, id, dead.Id, Ending)).Value);

        await world.UntilAsync(db => db.WebhookDeliveries.AllAsync(d => d.State == DeliveryState.Done && d.Attempts == 1));
        await world.UntilAsync(db => db.AuditEntries.AnyAsync(e => e.Action == "connection.webhook-replayed"));
    }

    [Theory, DatabaseData]
    public async Task Old_deliveries_go_and_a_burst_does_not_fill_the_disk(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = database.Open())
        {
            db.WebhookDeliveries.Add(DeliveryAt(world, now - WebhookUpkeep.KeptFor - TimeSpan.FromMinutes(1)));
            db.WebhookDeliveries.AddRange(Enumerable.Range(1, WebhookUpkeep.KeptPerNumber + 30).Select(n => DeliveryAt(world, now.AddSeconds(-n))));
            await db.SaveChangesAsync(Ending);
        }

        await world.Get<WebhookUpkeep>().LookAsync(Ending);

        await using var after = database.Open();
        Assert.Equal(WebhookUpkeep.KeptPerNumber, await after.WebhookDeliveries.CountAsync(Ending));
        Assert.Equal(now.AddSeconds(-1), await after.WebhookDeliveries.MaxAsync(d => d.ReceivedAt, Ending));
    }

    [Theory, DatabaseData]
    public async Task One_event_that_nobody_can_read_keeps_no_other_from_being_read(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var ryze = await world.SubscribeAsync(Vendor.RyzeApi);
        await using (var db = database.Open())
        {
            db.WebhookDeliveries.Add(new WebhookDelivery
            {
                ConnectionId = world.IdOf(Vendor.RyzeApi),
                ReceivedAt = TimeProvider.System.GetUtcNow(),
                Event = "group.flow",
                Body = """{"event":"group.flow","data":{"name":"\u6e2""",
                State = DeliveryState.Waiting,
            });
            await db.SaveChangesAsync(Ending);
        }

        const string Event = """{"event":"group.flow","data":{"type":"joined","groupJid":"120363077001122334@g.us","timestamp":"2026-05-01T08:00:00Z"}}""";
        Assert.Equal(HttpStatusCode.OK, await SendAsync(ryze.Url, Event, ("Authorization", ryze.Authorization)));

        await world.UntilAsync(Vendor.RyzeApi, s => s.Waiting == 0);
        await using var after = database.Open();
        var unreadable = await after.WebhookDeliveries.SingleAsync(d => d.State == DeliveryState.Dead, Ending);
        Assert.Equal(WebhookTranslator.Unreadable, unreadable.Reason);
        Assert.Equal(1, await after.WebhookDeliveries.CountAsync(d => d.State == DeliveryState.Done, Ending));
    }

    [Theory, DatabaseData]
    public async Task What_is_too_large_to_be_kept_is_a_dead_letter_without_a_body(TestDatabase database)
    {
        await using var world = await WebhookWorld.StartAsync(database);
        var ryze = await world.SubscribeAsync(Vendor.RyzeApi);

        // A character that has to be written as six.
        var name = new string('\u007f', 100_000);
        var large = $$$"""{"event":"group.flow","data":{"type":"joined","groupJid":"120363077001122334@g.us","name":"{{{name}}}"}}""";
        Assert.Equal(HttpStatusCode.OK, await SendAsync(ryze.Url, large, ("Authorization", ryze.Authorization)));

        var dead = (await world.StatusAsync(Vendor.RyzeApi)).Dead.Single();
        Assert.Equal("It is larger than what is kept of an event.", dead.Reason);
        await using var db = database.Open();
        Assert.Null(await db.WebhookDeliveries.Where(d => d.Id == dead.Id).Select(d => d.Body).SingleAsync(Ending));
    }

    private static WebhookDelivery DeliveryAt(WebhookWorld world, DateTimeOffset at) =>
        new() { ConnectionId = world.IdOf(Vendor.Whapi), ReceivedAt = at, Event = "messages.post", State = DeliveryState.Ignored };

    private static (string Url, (string Name, string Value)[] Headers) Proof(Vendor vendor, WebhookSubscription subscription, string body, string spoiled = "") =>
        vendor switch
        {
            Vendor.RyzeApi => (subscription.Url, [("Authorization", subscription.Authorization + spoiled)]),
            Vendor.Whapi => (subscription.Url, [("X-Hook-Key", subscription.Headers["X-Hook-Key"] + spoiled)]),
            Vendor.Wadial => (subscription.Url, [("wadial-signature", Sign(subscription.Secret + spoiled, TimeProvider.System.GetUtcNow(), body))]),
            _ => (subscription.Url + spoiled, []),
        };

    private static string Sign(string secret, DateTimeOffset at, string body)
    {
        var stamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")))}";
    }

    private static async Task<HttpStatusCode> SendAsync(string url, string body, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, Ending);
        return response.StatusCode;
    }
}
