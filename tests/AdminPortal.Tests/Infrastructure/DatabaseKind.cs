namespace AdminPortal.Tests.Infrastructure;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
