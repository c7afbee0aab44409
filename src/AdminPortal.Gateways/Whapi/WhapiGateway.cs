using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using RestEase;

namespace AdminPortal.Gateways.Whapi;

/// <summary>One channel of Whapi.Cloud. This file: the session and messages; groups, communities and participants beside it.</summary>
internal sealed partial class WhapiGateway(CapabilitySet capabilities, GatewayChannel channel, string token, SecretMask mask)
    : GatewayAdapter("Whapi.Cloud", capabilities, mask)
{
    private static readonly SourceGeneratedBody Body = new(WhapiJson.Default);
    private static readonly SourceGeneratedAnswer Answer = new(WhapiJson.Default);

    private static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(60);

    public override Task<GatewayResult<GatewaySession>> GetSessionAsync(CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadSession, async call =>
        {
            var health = await ReadAsync(call, null, (api, ct) => api.GetHealthAsync("false", ct));
            var text = health.Status?.Text ?? throw Untrustworthy(call.Read());
            return new GatewaySession(
                WhapiTranslation.StateOf(text), ParticipantId.TryParse(health.User?.Id, out var number) ? number : null, health.User?.Name, text);
        }, cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendTextAsync(ParticipantId person, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendText, call => SendTextAsync(call, RecipientOf(person), text), cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendGroupTextAsync(GroupId group, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendGroupText, call => SendTextAsync(call, group.Value, text), cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendInviteCardAsync(ParticipantId person, InviteCode code, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendInviteCard, async call =>
        {
            var (to, wire) = (RecipientOf(person), WireOf(code));
            return SentOf(call, await WriteAsync(call, null, (api, ct) => api.SendInviteAsync(wire, new WhapiRecipient(to), ct)));
        }, cancellationToken);

    protected override GatewayFailure? FailureOf(GatewayAnswer answer) => WhapiErrors.FailureOf(answer);

    private static GatewayCallException Refusal(string sentence) => new(new GatewayFailure(GatewayFailureKind.Rejected, sentence));

    /// <summary>A hidden id cannot be written to.</summary>
    private static string RecipientOf(ParticipantId person) => person.Kind == ParticipantIdKind.Phone
        ? person.Digits
        : throw Refusal("This person is known by a hidden id only; Whapi.Cloud sends messages to phone numbers.");

    private static string WireOf(InviteCode code) => code.Value.Length is >= 14 and <= 22
        ? code.Value
        : throw new GatewayCallException(new GatewayFailure(GatewayFailureKind.NotFound, "This is no invite code: Whapi.Cloud takes 14 to 22 letters and digits."));

    /// <summary>Whapi.Cloud knows no idempotency key: whoever calls does not send twice.</summary>
    private async Task<SentMessage> SendTextAsync(GatewayCall call, string to, string text) =>
        SentOf(call, await WriteAsync(call, null, (api, ct) => api.SendTextAsync(new WhapiText(to, text), ct)));

    private SentMessage SentOf(GatewayCall call, WhapiSent answer) =>
        answer.Sent == true || answer.Message?.Id is not null ? new SentMessage(answer.Message?.Id) : throw Untrustworthy(call.Write());

    /// <summary>A change that answers <c>{ "success": true }</c> and nothing else counts as done.</summary>
    private async Task DoAsync(GatewayCall call, TimeSpan? timeout, Func<IWhapiApi, CancellationToken, Task<Response<WhapiAnswer>>> send)
    {
        var answer = await WriteAsync(call, timeout, send);
        if (answer.Success != true)
        {
            throw Untrustworthy(call.Write());
        }
    }

    private Task<T> ReadAsync<T>(GatewayCall call, TimeSpan? timeout, Func<IWhapiApi, CancellationToken, Task<Response<T>>> send)
        where T : class => SendAsync(call.Read(timeout), send);

    private Task<T> WriteAsync<T>(GatewayCall call, TimeSpan? timeout, Func<IWhapiApi, CancellationToken, Task<Response<T>>> send)
        where T : class => SendAsync(call.Write(timeout), send);

    private Task<T> SendAsync<T>(RequestTerms terms, Func<IWhapiApi, CancellationToken, Task<Response<T>>> send)
        where T : class
    {
        var api = new RestClient(channel.Client(terms)) { RequestBodySerializer = Body, ResponseDeserializer = Answer }.For<IWhapiApi>();
        api.Authorization = "Bearer " + token;
        return SendAsync(terms, ct => send(api, ct));
    }
}
