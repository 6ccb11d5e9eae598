namespace MarlRec.Networks;

/// <summary>Which function an <see cref="Activation"/> applies.</summary>
public enum ActivationKind
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>x · Φ(x), where Φ is the standard normal distribution's function, not its tanh approximation (Hendrycks and Gimpel, 2016).</summary>
    Gelu,
}
