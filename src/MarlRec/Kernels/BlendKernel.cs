using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>y + rate · (x − y): y moves towards x, and stays exactly where it is when they are equal.</summary>
internal readonly struct BlendKernel(float rate) : IBinaryOperator
{
    public T Apply<T>(T x, T y)
        where T : struct, ILanes<T> => T.MultiplyAdd(T.Create(rate), x - y, y);
}
