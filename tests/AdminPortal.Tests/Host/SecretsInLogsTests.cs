using System.Collections.Concurrent;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdminPortal.Tests.Host;

public sealed class SecretsInLogsTests
{
    [Fact]
    public async Task Neither_passwords_nor_tokens_nor_credentials_are_logged()
    {
        var log = new Recorder();
        await using var host = new LoggingHost(log);
        var link = await AccountPagesTests.SetupLinkAsync(host);
        var browser = new SignInForm(host);
        using var setUp = await browser.PostAsync(
            link, "setup", ("Entered.Name", "Ann"), ("Entered.Email", "ann@example.org"), ("Entered.Password", "blue horse under lamp"));
        using var wrong = await new SignInForm(host).SubmitAsync("ann@example.org", "not blue horse at all");
        using var right = await new SignInForm(host).SubmitAsync("ann@example.org", "blue horse under lamp");
        var protector = host.Services.GetRequiredService<SecretProtector>();
        var sealedText = protector.Protect(new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "ryze-secret-1" });
        Assert.Null(protector.Unprotect("not readable " + sealedText));

        Assert.Equal("/", setUp.Headers.Location!.AbsolutePath);
        Assert.NotEmpty(log.Lines);
        foreach (var secret in (string[])["blue horse", "not blue horse", link.Split('=')[1], "ryze-secret-1", sealedText])
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private sealed class LoggingHost : PortalHost
    {
        private readonly Recorder _log;

        public LoggingHost(Recorder log)
        {
            _log = log;
            // All that the product itself says, and the database's statements; request lines carry a one-time token in
            // their address and stay off as they are in production.
            Set("Logging:LogLevel:Default", "Trace");
            Set("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Debug");
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(_log));
        }
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
