using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>Element-wise kernels and column sums over large tensors, cut into tiles that a compute context runs.</summary>
internal static unsafe class Tiled
{
    // Floats of a tile: large against the cost of handing one out, small against a core's own cache.
    private const int TileLength = 16 * 1024;

    // Rows whose sums are taken by one tile.
    private const int SumRows = 256;

    /// <summary>target = f(x), or target += f(x).</summary>
    internal static void Unary<TOperator>(ComputeContext context, int length, float* x, float* target, TOperator f, bool add = false)
        where TOperator : struct, IUnaryOperator 
    {
        var tiles = new UnaryTiles<TOperator>(length, x, target, f, add);
        if (length <= TileLength) tiles.Run(0);
        else context.For(Tiles(length), tiles);
    }

    /// <summary>target = f(x, y), or target += f(x, y).</summary>
    internal static void Binary<TOperator>(ComputeContext context, int length, float* x, float* y, float* target, TOperator f, bool add = false)
        where TOperator : struct, IBinaryOperator 
    {
        var tiles = new BinaryTiles<TOperator>(length, x, y, target, f, add);
        if (length <= TileLength) tiles.Run(0);
        else context.For(Tiles(length), tiles);
    }

    /// <summary>target += f(x, y, z).</summary>
    internal static void AddTernary<TOperator>(ComputeContext context, int length, float* x, float* y, float* z, float* target, TOperator f)
        where TOperator : struct, ITernaryOperator => context.For(Tiles(length), new TernaryTiles<TOperator>(length, x, y, z, target, f));

    /// <summary>target += x.</summary>
    internal static void Add(ComputeContext context, int length, float* x, float* target) => Unary(context, length, x, target, default(IdentityKernel), add: true);

    /// <summary>target += factor · x.</summary>
    internal static void AddScaled(ComputeContext context, int length, float* x, float factor, float* target) =>
        Unary(context, length, x, target, new ScaleKernel(factor), add: true);

    /// <summary>target[n] += Σ_m x[m,n]: sums of 256 rows each, added in order.</summary>
    internal static void AddColumnSums(ComputeContext context, Workspace workspace, int rows, int columns, float* x, float* target)
    {
        if (rows == 0 || columns == 0) return;
        var tiles = (rows + SumRows - 1) / SumRows;
        if (tiles == 1)
        {
            ColumnSums.Add(rows, columns, x, target);
            return;
        }

        var mark = workspace.Mark();
        var sums = workspace.AllocateZeros(checked(tiles * columns));
        context.For(tiles, new SumTiles(rows, columns, x, sums));
        ColumnSums.Add(tiles, columns, sums, target);
        workspace.Release(mark);
    }

    private static int Tiles(int length) => (int)(((long)length + TileLength - 1) / TileLength);

    private readonly struct UnaryTiles<TOperator>(int length, float* x, float* target, TOperator f, bool add) : ITileBody
        where TOperator : struct, IUnaryOperator
    {
        private readonly float* _x = x, _target = target;

        public void Run(int tile)
        {
            var start = tile * TileLength;
            var count = Math.Min(TileLength, length - start);
            var into = new Span<float>(_target + start, count);
            if (add) Elementwise.AddUnary(new ReadOnlySpan<float>(_x + start, count), into, f);
            else Elementwise.Unary(new ReadOnlySpan<float>(_x + start, count), into, f);
        }
    }

    private readonly struct BinaryTiles<TOperator>(int length, float* x, float* y, float* target, TOperator f, bool add) : ITileBody
        where TOperator : struct, IBinaryOperator
    {
        private readonly float* _x = x, _y = y, _target = target;

        public void Run(int tile)
        {
            var start = tile * TileLength;
            var count = Math.Min(TileLength, length - start);
            var into = new Span<float>(_target + start, count);
            if (add) Elementwise.AddBinary(new ReadOnlySpan<float>(_x + start, count), new ReadOnlySpan<float>(_y + start, count), into, f);
            else Elementwise.Binary(new ReadOnlySpan<float>(_x + start, count), new ReadOnlySpan<float>(_y + start, count), into, f);
        }
    }

    private readonly struct TernaryTiles<TOperator>(int length, float* x, float* y, float* z, float* target, TOperator f) : ITileBody
        where TOperator : struct, ITernaryOperator
    {
        private readonly float* _x = x, _y = y, _z = z, _target = target;

        public void Run(int tile)
        {
            var start = tile * TileLength;
            var count = Math.Min(TileLength, length - start);
            Elementwise.AddTernary(
                new ReadOnlySpan<float>(_x + start, count), new ReadOnlySpan<float>(_y + start, count), new ReadOnlySpan<float>(_z + start, count),
                new Span<float>(_target + start, count), f);
        }
    }

    private readonly struct SumTiles(int rows, int columns, float* x, float* sums) : ITileBody
    {
        private readonly float* _x = x, _sums = sums;

        public void Run(int tile)
        {
            var first = tile * SumRows;
            ColumnSums.Add(Math.Min(SumRows, rows - first), columns, _x + (nint)first * columns, _sums + (nint)tile * columns);
        }
    }
}
