using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AdminPortal.Features.Audit;

/// <summary>How lines of the trail are tied together.</summary>
public static class AuditChain
{
    /// <summary>What the first line calls the hash before it.</summary>
    public static readonly string Root = new('0', 64);

    /// <summary>SHA-256, lower hex, over every field with its length in front, so that no two lines read alike.</summary>
    public static string HashOf(AuditEntry entry)
    {
        var text = new StringBuilder();
        foreach (var field in (ReadOnlySpan<string>)
        [
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture),
            entry.ActorId.ToString("N"),
            entry.ActorName,
            entry.Action,
            entry.SubjectKind,
            entry.SubjectId,
            entry.Summary,
            entry.OperationId?.ToString("N") ?? "",
            entry.PreviousHash,
        ])
        {
            text.Append(field.Length).Append(':').Append(field);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
