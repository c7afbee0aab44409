using System.Collections.Concurrent;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Http;
using AdminPortal.Gateways.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AdminPortal.Tests.Gateways;

/// <summary>The gateways project as the console registers it, allowed to call this machine, with pauses taken out and logs kept.</summary>
internal sealed class TestGateways : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly KeptLogs _logs = new();

    public TestGateways(Action<GatewayHttpOptions>? configure = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddGateways(options =>
        {
            options.AllowLoopback = true;
            options.ReadRetryDelay = TimeSpan.Zero;
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public GatewayCatalog Catalog => _services.GetRequiredService<GatewayCatalog>();

    public ConnectionTester Tester => _services.GetRequiredService<ConnectionTester>();

    public GatewayAddressPolicy AddressPolicy => _services.GetRequiredService<GatewayAddressPolicy>();

    public IReadOnlyCollection<string> Logs => _logs.Lines;

    public IWhatsAppGateway Connect(GatewaySettings settings, IRequestGate? gate = null) =>
        Catalog[settings.Kind].Connect(settings, gate ?? OpenRequestGate.Instance);

    public void Dispose() => _services.Dispose();

    private sealed class KeptLogs : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new KeptLog(Lines);

        public void Dispose()
        {
            // Lines stay readable after the provider is gone.
        }
    }

    private sealed class KeptLog(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
    }
}

/// <summary>A gate that lets everything pass and remembers the order of what passed.</summary>
internal sealed class CountingGate : IRequestGate
{
    private readonly ConcurrentQueue<string> _passed = new();

    /// <summary><c>read</c> or <c>write</c> on entering, <c>seen</c> on each report.</summary>
    public IReadOnlyCollection<string> Passed => _passed;

    public ConcurrentQueue<GatewayExchange> Observed { get; } = new();

    public ValueTask EnterAsync(bool isWrite, CancellationToken cancellationToken)
    {
        _passed.Enqueue(isWrite ? "write" : "read");
        return ValueTask.CompletedTask;
    }

    public void Observe(GatewayExchange exchange)
    {
        _passed.Enqueue("seen");
        Observed.Enqueue(exchange);
    }
}
