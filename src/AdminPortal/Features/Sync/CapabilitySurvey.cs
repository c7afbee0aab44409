using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Pacing;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;
using AdminPortal.Results;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Features.Sync;

/// <summary>
/// Tries out what a number can do, by harmless reads within its budget, on groups that are known of it: once after its
/// groups were read for the first time, and whenever somebody asks. What was found narrows what its gateway declares.
/// </summary>
public sealed class CapabilitySurvey(
    IDbContextFactory<PortalDbContext> contexts,
    GatewayCatalog catalog,
    GatewaySwitchboard switchboard,
    PacingGovernor pacing,
    CapabilityProbe probe,
    ConnectionRegistry registry)
{
    /// <summary>Asks now, while somebody waits: about ten requests.</summary>
    public async Task<Result<ProbeReport>> RequestAsync(Actor actor, Guid connectionId, CancellationToken cancellationToken)
    {
        if (!actor.Can(Permissions.ManageConnections))
        {
            return new NotAllowed(Permissions.ManageConnections);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await NumberToAsk.FindAsync(db, catalog, connectionId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        var connection = found.Value;
        return await RunAsync(actor, connectionId, await SubjectsAsync(db, connectionId, cancellationToken), Lane.Interactive, cancellationToken) switch
        {
            null => new CannotAsk($"The credentials of {connection.Name} cannot be read with the keys at hand. Set them again."),
            { Ended: { } ended } => new CannotAsk($"{connection.Name} could not be asked to the end: {ended.Message}"),
            var report => report,
        };
    }

    /// <summary>The first survey of a number. Waits until some group of it is known: before that there is little to learn.</summary>
    /// <returns>Why it ended early; null when it came through or had nothing to do.</returns>
    internal async Task<GatewayFailure?> FirstAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var subjects = await SubjectsAsync(db, connectionId, cancellationToken);
        return subjects.Group is null ? null : (await RunAsync(Actor.System, connectionId, subjects, Lane.Background, cancellationToken))?.Ended;
    }

    private async Task<ProbeReport?> RunAsync(Actor actor, Guid connectionId, ProbeSubjects subjects, Lane lane, CancellationToken cancellationToken)
    {
        if (await switchboard.ConnectAsDeclaredAsync(connectionId, pacing.GateFor(connectionId, lane), cancellationToken) is not { } gateway)
        {
            return null;
        }

        var report = await probe.RunAsync(gateway, subjects, cancellationToken);
        if (report.Ended is null)
        {
            // A number that was removed meanwhile has nothing to be kept for.
            await registry.RecordCapabilitiesAsync(actor, connectionId, report.Found, cancellationToken);
        }

        return report;
    }

    private static async Task<ProbeSubjects> SubjectsAsync(PortalDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var groups =
            from relation in db.GroupConnections
            join g in db.Groups on relation.GroupId equals g.Id
            where relation.ConnectionId == connectionId && relation.GoneAt == null && g.GoneAt == null && relation.Readable
            select new { g.Id, g.Kind, g.ApprovalRequired, relation.Role };
        var parent = await groups.Where(g => g.Kind == GroupKind.CommunityParent).OrderByDescending(g => g.Role).Select(g => g.Id).FirstOrDefaultAsync(cancellationToken);
        var own = await groups
            .Where(g => g.Kind != GroupKind.CommunityParent && g.Kind != GroupKind.Announcement && g.Role >= MemberRole.Admin)
            .OrderByDescending(g => g.ApprovalRequired == true)
            .Select(g => g.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var any = own ?? await groups.Where(g => g.Kind != GroupKind.CommunityParent).Select(g => g.Id).FirstOrDefaultAsync(cancellationToken);
        return new ProbeSubjects(
            any is null ? null : GroupId.Parse(any), own is null ? null : GroupId.Parse(own), parent is null ? null : CommunityId.Parse(parent));
    }
}
