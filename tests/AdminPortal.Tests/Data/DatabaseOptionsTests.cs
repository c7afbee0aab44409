using AdminPortal.Data;
using Npgsql;

namespace AdminPortal.Tests.Data;

public sealed class DatabaseOptionsTests
{
    [Fact]
    public void A_transaction_whose_client_went_silent_ends_whatever_else_the_operator_set()
    {
        var plain = new DatabaseOptions { ConnectionString = "Host=db" };
        var tuned = new DatabaseOptions { ConnectionString = "Host=db;Options=-c statement_timeout=60s" };

        Assert.Equal("-c idle_in_transaction_session_timeout=10s", new NpgsqlConnectionStringBuilder(plain.PostgresConnectionString).Options);
        Assert.Equal(
            "-c statement_timeout=60s -c idle_in_transaction_session_timeout=10s", new NpgsqlConnectionStringBuilder(tuned.PostgresConnectionString).Options);
    }
}
