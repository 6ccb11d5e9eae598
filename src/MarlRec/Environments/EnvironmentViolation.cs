namespace MarlRec.Environments;

/// <summary>A rule that an environment breaks. Thread safety: <em>immutable</em>.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Message">Where it was broken first, with what was found and what was expected.</param>
public sealed record EnvironmentViolation(EnvironmentRule Rule, string Message);
