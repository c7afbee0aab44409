using System.Text.Json;
using System.Text.Json.Serialization;
using AdminPortal.Gateways.Http;

namespace AdminPortal.Gateways.Wawp;

// Answers are read by WawpTranslation: their shapes are inferred, so every listed one is taken.

/// <summary>People are objects everywhere, never bare strings.</summary>
/// <param name="Id"><c>&lt;digits&gt;@c.us</c>, or a hidden id as listed.</param>
internal sealed record WawpPerson(string Id);

internal sealed record WawpNewGroup(string Name, IReadOnlyList<WawpPerson> Participants);

internal sealed record WawpPeople(IReadOnlyList<WawpPerson> Participants);

internal sealed record WawpSubject(string Subject);

/// <param name="Description">Empty clears.</param>
internal sealed record WawpDescription(string Description);

internal sealed record WawpPicture(WawpFile File);

/// <param name="Data">Base64.</param>
internal sealed record WawpFile(string Data, string Filename, string Mimetype);

internal sealed record WawpSetting(bool AdminsOnly);

internal sealed record WawpCode(string Code);

internal sealed record WawpText(string ChatId, string Message);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(JsonAnswer))]
[JsonSerializable(typeof(WawpNewGroup))]
[JsonSerializable(typeof(WawpPeople))]
[JsonSerializable(typeof(WawpSubject))]
[JsonSerializable(typeof(WawpDescription))]
[JsonSerializable(typeof(WawpPicture))]
[JsonSerializable(typeof(WawpSetting))]
[JsonSerializable(typeof(WawpCode))]
[JsonSerializable(typeof(WawpText))]
internal sealed partial class WawpJson : JsonSerializerContext;
