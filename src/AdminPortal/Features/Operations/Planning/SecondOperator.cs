using System.Globalization;
using AdminPortal.Data;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AdminPortal.Features.Operations.Planning;

/// <summary>
/// Whether so much work needs a second pair of eyes. Where nobody else could confirm it, nobody is asked: the console would
/// stand still until another operator is invited.
/// </summary>
public sealed class SecondOperator(IOptions<BulkOptions> options)
{
    /// <summary>0 asks nobody.</summary>
    public int Above => options.Value.SecondOperatorAbove;

    /// <param name="permission">What confirming needs.</param>
    /// <returns>Why it waits, as a sentence; null when it may start.</returns>
    public async Task<string?> ReasonAsync(PortalDbContext db, Actor actor, string permission, int items, CancellationToken cancellationToken)
    {
        if (Above == 0 || items <= Above || actor.OperatorId == Guid.Empty)
        {
            return null;
        }

        var roles = Enum.GetValues<OperatorRole>().Where(r => Permissions.Allows(r, permission)).ToList();
        var others = await db.Users.AnyAsync(o => o.Id != actor.OperatorId && o.DisabledAt == null && roles.Contains(o.Role), cancellationToken);
        return others
            ? string.Create(CultureInfo.InvariantCulture, $"{items:N0} items at once: above {Above:N0} a second operator has to confirm before anything is sent.")
            : null;
    }
}
