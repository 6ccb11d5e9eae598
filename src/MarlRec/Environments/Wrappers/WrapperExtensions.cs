namespace MarlRec.Environments.Wrappers;

/// <summary>Looks into wrapped environments. Thread safety: <em>thread-safe</em>; nothing is changed.</summary>
public static class WrapperExtensions
{
    /// <summary>The first that is a <typeparamref name="T"/>, from the outside in: the environment itself, what it wraps, and so on; null if none is.</summary>
    /// <typeparam name="T">A wrapper, an environment, or an interface that one of them has.</typeparam>
    /// <param name="environment">Where to begin.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static T? Find<T>(this IEnvironment environment)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(environment);
        for (var layer = environment; ; layer = ((EnvironmentWrapper)layer).Inner)
        {
            if (layer is T found) return found;
            if (layer is not EnvironmentWrapper) return null;
        }
    }

    /// <summary>The environment inside all wrappers; itself where there are none.</summary>
    /// <param name="environment">Where to begin.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static IEnvironment Unwrapped(this IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        while (environment is EnvironmentWrapper wrapper) environment = wrapper.Inner;
        return environment;
    }
}
