using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using RestEase;

namespace AdminPortal.Gateways.Wawp;

/// <summary>One instance of Wawp. This file: the session and messages; groups and participants beside it.</summary>
internal sealed partial class WawpGateway(CapabilitySet capabilities, GatewayChannel channel, string instance, string token, SecretMask mask)
    : GatewayAdapter("Wawp", capabilities, mask)
{
    private const int LongestMessage = 4096;

    private static readonly SourceGeneratedBody Body = new(WawpJson.Default);
    private static readonly SourceGeneratedAnswer Answer = new(WawpJson.Default);

    /// <summary>A browser behind the engine does the work: lists and changes of people take their time.</summary>
    private static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(90);

    public override Task<GatewayResult<GatewaySession>> GetSessionAsync(CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadSession, async call =>
        {
            JsonElement root;
            try
            {
                root = await ReadAsync(call, null, (api, ct) => api.GetSessionAsync(ct));
            }
            catch (GatewayCallException ended) when (ended.Failure.Kind is GatewayFailureKind.NotFound or GatewayFailureKind.Rejected)
            {
                // Nothing but the instance's id was asked: whatever is said, it is about that id.
                throw new GatewayCallException(ended.Failure with { Kind = GatewayFailureKind.NotFound }, inner: ended);
            }

            var status = root.Text("status") ?? throw Untrustworthy(call.Read());
            var me = root.At("me") ?? default;
            return new GatewaySession(
                WawpTranslation.StateOf(status),
                ParticipantId.TryParse(WawpTranslation.TextOf(me.At("id")), out var number) ? number : null,
                me.Text("pushName"),
                status);
        }, cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendTextAsync(ParticipantId person, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(
            Capability.SendText,
            call => person.Kind == ParticipantIdKind.Phone
                ? SendTextAsync(call, person.Digits + "@c.us", text)
                : throw Refusal("This person is known by a hidden id only; Wawp sends messages to phone numbers."),
            cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendGroupTextAsync(GroupId group, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendGroupText, call => SendTextAsync(call, group.Value, text), cancellationToken);

    protected override GatewayFailure? FailureOf(GatewayAnswer answer) => WawpErrors.FailureOf(answer);

    private static GatewayCallException Refusal(string sentence) => new(new GatewayFailure(GatewayFailureKind.Rejected, sentence));

    /// <summary>Wawp knows no idempotency key: whoever calls does not send twice.</summary>
    private async Task<SentMessage> SendTextAsync(GatewayCall call, string chat, string text)
    {
        if (text.Length > LongestMessage)
        {
            throw Refusal(FormattableString.Invariant($"Wawp sends at most {LongestMessage} characters; this message has {text.Length}."));
        }

        var root = await WriteAsync(call, null, (api, ct) => api.SendTextAsync(new WawpText(chat, text), ct));
        var id = root.At("id") is { } shown ? shown.Text() ?? shown.Text("_serialized", "id") : root.Text("messageId");
        return id is not null || SaysYes(root) ? new SentMessage(id) : throw Untrustworthy(call.Write());
    }

    /// <summary><c>true</c>, <c>"success"</c>, <c>{ "status": 200 }</c>, <c>{ "success": true }</c>, or the changed group itself.</summary>
    private static bool SaysYes(JsonElement root) =>
        root.ValueKind == JsonValueKind.True
        || root.Flag("success", "result") == true
        || root.Count("status", "statusCode") is >= 200 and < 300
        || (root.Text() ?? root.Text("status", "result"))?.Trim().ToLowerInvariant() is "true" or "ok" or "success" or "done"
        || (root.ValueKind == JsonValueKind.Object && WawpTranslation.IdOf(root) is not null);

    /// <summary>A change whose answer is a flag, a word or an object. What does not say yes or no leaves it open.</summary>
    private async Task DoAsync(GatewayCall call, TimeSpan? timeout, Func<IWawpApi, CancellationToken, Task<Response<JsonAnswer>>> send)
    {
        var root = await WriteAsync(call, timeout, send);
        if (SaysYes(root))
        {
            return;
        }

        if (root.ValueKind == JsonValueKind.False || root.Flag("result") == false)
        {
            throw new GatewayCallException(new GatewayFailure(GatewayFailureKind.Forbidden, "Wawp answered \"no\" without a reason: the number may lack the right in this group.", 403));
        }

        throw root.Text() is { Length: > 0 } words ? Refused(words) : Untrustworthy(call.Write());
    }

    private GatewayCallException Refused(string words)
    {
        var failure = WawpErrors.OfText(words);
        return new GatewayCallException(failure with { Message = Mask.Text(failure.Message) });
    }

    private Task<JsonElement> ReadAsync(GatewayCall call, TimeSpan? timeout, Func<IWawpApi, CancellationToken, Task<Response<JsonAnswer>>> send) =>
        SendAsync(call.Read(timeout), send);

    private Task<JsonElement> WriteAsync(GatewayCall call, TimeSpan? timeout, Func<IWawpApi, CancellationToken, Task<Response<JsonAnswer>>> send) =>
        SendAsync(call.Write(timeout), send);

    private async Task<JsonElement> SendAsync(RequestTerms terms, Func<IWawpApi, CancellationToken, Task<Response<JsonAnswer>>> send)
    {
        var api = new RestClient(channel.Client(terms)) { RequestBodySerializer = Body, ResponseDeserializer = Answer }.For<IWawpApi>();
        api.Instance = instance;
        api.Token = token;
        return (await SendAsync(terms, ct => send(api, ct))).Root;
    }
}
