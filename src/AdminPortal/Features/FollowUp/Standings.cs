using AdminPortal.Features.Approvals;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Features.FollowUp;

/// <summary>Where a person stands, and until when.</summary>
/// <param name="Note">Where codes do not tell why.</param>
public sealed record Standing(WantedState State, DateTimeOffset? ExpiresAt = null, string? Note = null);

/// <summary>What became of a request to join.</summary>
/// <param name="MembersReadSince">The members were read, and believed, after it was closed.</param>
public sealed record RequestFate(RequestState State, DateTimeOffset? ClosedAt, bool MembersReadSince = false);

/// <summary>From what operations and reads left behind to where a person stands. Pure, so that the same facts always say the same.</summary>
public static class Standings
{
    /// <summary>How long WhatsApp's private invitation lives.</summary>
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromHours(72);

    /// <param name="isMember">A read shows them in the group.</param>
    public static Standing Of(WantedMember wanted, bool isMember, RequestFate? request, DateTimeOffset now)
    {
        if (isMember || wanted.AddState == ItemState.Confirmed)
        {
            return new Standing(WantedState.Joined);
        }

        if (request?.State is RequestState.Waiting or RequestState.Deciding)
        {
            return new Standing(WantedState.AskedToJoin);
        }

        return Of(wanted.AddState)
            ?? OfRequest(request, wanted.OfferSentAt)
            ?? OfOffer(wanted, now)
            ?? (request, wanted.AddState, wanted.AddReason) switch
            {
                ({ State: RequestState.Approved }, _, _) => new Standing(WantedState.NotAdded, Note: "Their request was approved, but a later read does not show them in the group."),
                ({ State: RequestState.Gone }, _, _) => new Standing(WantedState.NotAdded, Note: "Their request to join was withdrawn or handled elsewhere."),
                (null, ItemState.Refused, RefusalReason.RequestCreated) => new Standing(WantedState.AskedToJoin),
                (_, ItemState.Refused, _) => new Standing(WantedState.Refused),
                _ => new Standing(WantedState.NotAdded),
            };
    }

    /// <summary>While an add is under way nothing older counts.</summary>
    private static Standing? Of(ItemState add) => add switch
    {
        ItemState.Planned or ItemState.Sending => new Standing(WantedState.ToAdd),
        ItemState.Accepted => new Standing(WantedState.Added),
        ItemState.Unknown => new Standing(WantedState.NotKnown),
        _ => null,
    };

    private static Standing? OfRequest(RequestFate? request, DateTimeOffset? offerSentAt) => request?.State switch
    {
        RequestState.Approved when !request.MembersReadSince => new Standing(WantedState.Added, Note: "Their request was approved; a read has yet to show them in the group."),
        RequestState.Rejected when offerSentAt is null || offerSentAt < request.ClosedAt => new Standing(WantedState.Refused, Note: "Their request to join was rejected here."),
        _ => null,
    };

    private static Standing? OfOffer(WantedMember wanted, DateTimeOffset now)
    {
        switch (wanted.OfferState)
        {
            case ItemState.Planned or ItemState.Sending:
                return new Standing(WantedState.ToInvite);
            case ItemState.Unknown:
                return new Standing(WantedState.MayBeInvited);
        }

        var sent = wanted.OfferState is ItemState.Confirmed or ItemState.Accepted ? wanted.OfferSentAt : null;
        if (sent is not null && wanted.OfferKind == ItemKind.SendInviteLink)
        {
            return new Standing(WantedState.LinkSent);
        }

        return (sent ?? wanted.InvitedAt) is not { } invited ? null
            : invited + InvitationLifetime is var ends && ends > now ? new Standing(WantedState.Invited, ends)
            : new Standing(WantedState.Expired, ends);
    }
}
