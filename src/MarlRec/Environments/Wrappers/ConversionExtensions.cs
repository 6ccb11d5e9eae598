namespace MarlRec.Environments.Wrappers;

/// <summary>Turns environments whose agents act together into turn-based ones, and back. Thread safety: that of the environment.</summary>
public static class ConversionExtensions
{
    /// <summary>The environment in turn-based form: itself if it is, the original if it was converted, else a <see cref="ParallelToTurnBased"/> around it.</summary>
    /// <param name="environment">The environment.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static IEnvironment ToTurnBased(this IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.Spec.TurnBased) return environment;
        return environment is TurnBasedToParallel converted ? converted.Inner : new ParallelToTurnBased(environment);
    }

    /// <summary>The environment in which all live agents act at every step: itself if they do, the original if it was converted, else a <see cref="TurnBasedToParallel"/> around it.</summary>
    /// <param name="environment">The environment.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static IEnvironment ToParallel(this IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (!environment.Spec.TurnBased) return environment;
        return environment is ParallelToTurnBased converted ? converted.Inner : new TurnBasedToParallel(environment);
    }
}
