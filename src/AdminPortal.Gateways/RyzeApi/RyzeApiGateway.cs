using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using RestEase;

namespace AdminPortal.Gateways.RyzeApi;

/// <summary>One instance of RyzeAPI. This file: the session and messages; groups, communities and participants beside it.</summary>
internal sealed partial class RyzeApiGateway(CapabilitySet capabilities, GatewayChannel channel, string instance, string token, SecretMask mask)
    : GatewayAdapter("RyzeAPI", capabilities, mask)
{
    private static readonly SourceGeneratedBody Body = new(RyzeApiJson.Default);
    private static readonly SourceGeneratedAnswer Answer = new(RyzeApiJson.Default);

    public override Task<GatewayResult<GatewaySession>> GetSessionAsync(CancellationToken cancellationToken) =>
        RunAsync(Capability.ReadSession, ReadSessionAsync, cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendTextAsync(ParticipantId person, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendText, call => SendTextAsync(call, RyzeApiTranslation.WireOf(person), text), cancellationToken);

    public override Task<GatewayResult<SentMessage>> SendGroupTextAsync(GroupId group, string text, string idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(Capability.SendGroupText, call => SendTextAsync(call, group.Value, text), cancellationToken);

    protected override GatewayFailure? FailureOf(GatewayAnswer answer) => RyzeApiErrors.FailureOf(answer);

    /// <summary>RyzeAPI knows no idempotency key: whoever calls does not send twice.</summary>
    private async Task<SentMessage> SendTextAsync(GatewayCall call, string to, string text)
    {
        var answer = await WriteAsync(call, null, (api, ct) => api.SendTextAsync(new RyzeText(to, text, LinkPreview: true), ct));
        return new SentMessage(answer.Data?.MessageId);
    }

    private async Task<GatewaySession> ReadSessionAsync(GatewayCall call)
    {
        var answer = await ReadAsync(call, null, (api, ct) => api.ListInstancesAsync(instance, ct));
        // An instance token ignores the filter: a wrong name would go unnoticed if the first entry were taken.
        var found = answer.Instances?.Find(i => string.Equals(i?.Name, instance, StringComparison.OrdinalIgnoreCase))
            // A list that was not understood to its end may hold it.
            ?? throw (answer.Instances?.TrueForAll(i => !string.IsNullOrEmpty(i?.Name)) == true
                ? new GatewayCallException(new GatewayFailure(GatewayFailureKind.NotFound, $"The token opens no instance named {instance}."))
                : Untrustworthy(call.Read()));
        var state = found.Connection?.State;
        return new GatewaySession(
            RyzeApiTranslation.StateOf(state),
            ParticipantId.TryParse(found.Connection?.NumberJid, out var number) ? number : null,
            string.IsNullOrWhiteSpace(found.Profile?.Name) ? found.Profile?.BusinessName : found.Profile.Name,
            state);
    }

    private Task<T> ReadAsync<T>(GatewayCall call, TimeSpan? timeout, Func<IRyzeApi, CancellationToken, Task<Response<T>>> send)
        where T : class => SendAsync(call.Read(timeout), send);

    private Task<T> WriteAsync<T>(GatewayCall call, TimeSpan? timeout, Func<IRyzeApi, CancellationToken, Task<Response<T>>> send)
        where T : class => SendAsync(call.Write(timeout), send);

    private Task<T> SendAsync<T>(RequestTerms terms, Func<IRyzeApi, CancellationToken, Task<Response<T>>> send)
        where T : class
    {
        var api = new RestClient(channel.Client(terms)) { RequestBodySerializer = Body, ResponseDeserializer = Answer }.For<IRyzeApi>();
        api.Instance = instance;
        api.Token = token;
        return SendAsync(terms, ct => send(api, ct));
    }
}
