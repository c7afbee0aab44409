using System.Reflection;
using AdminPortal.Bench;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

// A day of a number is not timed but played: virtual time against the time its budget allows.
if (args is ["pace"])
{
    return await PaceRun.RunAsync();
}

// In this very process: the projects that BenchmarkDotNet would generate do not restore on a feed that lacks packages.
var job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, DefaultConfig.Instance.AddJob(job));
return 0;
