using AdminPortal.Features.Audit;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPortal.Tests.Audit;

/// <summary>The trail's services on one database.</summary>
internal sealed class ChainScene(TestDatabase database)
{
    public static Actor Administrator { get; } = new(Guid.CreateVersion7(), "Ann", OperatorRole.Administrator);

    public static Actor Operator { get; } = new(Guid.CreateVersion7(), "Bob", OperatorRole.Operator);

    public ManualTimeProvider Time { get; } = new();

    public AuditTrail Trail => new(Time);

    public AuditLog Log => new(database.Contexts);

    public ChainVerifier Verifier => new(database.Contexts, Trail, new ChangeFeed(NullLogger<ChangeFeed>.Instance));

    public AuditExport Export => new(database.Contexts, Trail);

    public async Task<ChainVerdict> VerifyAsync()
    {
        var result = await Verifier.VerifyAsync(Administrator, progress: null, TestContext.Current.CancellationToken);
        return result.Value!;
    }

    public async Task WriteAsync(Actor actor, string action, string subject, string summary, Guid? operationId = null)
    {
        await using var db = database.Open();
        Trail.Record(db, actor, action, "group", subject, summary, operationId);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async Task WriteManyAsync(int lines)
    {
        await using var db = database.Open();
        for (var i = 1; i <= lines; i++)
        {
            Trail.Record(db, Operator, "group.renamed", "group", $"{i}", $"Line {i}.");
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
