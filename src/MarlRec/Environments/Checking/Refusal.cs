namespace MarlRec.Environments.Checking;

/// <summary>A call that must be refused.</summary>
internal static class Refusal
{
    /// <summary>Null if the step throws as it must, else what it does instead.</summary>
    internal static string? OfStep<TException>(IEnvironment environment, int[] actions, StepBuffers buffers)
        where TException : Exception => Of<TException>(() => environment.Step(actions, buffers), "step");

    /// <summary>Null if the reset throws as it must, else what it does instead.</summary>
    internal static string? OfReset<TException>(IEnvironment environment, ResetOptions? options, StepBuffers buffers)
        where TException : Exception => Of<TException>(() => environment.Reset(0, options, buffers), "reset");

    private static string? Of<TException>(Action call, string name)
        where TException : Exception
    {
        try
        {
            call();
            return $"the {name} is accepted, but {typeof(TException).Name} was expected";
        }
        catch (TException)
        {
            return null;
        }
        catch (Exception exception)
        {
            return $"the {name} throws {exception.GetType().Name}, but {typeof(TException).Name} was expected";
        }
    }
}
