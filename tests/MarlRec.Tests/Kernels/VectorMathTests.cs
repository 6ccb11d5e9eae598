using System.Runtime.Intrinsics;

namespace MarlRec.Kernels;

public class VectorMathTests
{
    [Fact]
    public void AgreesWithDoublePrecision()
    {
        for (var x = -90f; x < 90f; x += 0.0173f)
        {
            Close(Math.Exp(x), VectorMath.Exp(Vector256.Create(x))[3], 3e-7);
            Close(Math.Tanh(x), VectorMath.Tanh(Vector256.Create(x))[0], 3e-7);
            Close(1 / (1 + Math.Exp(-x)), VectorMath.Sigmoid(Vector256.Create(x))[7], 3e-7);
            Close(Math.Tanh(x * 1e-3), VectorMath.Tanh(Vector256.Create(x * 1e-3f))[0], 3e-7);
        }
    }

    [Fact]
    public void SpecialValues()
    {
        foreach (var x in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1e30f, -1e30f, 88.5f, 1e-30f })
        {
            Close(MathF.Exp(x), VectorMath.Exp(Vector256.Create(x))[0], 3e-7);
            Close(MathF.Tanh(x), VectorMath.Tanh(Vector256.Create(x))[0], 3e-7);
            Close(1 / (1 + MathF.Exp(-x)), VectorMath.Sigmoid(Vector256.Create(x))[0], 3e-7);
        }

        Assert.True(float.IsNegative(VectorMath.Tanh(Vector256.Create(-0f))[0]));
    }

    private static void Close(double expected, float actual, double tolerance)
    {
        if (double.IsNaN(expected)) Assert.True(float.IsNaN(actual));
        else if (expected > float.MaxValue) Assert.Equal(float.PositiveInfinity, actual);
        else Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected) + 1.2e-38, $"expected {expected}, got {actual}");
    }
}
