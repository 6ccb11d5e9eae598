namespace MarlRec.Kernels.Retrieval;

/// <summary>Bounds of what float32 rounds away (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, section 3.1).</summary>
internal static class Rounding
{
    /// <summary>u: half a unit in the last place of 1.</summary>
    internal const double Unit = 1.0 / (1 << 24);

    /// <summary>γ_n: |computed − true| ≤ γ_n Σ |x_i y_i| for an inner product of n terms, in any order of summation.</summary>
    internal static double Gamma(int n) => n * Unit / (1 - n * Unit);

    /// <summary>The least float that is not below the value.</summary>
    internal static float Up(double value)
    {
        var rounded = (float)value;
        return rounded < value ? MathF.BitIncrement(rounded) : rounded;
    }

    /// <summary>The largest float that is not above the value.</summary>
    internal static float Down(double value) => -Up(-value);
}
