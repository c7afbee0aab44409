using AdminPortal.Features.Audit;
using AdminPortal.Features.Operators;
using AdminPortal.Live;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AdminPortal.Tests.Operators;

/// <summary>The services around operators on one database and one clock. Hashing is cheap here: it is not what is tested.</summary>
internal sealed class OperatorScene
{
    public const string Password = "blue horse under lamp";

    public OperatorScene(TestDatabase database)
    {
        Database = database;
        Audit = new AuditTrail(Time);
        Links = new OneTimeLinks(database.Contexts, Hasher, Audit, Feed, Time);
        Desk = new InvitationDesk(database.Contexts, Audit, Feed, Time);
        Roster = new OperatorRoster(database.Contexts, Audit, Feed, Time);
        Credentials = new CredentialCheck(database.Contexts, Hasher, Audit, Time);
        Own = new OwnAccount(database.Contexts, Hasher, Credentials, Audit, Feed, Time);
    }

    public TestDatabase Database { get; }
    public ManualTimeProvider Time { get; } = new();
    public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);
    public IPasswordHasher<Operator> Hasher { get; } = new PasswordHasher<Operator>(Options.Create(new PasswordHasherOptions { IterationCount = 10 }));
    public AuditTrail Audit { get; }
    public OneTimeLinks Links { get; }
    public InvitationDesk Desk { get; }
    public OperatorRoster Roster { get; }
    public CredentialCheck Credentials { get; }
    public OwnAccount Own { get; }

    public static NewOperator Entered(string email, string name = "Ann", string password = Password) => new(name, email, password);

    /// <summary>An operator who is simply there.</summary>
    public async Task<Actor> AddAsync(OperatorRole role, string email = "ann@example.org")
    {
        await using var db = Database.Open();
        var created = Entered(email, role.ToString()).ToOperator(role, Hasher, Time.GetUtcNow());
        db.Users.Add(created);
        await db.SaveChangesAsync();
        return created.AsActor();
    }

    public async Task<Operator> ReadAsync(Guid id)
    {
        await using var db = Database.Open();
        return await db.Users.AsNoTracking().SingleAsync(o => o.Id == id);
    }

    /// <summary>The actions of the trail, oldest first.</summary>
    public async Task<List<string>> TrailAsync()
    {
        await using var db = Database.Open();
        return await db.AuditEntries.OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
    }
}
