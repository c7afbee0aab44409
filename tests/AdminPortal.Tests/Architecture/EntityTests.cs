using System.Reflection;
using System.Reflection.Emit;
using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Communities.Suggestions;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Security;
using Microsoft.EntityFrameworkCore;

namespace AdminPortal.Tests.Architecture;

/// <summary>A feature changes its own rows, and what was read from gateways is written by the sync alone.</summary>
public sealed class EntityTests
{
    /// <summary>Rows that are not, or not only, written by the feature they belong to.</summary>
    private static readonly Dictionary<Type, string[]> s_writers = new()
    {
        // Facts: nobody may show an intent as one.
        [typeof(Group)] = ["Sync"],
        [typeof(GroupConnection)] = ["Sync"],
        [typeof(Person)] = ["Sync"],
        [typeof(Membership)] = ["Sync"],
        [typeof(MembershipChange)] = ["Sync"],
        [typeof(GroupSuggestion)] = ["Sync"],
        // Listed by the sync, decided by the desk, closed by what became of the operation.
        [typeof(MembershipRequest)] = ["Approvals", "Sync", "Operations"],
        // A decision that is taken back within its seconds ends its operation in the same transaction.
        [typeof(Operation)] = ["Operations", "Approvals"],
        [typeof(OperationItem)] = ["Operations", "Approvals"],
    };

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value);

    [Fact]
    public void Entities_are_changed_by_their_own_feature()
    {
        var entities = typeof(PortalDbContext).GetProperties()
            .Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>))
            .Select(p => p.PropertyType.GetGenericArguments()[0])
            .ToHashSet();

        var foreign =
            from type in typeof(Permissions).Assembly.GetTypes()
            let feature = FeatureOf(type)
            where feature is not null
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            from setter in SettersCalledBy(method)
            let entity = setter.DeclaringType!
            where entities.Contains(entity)
            where !(s_writers.GetValueOrDefault(entity) ?? [FeatureOf(entity) ?? ""]).Contains(feature, StringComparer.Ordinal)
            select $"{feature}: {(type.DeclaringType ?? type).Name} sets {entity.Name}.{setter.Name["set_".Length..]}";

        Assert.Empty(foreign.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static string? FeatureOf(Type type) =>
        type.Namespace?.StartsWith("AdminPortal.Features.", StringComparison.Ordinal) == true ? type.Namespace.Split('.')[2] : null;

    private static IEnumerable<MethodBase> SettersCalledBy(MethodInfo method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            yield break;
        }

        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var at = 0;
        while (at < code.Length)
        {
            var value = (short)code[at++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | code[at++]));
            }

            var opCode = s_opCodes[value];
            if (opCode.OperandType == OperandType.InlineMethod
                && method.Module.ResolveMethod(BitConverter.ToInt32(code, at), typeArguments, methodArguments) is { } called
                && called.Name.StartsWith("set_", StringComparison.Ordinal))
            {
                yield return called;
            }

            at += SizeOf(opCode.OperandType, code, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
