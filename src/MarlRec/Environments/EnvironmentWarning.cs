namespace MarlRec.Environments;

/// <summary>Something legal that is more often a mistake than meant. Thread safety: <em>immutable</em>.</summary>
/// <param name="Concern">What it is.</param>
/// <param name="Message">Where it was found, with what was found.</param>
public sealed record EnvironmentWarning(EnvironmentConcern Concern, string Message);
