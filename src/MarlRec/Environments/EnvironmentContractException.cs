namespace MarlRec.Environments;

/// <summary>An environment has broken its contract: thrown by <see cref="Wrappers.PassiveChecker"/>.</summary>
/// <remarks>Thread safety: <em>immutable</em>.</remarks>
public sealed class EnvironmentContractException : Exception
{
    /// <summary>Reports a broken rule.</summary>
    /// <param name="violation">The rule, and what was found.</param>
    /// <exception cref="ArgumentNullException"><paramref name="violation"/> is null.</exception>
    public EnvironmentContractException(EnvironmentViolation violation)
        : base(violation?.Message)
    {
        ArgumentNullException.ThrowIfNull(violation);
        Violation = violation;
    }

    /// <summary>The rule, and what was found.</summary>
    public EnvironmentViolation Violation { get; }
}
