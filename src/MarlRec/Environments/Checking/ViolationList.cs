namespace MarlRec.Environments.Checking;

/// <summary>Keeps the first violation of each rule.</summary>
internal sealed class ViolationList(IReadOnlyList<EnvironmentRule> ignored)
{
    private readonly List<EnvironmentViolation> _violations = [];

    /// <summary>The violation that was added first, or null.</summary>
    internal EnvironmentViolation? First => _violations.Count == 0 ? null : _violations[0];

    internal void Clear() => _violations.Clear();

    internal void Add(EnvironmentRule rule, string message)
    {
        foreach (var other in ignored)
            if (other == rule) return;
        foreach (var known in _violations)
            if (known.Rule == rule) return;
        _violations.Add(new EnvironmentViolation(rule, message));
    }

    internal void Require(bool condition, EnvironmentRule rule, string message)
    {
        if (!condition) Add(rule, message);
    }

    internal IReadOnlyList<EnvironmentViolation> Sorted()
    {
        _violations.Sort((a, b) => a.Rule.CompareTo(b.Rule));
        return _violations;
    }
}
