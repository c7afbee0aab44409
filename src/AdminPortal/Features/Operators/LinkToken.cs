using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AdminPortal.Features.Operators;

/// <summary>What a one-time link is for; part of the hash, so that a link of one purpose never serves another.</summary>
internal enum LinkPurpose
{
    Setup,
    Invitation,
}

/// <summary>The secret of a one-time link. 256 random bits, kept only as a hash.</summary>
internal static class LinkToken
{
    private const int Bytes = 32;

    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string HashOf(LinkPurpose purpose, string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}:{token}")));
}
