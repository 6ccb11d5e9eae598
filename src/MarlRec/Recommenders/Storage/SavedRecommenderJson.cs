using System.Text.Json.Serialization;

namespace MarlRec.Recommenders.Storage;

/// <summary>Reads and writes the above without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = false, UseStringEnumConverter = true, RespectNullableAnnotations = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedRecommender))]
internal sealed partial class SavedRecommenderJson : JsonSerializerContext;
