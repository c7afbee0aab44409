using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdminPortal.Tests.Gateways;

/// <summary>Every documented event, and every shape in which one was seen.</summary>
public sealed class WebhookDialectTests
{
    private const string Group = "120363000000000021@g.us";

    private static readonly Dictionary<string, string> s_credentials = new(StringComparer.Ordinal) { ["session"] = "0197aa10-0000-7000-8000-0000000000a1" };

    [Theory]
    [InlineData(GatewayKind.RyzeApi, """{"event":"group.flow","data":{"type":"joined","groupJid":"120363000000000021@g.us"}}""", "group")]
    [InlineData(GatewayKind.RyzeApi, """{"event":"group.flow","data":{"type":"announce","groupJid":"120363000000000021@g.us"}}""", "group")]
    [InlineData(GatewayKind.RyzeApi, """{"event":"group.flow","data":{"type":"delete","groupJid":"120363000000000021@g.us"}}""", "list")]
    [InlineData(GatewayKind.RyzeApi, """{"event":"instance.state","data":{"state":"logged_out"}}""", "session")]
    [InlineData(GatewayKind.RyzeApi, """{"event":"message.exchange","data":{"message":{"content":"hello"}}}""", "")]
    [InlineData(GatewayKind.RyzeApi, """{"event":"group.flow","data":{"type":"joined","groupJid":"nonsense"}}""", "")]
    [InlineData(GatewayKind.Wadial, """{"type":"connection.state","sessionId":"0197aa10-0000-7000-8000-0000000000a1","data":{}}""", "session")]
    [InlineData(GatewayKind.Wadial, """{"type":"connection.state","sessionId":"of another number","data":{}}""", "")]
    [InlineData(GatewayKind.Wadial, """{"type":"message.received","data":{}}""", "")]
    [InlineData(GatewayKind.Whapi, """{"groups_participants":[{"group_id":"120363000000000021@g.us","participants":["15550004444"],"action":"request"}],"event":{"type":"groups","event":"put"}}""", "requests")]
    [InlineData(GatewayKind.Whapi, """{"groups_participants":[{"group_id":"120363000000000021@g.us","participants":["15550004444"],"action":"add"}],"event":{"type":"groups","event":"put"}}""", "group requests")]
    [InlineData(GatewayKind.Whapi, """{"groups_participants":[{"group_id":"120363000000000021@g.us","participants":[],"action":"promote"}],"event":{"type":"groups","event":"put"}}""", "group")]
    [InlineData(GatewayKind.Whapi, """{"groups":[{"id":"120363000000000021@g.us"}],"event":{"type":"groups","event":"post"}}""", "list group")]
    [InlineData(GatewayKind.Whapi, """{"groups_updates":[{"after_update":{"id":"120363000000000021@g.us"},"changes":["name"]}],"event":{"type":"groups","event":"patch"}}""", "group")]
    [InlineData(GatewayKind.Whapi, """{"health":{},"event":{"type":"channel","event":"post"}}""", "session")]
    [InlineData(GatewayKind.Whapi, """{"messages":[{"text":{"body":"hello"}}],"event":{"type":"messages","event":"post"}}""", "")]
    [InlineData(GatewayKind.Wawp, """{"event":"group.v2.join","payload":{"chatId":"120363000000000021@g.us","participants":["15550001111@c.us"]}}""", "group")]
    [InlineData(GatewayKind.Wawp, """{"event":"group.v2.participants","payload":{"chatId":"120363000000000021@g.us","action":"promote","participants":{"0":"15550001111@c.us"}}}""", "group")]
    [InlineData(GatewayKind.Wawp, """{"event":"group.v2.participants","payload":{"group":{"id":"120363000000000021@g.us"},"type":"leave","participants":[{"id":"15550001111@c.us","role":"left"}]}}""", "group")]
    [InlineData(GatewayKind.Wawp, """{"event":"group.v2.leave","payload":{"group":{"id":"120363000000000021@g.us"}}}""", "list group")]
    [InlineData(GatewayKind.Wawp, """{"event":"session.status","payload":{"name":"wawp-1","status":"FAILED"}}""", "session")]
    [InlineData(GatewayKind.Wawp, """{"instance_id":"ABC","status":"WORKING","qr":null,"ts":1760000000}""", "session")]
    [InlineData(GatewayKind.Wawp, """{"event":"message","payload":{"body":"hello"}}""", "")]
    public void An_event_gives_reason_to_look_at(GatewayKind kind, string body, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(kind, body).Hints.Select(Word)));

    [Theory]
    [InlineData(GatewayKind.RyzeApi)]
    [InlineData(GatewayKind.Wadial)]
    [InlineData(GatewayKind.Whapi)]
    [InlineData(GatewayKind.Wawp)]
    public void What_is_no_event_is_nothing(GatewayKind kind)
    {
        foreach (var body in new[]
        {
            "{}", """{"event":null,"data":null,"payload":[],"type":7}""", """{"event":"group.flow","data":[{"groupJid":1}]}""",
            """{"groups_participants":{"group_id":1},"event":{"type":"groups"}}""", """{"event":"group.v2.join","payload":{"chatId":{"a":1},"participants":"x"}}""",
        })
        {
            Assert.Empty(Read(kind, body).Hints);
        }
    }

    [Fact]
    public void Pairs_of_phone_and_lid_are_seen()
    {
        var own = Read(GatewayKind.Wawp, """{"event":"session.status","payload":{},"me":{"id":"15550009999@c.us","lid":"77@lid"}}""").People.Single();
        var shown = Read(GatewayKind.RyzeApi, """{"event":"group.flow","data":{"type":"joined","groupJid":"120363000000000021@g.us","participants":[{"jid":"88@lid","lid":"88@lid","phoneNumber":"4915110002009@s.whatsapp.net"}]}}""").People.Single();

        Assert.Equal(("15550009999", "77@lid"), (own.Id.Digits, own.Lid?.Key));
        Assert.Equal(("88@lid", "4915110002009"), (shown.Id.Key, shown.Phone?.Digits));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signature_of_Wawp_counts_more_than_the_secret_in_the_address(bool longHash)
    {
        const string Secret = "0123456789abcdef";
        var body = Encoding.UTF8.GetBytes("""{"event":"session.status"}""");
        var key = Encoding.UTF8.GetBytes(Secret);
        var hash = Convert.ToHexString(longHash ? HMACSHA512.HashData(key, body) : HMACSHA256.HashData(key, body));
        var dialect = Dialect(GatewayKind.Wawp);
        var query = new Dictionary<string, string>(StringComparer.Ordinal) { ["secret"] = Secret };

        Assert.Equal(WebhookVerdict.Genuine, dialect.Check(Arrived(body, [], query), Secret));
        Assert.Equal(WebhookVerdict.Genuine, dialect.Check(Arrived(body, new() { ["X-Webhook-Hmac"] = hash }, []), Secret));
        Assert.Equal(WebhookVerdict.Forged, dialect.Check(Arrived(body, new() { ["X-Webhook-Hmac"] = hash[..^1] + "z" }, query), Secret));
        Assert.Equal(WebhookVerdict.Forged, dialect.Check(Arrived(body, [], []), Secret));
        Assert.Contains(Secret, dialect.AddressOf(new Uri("https://console.example/hooks/x"), Secret).Query, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_body_holds_no_secret()
    {
        var stored = WebhookBody.Strip(
            """{"event":"x","data":{"note":"tok-12345678 here","list":[{"apiKey":"k"}]},"instanceData":{"instance":"ops-1","token":"tok-12345678"}}"""u8, ["tok-12345678"]);

        Assert.Equal("""{"event":"x","data":{"note":"*** here","list":[{"apiKey":"***"}]},"instanceData":{"instance":"ops-1","token":"***"}}""", stored);
        Assert.Null(WebhookBody.Strip("[1,2]"u8, []));
        Assert.Null(WebhookBody.Strip("<html>"u8, []));
        Assert.Null(WebhookBody.Strip("""{"a":1,"a":2}"""u8, []));
        Assert.Null(WebhookBody.Strip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"a":""", 100))), []));
    }

    [Fact]
    public void A_stored_body_is_as_long_as_it_came()
    {
        var body = $$$"""{"event":"x","data":{"subject":"{{{new string('港', 80_000)}}}"}}""";

        var stored = WebhookBody.Strip(Encoding.UTF8.GetBytes(body), []);

        Assert.Equal(body, stored);
    }

    private static WebhookContent Read(GatewayKind kind, string body)
    {
        using var document = JsonDocument.Parse(body);
        return Dialect(kind).Read(document.RootElement, s_credentials);
    }

    private static IncomingWebhook Arrived(byte[] body, Dictionary<string, string> headers, Dictionary<string, string> query) =>
        new(body, headers, query, DateTimeOffset.UnixEpoch);

    private static IWebhookDialect Dialect(GatewayKind kind)
    {
        using var services = new ServiceCollection().AddLogging().AddGateways().BuildServiceProvider();
        return services.GetRequiredService<GatewayCatalog>()[kind].Webhooks;
    }

    private static string Word(WebhookHint hint)
    {
        Assert.True(hint is not WebhookHint.Group(var group) || group == GroupId.Parse(Group));
        return hint switch
        {
            WebhookHint.Session => "session",
            WebhookHint.GroupList => "list",
            WebhookHint.Group => "group",
            _ => "requests",
        };
    }
}
