namespace AdminPortal.Security;

/// <summary>A data protection key on PostgreSQL, where several nodes share the key ring. On SQLite keys are files beside it.</summary>
public sealed class ProtectionKey
{
    public long Id { get; init; }
    public required string FriendlyName { get; init; }
    public required string Xml { get; init; }
}
