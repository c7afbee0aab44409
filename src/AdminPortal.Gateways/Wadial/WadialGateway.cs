using System.Text.Json;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using RestEase;

namespace AdminPortal.Gateways.Wadial;

/// <summary>One session of Wadial. This file: the session and messages; groups, communities and participants beside it.</summary>
internal sealed partial class WadialGateway(CapabilitySet capabilities, GatewayChannel channel, string session, string apiKey, SecretMask mask)
    : GatewayAdapter("WADial", capabilities, mask)
{
    private static readonly SourceGeneratedBody Body = new(WadialJson.Default);
    private static readonly SourceGeneratedAnswer Answer = new(WadialJson.Default);

    /// <summary>Lists without pages, and changes that WhatsApp makes one by one.</summary>
    private static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(90);

    public override Task<GatewayResult<GatewaySession>> GetSessionAsync(CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadSession, async call =>
        {
            JsonElement data;
            try
            {
                data = await ReadAsync(call, null, (api, ct) => api.GetSessionAsync(ct));
            }
            catch (GatewayCallException ended) when (ended.Failure.Kind is GatewayFailureKind.NotFound or GatewayFailureKind.Rejected)
            {
                // Nothing but the session's id was asked: whatever is said, it is about that id.
                throw new GatewayCallException(ended.Failure with { Kind = GatewayFailureKind.NotFound }, inner: ended);
            }

            var isOurs = data.Text("sessionId") is not { } shown || string.Equals(shown, session, StringComparison.OrdinalIgnoreCase);
            return data.ValueKind == JsonValueKind.Object && isOurs && (data.Flag("paired") ?? data.Flag("connected")) is not null
                ? WadialTranslation.SessionOf(data)
                : throw Untrustworthy(call.Read());
        }, cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendTextAsync(ParticipantId person, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(
            Capability.SendText,
            call => person.Kind == ParticipantIdKind.Phone
                ? SendTextAsync(call, person.Digits, text, idempotencyKey)
                : throw Refusal("This person is known by a hidden id only; WADial sends messages to phone numbers."),
            cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendGroupTextAsync(GroupId group, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendGroupText, call => SendTextAsync(call, group.Value, text, idempotencyKey), cancellationToken);

    protected override GatewayFailure? FailureOf(GatewayAnswer answer) => WadialErrors.FailureOf(answer);

    private static GatewayCallException Refusal(string sentence) => new(new GatewayFailure(GatewayFailureKind.Rejected, sentence));

    private async Task<SentMessage> SendTextAsync(GatewayCall call, string to, string text, string idempotencyKey)
    {
        var data = await WriteAsync(call, null, (api, ct) => api.SendAsync(idempotencyKey, new WadialMessage(to, new WadialText("text", text)), ct));
        if (data.Text("status") is "failed" or "error")
        {
            throw Refusal("WADial took the message but could not send it.");
        }

        return data.ValueKind == JsonValueKind.Object ? new SentMessage(data.Text("messageId", "id")) : throw Untrustworthy(call.Write());
    }

    /// <summary>What stands under <c>data</c>; of kind null when the answer says nothing.</summary>
    private Task<JsonElement> ReadAsync(GatewayCall call, TimeSpan? timeout, Func<IWadialApi, CancellationToken, Task<Response<JsonAnswer>>> send) =>
        SendAsync(call.Read(timeout), send);

    private Task<JsonElement> WriteAsync(GatewayCall call, TimeSpan? timeout, Func<IWadialApi, CancellationToken, Task<Response<JsonAnswer>>> send) =>
        SendAsync(call.Write(timeout), send);

    private async Task<JsonElement> SendAsync(RequestTerms terms, Func<IWadialApi, CancellationToken, Task<Response<JsonAnswer>>> send)
    {
        var api = new RestClient(channel.Client(terms)) { RequestBodySerializer = Body, ResponseDeserializer = Answer }.For<IWadialApi>();
        api.Session = session;
        api.Authorization = "Bearer " + apiKey;
        var answer = await SendAsync(terms, ct => send(api, ct));
        return answer.Root.GetProperty("data");
    }
}
