namespace MarlRec.Environments.Checking;

/// <summary>Looks at the spec alone; without a good one nothing can be played.</summary>
internal static class SpecCheck
{
    internal static bool Passes(IEnvironment environment, ViolationList violations)
    {
        var spec = environment.Spec;
        if (spec is null)
        {
            violations.Add(EnvironmentRule.Spec, "Spec is null.");
            return false;
        }

        violations.Require(ReferenceEquals(spec, environment.Spec), EnvironmentRule.Spec, "Spec is another instance at every call, but the same one was expected.");
        try
        {
            spec.Validate();
            return true;
        }
        catch (ArgumentException exception)
        {
            violations.Add(EnvironmentRule.Spec, exception.Message);
            return false;
        }
    }
}
