namespace MarlRec.Environments.Checking;

/// <summary>Closes the instances that can be closed, twice.</summary>
internal static class DisposalCheck
{
    internal static void Run(IReadOnlyList<IEnvironment> instances, ViolationList violations)
    {
        foreach (var instance in instances)
        {
            if (instance is not IDisposable disposable) continue;
            try
            {
                disposable.Dispose();
                disposable.Dispose();
            }
            catch (Exception exception)
            {
                violations.Add(EnvironmentRule.Disposal, $"Dispose, called twice, throws {exception.GetType().Name}: {exception.Message}");
            }
        }
    }
}
