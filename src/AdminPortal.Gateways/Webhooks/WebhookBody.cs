using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdminPortal.Gateways.Http;

namespace AdminPortal.Gateways.Webhooks;

/// <summary>A delivered body as it may be stored.</summary>
public static class WebhookBody
{
    private const string Masked = "***";

    /// <summary>Deeper than any vendor nests.</summary>
    private static readonly JsonDocumentOptions s_depth = new() { MaxDepth = 32 };

    /// <summary>Text stays as long as it came: escaped, names in most scripts would be three times as long. Never part of a page.</summary>
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_secretNames = ["token", "secret", "password", "authorization", "apikey", "api_key"];

    /// <summary>
    /// The body without secrets: those of the number wherever they stand, and whatever stands under a name that promises one.
    /// RyzeAPI, for example, sends the token of the instance with every event.
    /// </summary>
    /// <returns>Null when it is no JSON object.</returns>
    public static string? Strip(ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: s_depth) is not JsonObject root)
            {
                return null;
            }

            MaskNamed(root);
            return new SecretMask(secrets).Text(root.ToJsonString(s_plain));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, two members of one name, or text that is no Unicode.
            return null;
        }
    }

    /// <summary>One text per body, for vendors that number nothing.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static void MaskNamed(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is JsonValue && s_secretNames.Any(s => name.Contains(s, StringComparison.OrdinalIgnoreCase)))
                    {
                        members[name] = Masked;
                        continue;
                    }

                    MaskNamed(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    MaskNamed(item);
                }

                break;
        }
    }
}
