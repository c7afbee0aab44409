using AdminPortal.Data;
using AdminPortal.Results;

namespace AdminPortal.Features.Operators;

/// <summary>A write whose failure undoes everything that the same transaction did before.</summary>
internal static class TakenBackWrite
{
    public static async Task<Result<T>> WriteOrTakeBackAsync<T>(
        this PortalDbContext db,
        Func<CancellationToken, Task<Result<T>>> work,
        CancellationToken cancellationToken)
    {
        try
        {
            return await db.WriteAsync(
                async token =>
                {
                    var result = await work(token);
                    return result.Succeeded ? result : throw new TakenBackException(result.Failure);
                },
                cancellationToken);
        }
        catch (TakenBackException takenBack)
        {
            return takenBack.Failure;
        }
    }

#pragma warning disable CA1032, RCS1194 // Never leaves this file.
    private sealed class TakenBackException(PortalFailure failure) : Exception(failure.Message)
#pragma warning restore CA1032, RCS1194
    {
        public PortalFailure Failure { get; } = failure;
    }
}
