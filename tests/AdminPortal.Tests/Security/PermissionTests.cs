using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using AdminPortal.Data;
using AdminPortal.Features.Connections;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways;
using AdminPortal.Results;
using AdminPortal.Security;
using AdminPortal.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdminPortal.Tests.Security;

/// <summary>
/// Every public method of a feature that takes an <see cref="Actor"/> refuses a Viewer, whatever else it is given: the
/// permission is asked before anything is looked at. New services are found by themselves.
/// </summary>
public sealed class PermissionTests(PortalHost host) : IClassFixture<PortalHost>
{
    /// <summary>What a Viewer may do, each with its reason. Everything else changes something.</summary>
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        ["OwnAccount.GetAsync"] = "the own account",
        ["OwnAccount.RenameAsync"] = "the own account",
        ["OwnAccount.ChangePasswordAsync"] = "the own account",
        ["SyncDesk.RequestAsync"] = "reading again changes nothing",
    };

    public static TheoryData<string> Methods() => [.. Found().Select(SignatureOf)];

    [Theory, MemberData(nameof(Methods))]
    public async Task Viewer_is_refused(string signature)
    {
        var method = Found().Single(m => SignatureOf(m) == signature);
        await SeedAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var service = scope.ServiceProvider.GetService(method.DeclaringType!)
            ?? ActivatorUtilities.CreateInstance(scope.ServiceProvider, method.DeclaringType!);
        var arguments = method.GetParameters().Select(p => p.ParameterType == typeof(Actor) ? Viewer : Sample(p.ParameterType, depth: 0)).ToArray();

        var task = (Task)method.Invoke(service, arguments)!;
        await task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        Assert.IsType<NotAllowed>(result.GetType().GetProperty(nameof(Result<>.Failure))!.GetValue(result));
    }

    [Fact]
    public void Exceptions_exist() =>
        Assert.Empty(s_allowed.Keys.Except(AllTakingAnActor().Select(NameOf), StringComparer.Ordinal));

    [Fact]
    public void Roles_include_what_the_ones_before_them_may()
    {
        var roles = Enum.GetValues<OperatorRole>().Order().ToList();

        foreach (var permission in Permissions.All)
        {
            Assert.True(Permissions.Allows(OperatorRole.Administrator, permission));
            Assert.Equal(
                roles.Where(r => Permissions.Allows(r, permission)),
                roles.SkipWhile(r => !Permissions.Allows(r, permission)));
        }

        Assert.Equal([Permissions.Read], Permissions.All.Where(p => Permissions.Allows(OperatorRole.Viewer, p)));
    }

    private static readonly Guid s_seeded = Guid.CreateVersion7();

    private static Actor Viewer { get; } = new(Guid.CreateVersion7(), "Viewer", OperatorRole.Viewer);

    private static IEnumerable<MethodInfo> Found() => AllTakingAnActor().Where(m => !s_allowed.ContainsKey(NameOf(m)));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static string SignatureOf(MethodInfo method) =>
        $"{NameOf(method)}({string.Join(", ", method.GetParameters().Skip(1).Select(p => p.Name))})";

    /// <summary>An operation that is there: which permission is needed can depend on what is in it.</summary>
    private async Task SeedAsync()
    {
        await using var db = host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();
        if (await db.Operations.AnyAsync(TestContext.Current.CancellationToken))
        {
            return;
        }

        // Removed: nothing runs on it while the test does.
        var connection = new Connection
        {
            Name = "Desk",
            Kind = GatewayKind.RyzeApi,
            BaseAddress = "http://127.0.0.1:9",
            ProtectedCredentials = "",
            CreatedAt = DateTimeOffset.UnixEpoch,
            RemovedAt = DateTimeOffset.UnixEpoch,
        };
        db.Connections.Add(connection);
        var operation = new Operation
        {
            Id = s_seeded,
            Kind = OperationKind.ChangeGroup,
            Title = "Seeded",
            IntentKey = "seeded",
            Interactive = false,
            SubmittedById = Guid.Empty,
            SubmittedBy = "test",
            SubmittedAt = DateTimeOffset.UnixEpoch,
            State = OperationState.CompletedWithFailures,
        };
        operation.Items.Add(new OperationItem
        {
            Id = s_seeded,
            Sequence = 1,
            Kind = ItemKind.UpdateProfile,
            ConnectionId = connection.Id,
            Label = "Seeded",
            State = ItemState.NotApplied,
        });
        db.Operations.Add(operation);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Methods that answer with a <see cref="Result{T}"/>; others have no way to refuse and only read.</summary>
    private static IEnumerable<MethodInfo> AllTakingAnActor() =>
        typeof(Permissions).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.Namespace?.StartsWith("AdminPortal.Features.", StringComparison.Ordinal) == true)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(Actor)))
            .Where(m => m.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>)
                && task.GetGenericArguments()[0] is { IsGenericType: true } result && result.GetGenericTypeDefinition() == typeof(Result<>))
            .OrderBy(NameOf, StringComparer.Ordinal);

    /// <summary>Some value of the type that is no null, as far as one can be made.</summary>
    private static object? Sample(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is not null || typeof(Delegate).IsAssignableFrom(type) || depth > 3)
        {
            return null;
        }

        if (type == typeof(string))
        {
            return "x";
        }

        if (type == typeof(Guid))
        {
            return s_seeded;
        }

        if (type == typeof(Uri))
        {
            return new Uri("http://127.0.0.1:9/");
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0);
        }

        if (type.IsValueType)
        {
            return Activator.CreateInstance(type);
        }

        if (type.IsArray || (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)))
        {
            return Many(type, depth);
        }

        if (type.IsInterface || type.IsAbstract)
        {
            return null;
        }

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        return constructor is null
            ? RuntimeHelpers.GetUninitializedObject(type)
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType, depth + 1))]);
    }

    private static object? Many(Type type, int depth)
    {
        if (type.IsArray || type.GetGenericArguments().Length == 1)
        {
            var element = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
            var one = Array.CreateInstance(element, 1);
            one.SetValue(Sample(element, depth + 1), 0);
            return type.IsAssignableFrom(one.GetType()) ? one : Activator.CreateInstance(type);
        }

        var dictionary = typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments());
        return type.IsAssignableFrom(dictionary) ? Activator.CreateInstance(dictionary) : null;
    }
}
