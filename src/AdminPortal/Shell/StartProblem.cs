using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AdminPortal.Shell;

/// <summary>What keeps the console from starting and can be mended by whoever starts it.</summary>
internal static class StartProblem
{
    public const int ExitCode = 2;

    private static int s_listening;

    /// <summary>From here on such a problem is a sentence on the terminal and <see cref="ExitCode"/>, not a stack trace.</summary>
    public static void EndTheProcessWithASentence()
    {
        // The handler is the process's own: several hosts in one process share it.
        if (Interlocked.Exchange(ref s_listening, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, e) =>
            {
                if (e.ExceptionObject is Exception exception && SentenceFor(exception) is { } sentence)
                {
                    Console.Error.WriteLine(sentence);
                    Environment.Exit(ExitCode);
                }
            };
        }
    }

    /// <summary>Before anything starts; the host itself would do it in the middle of its start and log a failed one.</summary>
    /// <exception cref="OptionsValidationException">With every problem of one section.</exception>
    public static void CheckSettings(IServiceProvider services) => services.GetService<IStartupValidator>()?.Validate();

    /// <summary>Sentences for the terminal, one per line; null when it is a bug.</summary>
    internal static string? SentenceFor(Exception exception) => exception switch
    {
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        AggregateException several when several.InnerExceptions.All(e => SentenceFor(e) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(SentenceFor)),
        // A value that is no number, no time, no word of an enumeration. The binder's sentence names the key and the value.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder", InnerException: not null } unreadable =>
            unreadable.Message.Split(" to type ")[0] + ".",
        UnauthorizedAccessException denied => $"{denied.Message} The console needs to read and write its data directory (Data:Directory).",
        FileNotFoundException { FileName: not null } file => file.Message,
        IOException { InnerException: AddressInUseException } address => address.Message,
        DbException or SocketException => $"The database cannot be used: {exception.Message}",
        InvalidOperationException { InnerException: { } cause and (DbException or SocketException) } => SentenceFor(cause),
        _ => null,
    };
}
