using AdminPortal.Data;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Operations.Planning;
using AdminPortal.Features.Pacing;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Communities.Announcing;

/// <summary>Nothing of what was chosen can be reached.</summary>
public sealed record NobodyToTell() : PortalFailure("None of the chosen communities can be reached; the list says why.");

/// <summary>
/// Says a text to the announcement groups of communities. A message has no read-back and cannot be taken back, so what would
/// happen is worked out before, and what may have gone out already is named.
/// </summary>
public sealed class Announcer(
    IDbContextFactory<PortalDbContext> contexts,
    CommunityDirectory directory,
    GroupText text,
    PacingGovernor pacing,
    OperationDesk operations,
    TimeProvider time)
{
    /// <summary>The same text within this time is worth a warning.</summary>
    public static readonly TimeSpan RecentFor = TimeSpan.FromDays(1);

    private const int Chunk = 500;

    /// <param name="words">As typed; only needed to find what went out before.</param>
    /// <param name="rather">A number that posts wherever it can; null leaves the choice to the console.</param>
    public async Task<AnnouncementPlan> PlanAsync(
        Estate estate, IReadOnlyCollection<string> communities, string? words, CancellationToken cancellationToken, Guid? rather = null)
    {
        var chosen = communities.Distinct(StringComparer.Ordinal).Select(estate.FindCommunity).OfType<CommunityNode>()
            .Select(c => AnnouncementCandidate.Of(estate, c, rather))
            .OrderBy(c => c.Community.Parent.NameSearch, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal)
            .ToList();
        var going = chosen.FindAll(c => c.Blocked is null);
        List<AnnouncementShare> shares = [];
        foreach (var number in going.GroupBy(c => c.By!))
        {
            var estimate = await pacing.EstimateAsync(
                number.Key.ConnectionId, new Dictionary<ItemKind, int> { [ItemKind.SendGroupText] = number.Count() }, cancellationToken);
            shares.Add(new AnnouncementShare(number.Key.ConnectionId, number.Key.Name, number.Count(), estimate.Duration));
        }

        var clean = text.Message(words);
        return new AnnouncementPlan(
            going,
            chosen.FindAll(c => c.Blocked is not null),
            [.. shares.OrderByDescending(s => s.Messages)],
            clean.Succeeded ? await EarlierAsync(going, clean.Value, cancellationToken) : []);
    }

    public async Task<Result<OperationTicket>> AnnounceAsync(Actor actor, AnnouncementOrder order, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var clean = text.Message(order.Text);
        if (!clean.Succeeded)
        {
            return clean.Failure;
        }

        if (StartTime.Refuse(order.StartAt, time.GetUtcNow()) is { } refused)
        {
            return refused;
        }

        var plan = await PlanAsync(await directory.ReadAsync(cancellationToken), order.Communities, words: null, cancellationToken, order.Rather);
        if (plan.Going.Count == 0)
        {
            return new NobodyToTell();
        }

        if (plan.Fingerprint != order.Reviewed)
        {
            return new PlanOutdated();
        }

        return await operations.SubmitAsync(
            actor,
            new OperationDraft(
                OperationKind.Announce,
                plan.Title,
                $"announce:{order.Intent:N}",
                plan.IsInteractive,
                ItemsOf(plan, clean.Value),
                GroupId: plan.Going is [var only] ? only.Community.Announcement!.Id : null,
                StartAt: order.StartAt),
            cancellationToken);
    }

    /// <summary>The calls that the plan makes.</summary>
    internal static IReadOnlyList<ItemDraft> ItemsOf(AnnouncementPlan plan, string words)
    {
        var payload = ItemPayload.Write(new TextPayload(words));
        return
        [
            .. plan.Going.Select(c => new ItemDraft(ItemKind.SendGroupText, c.By!.ConnectionId, c.Name)
            {
                GroupId = c.Community.Announcement!.Id,
                CommunityId = c.Id,
                Payload = payload,
            }),
        ];
    }

    private async Task<IReadOnlyList<EarlierAnnouncement>> EarlierAsync(List<AnnouncementCandidate> going, string clean, CancellationToken cancellationToken)
    {
        var names = going.ToDictionary(c => c.Community.Announcement!.Id, c => c.Name, StringComparer.Ordinal);
        var (payload, since) = (ItemPayload.Write(new TextPayload(clean)), time.GetUtcNow() - RecentFor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        List<EarlierAnnouncement> earlier = [];
        foreach (var ids in names.Keys.Chunk(Chunk))
        {
            var found = await db.OperationItems.AsNoTracking()
                .Where(i => ids.Contains(i.GroupId!) && i.Kind == ItemKind.SendGroupText && i.Payload == payload)
                .Where(i => i.State == ItemState.Planned || i.State == ItemState.Sending || i.State == ItemState.Unknown || (i.State == ItemState.Confirmed && i.SentAt > since))
                .Select(i => new { i.GroupId, i.State, i.SentAt, i.OperationId })
                .ToListAsync(cancellationToken);
            earlier.AddRange(found.Select(f => new EarlierAnnouncement(names[f.GroupId!], f.State, f.SentAt, f.OperationId)));
        }

        return [.. earlier.OrderByDescending(e => e.At ?? DateTimeOffset.MaxValue).DistinctBy(e => e.Community)];
    }
}
