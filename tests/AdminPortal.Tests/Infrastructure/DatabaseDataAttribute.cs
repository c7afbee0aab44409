using System.Reflection;
using AdminPortal.Data;
using Xunit.Sdk;
using Xunit.v3;

namespace AdminPortal.Tests.Infrastructure;

/// <summary>
/// Runs a theory once on every database the product supports. The first parameter is a <see cref="TestDatabase"/>
/// of the test's own, empty but for the schema and gone afterwards; further parameters come from the attribute,
/// which may stand several times. A database that is not configured is a visible skip.
/// </summary>
/// <example><code>
/// [Theory, DatabaseData]
/// public async Task Keeps_what_was_saved(TestDatabase database)
/// </code></example>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DatabaseDataAttribute(params object?[] arguments) : DataAttribute
{
    public override async ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker)
    {
        List<ITheoryDataRow> rows = [];
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            if (provider == DatabaseProvider.Postgres && DatabaseTemplates.PostgresServer is null)
            {
                rows.Add(new TheoryDataRow([null, .. arguments])
                {
                    Skip = $"No PostgreSQL: {DatabaseTemplates.PostgresVariable} is not set (eng/with-postgres sets it).",
                    TestDisplayName = $"{testMethod.Name} [{provider}]",
                });
                continue;
            }

            var database = await TestDatabase.CreateAsync(provider);
            disposalTracker.Add(database);
            rows.Add(new TheoryDataRow([database, .. arguments]));
        }

        return rows;
    }

    /// <summary>Databases are made when the test runs, not when it is listed.</summary>
    public override bool SupportsDiscoveryEnumeration() => false;
}
