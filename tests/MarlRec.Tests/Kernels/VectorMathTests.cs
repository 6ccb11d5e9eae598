using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

public unsafe class VectorMathTests
{
    [Fact]
    public void AgreesWithDoublePrecision()
    {
        for (var x = -90f; x < 90f; x += 0.0173f)
        {
            Close(Math.Exp(x), At(LanesMath.Exp(Lanes256.Create(x)), 3), 3e-7);
            Close(Math.Tanh(x), At(LanesMath.Tanh(Lanes512.Create(x)), 15), 3e-7);
            Close(1 / (1 + Math.Exp(-x)), At(LanesMath.Sigmoid(Lanes128.Create(x)), 1), 3e-7);
            Close(Math.Tanh(x * 1e-3), At(LanesMath.Tanh(Lanes256.Create(x * 1e-3f)), 0), 3e-7);
            if (x > 0) Close(Math.Log(x), At(LanesMath.Log(Lanes256.Create(x)), 0), 3e-7);
        }
    }

    [Fact]
    public void SpecialValues()
    {
        foreach (var x in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1e30f, -1e30f, 88.5f, 1e-30f })
        {
            Close(MathF.Exp(x), At(LanesMath.Exp(Lanes256.Create(x)), 0), 3e-7);
            Close(MathF.Tanh(x), At(LanesMath.Tanh(Lanes256.Create(x)), 0), 3e-7);
            Close(1 / (1 + MathF.Exp(-x)), At(LanesMath.Sigmoid(Lanes256.Create(x)), 0), 3e-7);
            Close(MathF.Log(x), At(LanesMath.Log(Lanes256.Create(x)), 0), 3e-7);
        }

        Assert.True(float.IsNegative(At(LanesMath.Tanh(Lanes256.Create(-0f)), 0)));
        Assert.True(float.IsNegative(At(LanesMath.Erf(Lanes256.Create(-0f)), 0)));
        Assert.Equal(1, At(LanesMath.Erf(Lanes256.Create(float.PositiveInfinity)), 0));
        Assert.Equal(-1, At(LanesMath.Erf(Lanes256.Create(-5f)), 0));
        Assert.True(float.IsNaN(At(LanesMath.Erf(Lanes256.Create(float.NaN)), 0)));
    }

    private static float At<T>(T lanes, int index)
        where T : struct, ILanes<T>
    {
        var all = stackalloc float[16];
        lanes.Store(all);
        return all[index];
    }

    private static void Close(double expected, float actual, double tolerance)
    {
        if (double.IsNaN(expected)) Assert.True(float.IsNaN(actual));
        else if (expected > float.MaxValue) Assert.Equal(float.PositiveInfinity, actual);
        else if (double.IsNegativeInfinity(expected)) Assert.Equal(float.NegativeInfinity, actual);
        else Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected) + 1.2e-38, $"expected {expected}, got {actual}");
    }
}
