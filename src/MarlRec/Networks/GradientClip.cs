using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>Limits gradients. Thread safety: <em>single owner</em> of the parameters.</summary>
public static class GradientClip
{
    /// <summary>Scales all gradients by one factor so that their joint Euclidean norm is at most <paramref name="maximum"/> (Pascanu et al., 2013).</summary>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="maximum">The largest norm to leave as it is: finite, above 0.</param>
    /// <returns>The norm before. When it is NaN or infinite, gradients are left as they are: the caller decides, usually to skip the step.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is out of range.</exception>
    public static double ByGlobalNorm(IReadOnlyList<(string Name, Parameter Parameter)> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Throw.IfNotPositive(maximum);
        var squares = 0.0;
        for (var i = 0; i < parameters.Count; i++) squares += RowKernels.SumOfSquares(parameters[i].Parameter.Gradient.Span);
        var norm = Math.Sqrt(squares);
        if (!double.IsFinite(norm) || norm <= maximum) return norm;
        var factor = (float)(maximum / norm);
        for (var i = 0; i < parameters.Count; i++)
        {
            var gradient = parameters[i].Parameter.Gradient.Span;
            Elementwise.Unary(gradient, gradient, new ScaleKernel(factor));
        }

        return norm;
    }
}
