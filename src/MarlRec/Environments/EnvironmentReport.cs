namespace MarlRec.Environments;

/// <summary>What <see cref="EnvironmentChecker"/> has found. Thread safety: <em>immutable</em>.</summary>
public sealed class EnvironmentReport
{
    internal EnvironmentReport(IReadOnlyList<EnvironmentViolation> violations, IReadOnlyList<EnvironmentWarning> warnings) => (Violations, Warnings) = (violations, warnings);

    /// <summary>The first violation of each rule that is broken, by rule; empty if none is.</summary>
    public IReadOnlyList<EnvironmentViolation> Violations { get; }

    /// <summary>What is legal and suspicious, once for each concern; empty where nothing is, or where a violation ended the check early.</summary>
    public IReadOnlyList<EnvironmentWarning> Warnings { get; }

    /// <summary>Whether no rule is broken.</summary>
    public bool Passes => Violations.Count == 0;

    /// <summary>One line for each violation and warning, ended by line feeds; empty if there are none.</summary>
    public override string ToString() => string.Concat(
        Violations.Select(violation => $"broken {violation.Rule}: {violation.Message}\n").Concat(Warnings.Select(warning => $"warning {warning.Concern}: {warning.Message}\n")));
}
