using AdminPortal.Tests.Infrastructure;
using AdminPortal.Ui;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPortal.Tests.Ui;

/// <summary>A renderer with the vocabulary of the screens registered, a clock that stands still, and no real browser.</summary>
public abstract class UiTestContext : BunitContext
{
    protected UiTestContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        Services.AddUi();
    }

    protected ManualTimeProvider Time { get; } = new();
}
