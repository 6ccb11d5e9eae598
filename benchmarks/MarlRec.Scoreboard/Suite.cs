namespace MarlRec.Scoreboard;

/// <summary>A named list of units, and of published numbers on the same data under the same protocol to read them against.</summary>
public sealed record Suite(string Name, string Description, IReadOnlyList<Unit> Units, IReadOnlyList<Row> Published);
