using System.Text.Json.Serialization;

namespace MarlRec;

/// <summary>Reads and writes options without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, RespectNullableAnnotations = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecommenderOptions))]
internal sealed partial class RecommenderOptionsJson : JsonSerializerContext;
