using System.Text.Json;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.Operations.Running;

using Call = Func<IWhatsAppGateway, CancellationToken, Task<SendAnswer>>;

/// <summary>One item, one call of the port.</summary>
internal sealed partial class ItemSender(
    GatewaySwitchboard switchboard, PacingGovernor pacing, RunnerTerms terms, TimeProvider time, ILogger<ItemSender> logger)
{
    /// <summary>Before each further try of a message whose answer was lost.</summary>
    private static readonly TimeSpan[] s_pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2)];

    /// <summary>
    /// Sends the item. Cancelled before a write left, it throws; later it answers "outcome unknown", like every exception
    /// after that point: what left us is never taken for not sent.
    /// </summary>
    /// <param name="term">Under which it is sent.</param>
    /// <exception cref="TermEndedException">Another runner took over the number before the write left.</exception>
    /// <exception cref="HeldBackException">The number was stopped or the operation cancelled before the write left.</exception>
    public async Task<SendAnswer> SendAsync(OperationItem item, Lane lane, RunnerTerm term, CancellationToken cancellationToken)
    {
        // Who comes in with a creation is added by the number like everybody else.
        var room = item.Kind is ItemKind.CreateGroup or ItemKind.CreateSubgroup
            ? await pacing.RoomForAsync(item.ConnectionId, ItemKind.AddParticipant, cancellationToken)
            : null;
        if (Prepare(item, room) is not { } call)
        {
            return new SendAnswer { Verdict = TargetVerdict.Refused, Detail = "The item cannot be sent: its content is incomplete.", Left = false };
        }

        var gate = new WitnessGate(pacing.GateFor(item.ConnectionId, lane), terms, term, item.Id);
        if (await switchboard.ConnectAsync(item.ConnectionId, gate, cancellationToken) is not { } gateway)
        {
            return new SendAnswer { Failure = Unreachable, Left = false };
        }

        try
        {
            var answer = await call(gateway, cancellationToken);
            if (item.Kind is ItemKind.SendText or ItemKind.SendGroupText or ItemKind.SendInviteLink && gateway.Capabilities.Can(Capability.RepeatMessages))
            {
                answer = await AskAgainAsync(gateway, call, answer, cancellationToken);
            }

            return answer with { Left = gate.WriteLeft, LastWrite = gate.LastWrite };
        }
#pragma warning disable CA1031 // Whatever is thrown after the write left, its outcome must be settled by reading.
        catch (Exception exception) when (gate.WriteLeft)
#pragma warning restore CA1031
        {
            LogThrown(exception, item.Id);
            return new SendAnswer
            {
                Failure = new GatewayFailure(GatewayFailureKind.OutcomeUnknown, "The call ended before its answer could be read."),
                Exchanges = gate.Exchanges,
                LastWrite = gate.LastWrite,
            };
        }
    }

    private static GatewayFailure Unreachable { get; } = new(
        GatewayFailureKind.SignedOut,
        "The number was removed, or its credentials cannot be read with the keys at hand. Set them again.");

    /// <summary>
    /// A message cannot be read back. Where the gateway knows the key of a message, asking again under the same key tells what
    /// became of it and sends nothing twice.
    /// </summary>
    private async Task<SendAnswer> AskAgainAsync(IWhatsAppGateway gateway, Call call, SendAnswer answer, CancellationToken cancellationToken)
    {
        foreach (var pause in s_pauses)
        {
            // An answer that speaks of a measure against the number is the last one: asking on would cost the number.
            if (answer.Failure?.Kind is not (GatewayFailureKind.OutcomeUnknown or GatewayFailureKind.Unreadable)
                || BanSignal.In(answer.Failure.Code, answer.Failure.Message, answer.Detail) is not null)
            {
                break;
            }

            await Task.Delay(pause, time, cancellationToken);
            var again = await call(gateway, cancellationToken);
            answer = TellsTheOutcome(again) ? again with { Exchanges = [.. answer.Exchanges, .. again.Exchanges] } : answer with { Exchanges = [.. answer.Exchanges, .. again.Exchanges] };
        }

        return answer;
    }

    /// <summary>A gateway that limits, is away or finds its session gone says nothing about what came before; nor does a conflict over the key.</summary>
    private static bool TellsTheOutcome(SendAnswer again) =>
        again.Failure is null or { Kind: GatewayFailureKind.Rejected or GatewayFailureKind.Forbidden or GatewayFailureKind.NotFound, Code: not 409 };

    /// <summary>Null when the item lacks what its kind needs: nothing is sent then.</summary>
    private static Call? Prepare(OperationItem item, int? room)
    {
        try
        {
            return CallOf(item, room);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <param name="room">How many people a creation may bring in; null is all it names.</param>
    private static Call CallOf(OperationItem item, int? room) => item.Kind switch
    {
        ItemKind.LinkGroup => Targets<GroupId>(item, Community(item), [Group(item)], (g, c, t, ct) => g.LinkAsync(c, t, ct)),
        ItemKind.UnlinkGroup => Targets<GroupId>(item, Community(item), [Group(item)], (g, c, t, ct) => g.UnlinkAsync(c, t, ct)),
        ItemKind.AddParticipant => People(item, (g, id, p, ct) => g.AddParticipantsAsync(id, p, ct)),
        ItemKind.RemoveParticipant => People(item, (g, id, p, ct) => g.RemoveParticipantsAsync(id, p, ct)),
        ItemKind.PromoteParticipant => People(item, (g, id, p, ct) => g.PromoteAsync(id, p, ct)),
        ItemKind.DemoteParticipant => People(item, (g, id, p, ct) => g.DemoteAsync(id, p, ct)),
        ItemKind.ApproveRequest => People(item, (g, id, p, ct) => g.ApproveAsync(id, p, ct)),
        ItemKind.RejectRequest => People(item, (g, id, p, ct) => g.RejectAsync(id, p, ct)),
        ItemKind.CreateCommunity => CreateCommunity(ItemPayload.Read<NewCommunityPayload>(item.Payload)),
        ItemKind.CreateGroup => CreateGroup(null, ItemPayload.Read<NewGroupPayload>(item.Payload), room),
        ItemKind.CreateSubgroup => CreateGroup(Community(item), ItemPayload.Read<NewGroupPayload>(item.Payload), room),
        ItemKind.UpdateProfile => UpdateProfile(Group(item), ItemPayload.Read<ProfilePayload>(item.Payload)),
        ItemKind.UpdateSettings => UpdateSettings(Group(item), ItemPayload.Read<SettingsPayload>(item.Payload)),
        ItemKind.ResetInvite => ResetInvite(Group(item)),
        ItemKind.Join => Join(Code(item)),
        ItemKind.Leave => Simple((g, ct) => g.LeaveAsync(Group(item), ct)),
        ItemKind.DeactivateCommunity => Simple((g, ct) => g.DeactivateCommunityAsync(Community(item), ct)),
        ItemKind.TransferOwnership => Simple((g, ct) => g.TransferOwnershipAsync(Community(item), Person(item), ct)),
        ItemKind.SendText => SendText(Person(item), ItemPayload.Read<TextPayload>(item.Payload), item.Id),
        ItemKind.SendGroupText when item.GroupId is null => SendAnnouncement(Community(item), ItemPayload.Read<TextPayload>(item.Payload), item.Id),
        ItemKind.SendGroupText => SendGroupText(Group(item), ItemPayload.Read<TextPayload>(item.Payload), item.Id),
        ItemKind.SendInviteCard => SendCard(Person(item), InvitedTo(item), ItemPayload.Read<InvitationPayload>(item.Payload)),
        ItemKind.SendInviteLink => SendLink(Person(item), Group(item), ItemPayload.Read<InvitationPayload>(item.Payload), item.Id),
        _ => throw new InvalidOperationException($"Nobody knows how to send {item.Kind}."),
    };

    private static GroupId Group(OperationItem item) => GroupId.Parse(item.GroupId ?? "");

    private static CommunityId Community(OperationItem item) => CommunityId.Parse(item.CommunityId ?? "");

    private static ParticipantId Person(OperationItem item) => ParticipantId.Parse(item.Participant ?? "");

    private static InviteCode Code(OperationItem item) =>
        InviteCode.TryParse(ItemPayload.Read<InvitePayload>(item.Payload).Code, out var code) ? code : throw new FormatException("No invite code.");

    private static Call People(
        OperationItem item,
        Func<IWhatsAppGateway, GroupId, IReadOnlyList<ParticipantId>, CancellationToken, Task<GatewayResult<IReadOnlyList<TargetOutcome<ParticipantId>>>>> send)
    {
        var (group, person) = (Group(item), Person(item));
        return async (gateway, token) => Single(await send(gateway, group, [person], token));
    }

    private static Call Targets<TTarget>(
        OperationItem item,
        CommunityId community,
        IReadOnlyList<TTarget> targets,
        Func<IWhatsAppGateway, CommunityId, IReadOnlyList<TTarget>, CancellationToken, Task<GatewayResult<IReadOnlyList<TargetOutcome<TTarget>>>>> send) =>
        async (gateway, token) => Single(await send(gateway, community, targets, token));

    private static SendAnswer Single<TTarget>(GatewayResult<IReadOnlyList<TargetOutcome<TTarget>>> result) => result switch
    {
        { Succeeded: false } => Failed(result.Failure, result.Exchanges),
        { Value: [var outcome] } => new SendAnswer
        {
            Verdict = outcome.Verdict,
            Reason = outcome.Reason,
            IsInterpreted = outcome.IsInterpreted,
            Detail = outcome.Detail,
            Invitation = outcome.Invitation,
            InvitationSent = outcome.InvitationSent,
            Exchanges = result.Exchanges,
        },
        _ => Done(TargetVerdict.Unknown, result.Exchanges, "The gateway answered, but not about this target."),
    };

    private static Call Simple(Func<IWhatsAppGateway, CancellationToken, Task<GatewayResult<Accepted>>> send) => async (gateway, token) =>
    {
        var result = await send(gateway, token);
        return result.Succeeded ? Done(TargetVerdict.Accepted, result.Exchanges) : Failed(result.Failure, result.Exchanges);
    };

    private static Call UpdateProfile(GroupId group, ProfilePayload payload)
    {
        var change = new ProfileChange(payload.Name, payload.Description, PictureOf(payload.Picture, payload.PictureType), payload.RemovePicture);
        return Simple((gateway, token) => gateway.UpdateProfileAsync(group, change, token));
    }

    private static Call UpdateSettings(GroupId group, SettingsPayload payload) =>
        Simple((gateway, token) => gateway.UpdateSettingsAsync(group, payload.Settings, token));

    private static Call ResetInvite(GroupId group) => async (gateway, token) =>
    {
        var result = await gateway.ResetInviteAsync(group, token);
        return result.Succeeded
            ? Done(TargetVerdict.Accepted, result.Exchanges) with { Invitation = result.Value.Value }
            : Failed(result.Failure, result.Exchanges);
    };

    private static Call Join(InviteCode code) => async (gateway, token) =>
    {
        var result = await gateway.JoinAsync(code, token);
        return result switch
        {
            { Succeeded: false } => Failed(result.Failure, result.Exchanges),
            { Value.RequestCreated: true } => Done(TargetVerdict.Refused, result.Exchanges) with
            {
                GroupId = result.Value.Group.Value,
                Reason = RefusalReason.RequestCreated,
                Detail = "The group approves new members: a request was created and waits for its admins.",
            },
            _ => Done(TargetVerdict.Accepted, result.Exchanges) with { GroupId = result.Value.Group.Value },
        };
    };

    private static Call SendText(ParticipantId person, TextPayload payload, Guid itemId) => async (gateway, token) =>
    {
        var result = await gateway.SendTextAsync(person, payload.Text, itemId.ToString("N"), token);
        return result.Succeeded ? Sent(result.Value, result.Exchanges) : Failed(result.Failure, result.Exchanges);
    };

    private static Call SendGroupText(GroupId group, TextPayload payload, Guid itemId) => async (gateway, token) =>
    {
        var result = await gateway.SendGroupTextAsync(group, payload.Text, itemId.ToString("N"), token);
        return result.Succeeded ? Sent(result.Value, result.Exchanges) : Failed(result.Failure, result.Exchanges);
    };

    /// <summary>A message cannot be read back; the gateway's receipt is all the proof there is.</summary>
    private static SendAnswer Sent(SentMessage message, IReadOnlyList<GatewayExchange> exchanges) =>
        Done(TargetVerdict.Verified, exchanges, message.MessageId is { } id ? $"The gateway sent it as message {id}." : "The gateway took the message.");

    private static SendAnswer Done(TargetVerdict verdict, IReadOnlyList<GatewayExchange> exchanges, string? detail = null) =>
        new() { Verdict = verdict, Detail = detail, Exchanges = exchanges };

    private static SendAnswer Failed(GatewayFailure failure, IReadOnlyList<GatewayExchange> exchanges) =>
        new() { Failure = failure, Exchanges = exchanges };

    private static Picture? PictureOf(byte[]? content, string? type) => content is null ? null : new Picture(content, type ?? "image/jpeg");

    [LoggerMessage(Level = LogLevel.Error, Message = "The call of item {ItemId} ended in an exception after it had left.")]
    private partial void LogThrown(Exception exception, Guid itemId);
}
