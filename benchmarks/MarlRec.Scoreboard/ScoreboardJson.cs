using System.Text.Json.Serialization;

namespace MarlRec.Scoreboard;

/// <summary>Reads and writes the program's JSON without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(List<Row>))]
[JsonSerializable(typeof(ChildReport))]
internal sealed partial class ScoreboardJson : JsonSerializerContext;
