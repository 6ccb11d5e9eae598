namespace MarlRec.Environments.Checking;

/// <summary>A step that must be refused.</summary>
internal static class Refusal
{
    /// <summary>Null if the step throws as it must, else what it does instead.</summary>
    internal static string? Of<TException>(IEnvironment environment, int[] actions, StepBuffers buffers)
        where TException : Exception
    {
        try
        {
            environment.Step(actions, buffers);
            return $"the step is accepted, but {typeof(TException).Name} was expected";
        }
        catch (TException)
        {
            return null;
        }
        catch (Exception exception)
        {
            return $"the step throws {exception.GetType().Name}, but {typeof(TException).Name} was expected";
        }
    }
}
