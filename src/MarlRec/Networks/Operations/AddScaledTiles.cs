using MarlRec.Execution;
using MarlRec.Kernels;

namespace MarlRec.Networks;

/// <summary>target += factor · x, in tiles.</summary>
internal readonly unsafe struct AddScaledTiles(float* x, float factor, float* target, int length) : ITileBody
{
    private const int TileFloats = 1 << 14;

    private readonly float* _x = x, _target = target;

    public void Run(int tile)
    {
        var first = tile * TileFloats;
        var count = Math.Min(TileFloats, length - first);
        RowKernels.AddScaled(new ReadOnlySpan<float>(_x + first, count), factor, new Span<float>(_target + first, count));
    }

    internal static void Run(ComputeContext context, float* x, float factor, float* target, int length) =>
        context.For((length + TileFloats - 1) / TileFloats, new AddScaledTiles(x, factor, target, length));
}
