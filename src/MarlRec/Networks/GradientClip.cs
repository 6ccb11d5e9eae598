using MarlRec.Execution;
using MarlRec.Kernels;
using MarlRec.Tensors;

namespace MarlRec.Networks;

/// <summary>
/// Limits gradients. Of a row-sparse parameter it reads and writes the touched rows only, of a frozen one nothing. Thread safety: <em>single owner</em> of the parameters.
/// </summary>
public static unsafe class GradientClip
{
    private const int SmallestTile = 16 * 1024;
    private const int MostTiles = 64; // of one parameter: their sums of squares are on the stack

    /// <summary>Scales all gradients by one factor so that their joint Euclidean norm is at most <paramref name="maximum"/> (Pascanu et al., 2013).</summary>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="maximum">The largest norm to leave as it is: finite, above 0.</param>
    /// <param name="context">Runs the loops; null for the calling thread. The bits do not depend on it.</param>
    /// <returns>The norm before. When it is NaN or infinite, gradients are left as they are: the caller decides, usually to skip the step.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is out of range.</exception>
    public static double ByGlobalNorm(IReadOnlyList<(string Name, Parameter Parameter)> parameters, double maximum, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Throw.IfNotPositive(maximum);
        var squares = 0.0;
        for (var i = 0; i < parameters.Count; i++) squares += SumOfSquares(context ?? ComputeContext.Serial, parameters[i].Parameter);
        var norm = Math.Sqrt(squares);
        if (!double.IsFinite(norm) || norm <= maximum) return norm;
        Map(parameters, new ScaleKernel((float)(maximum / norm)), context);
        return norm;
    }

    /// <summary>Limits each element of all gradients to [−<paramref name="maximum"/>, <paramref name="maximum"/>]. NaN stays NaN.</summary>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="maximum">Finite, above 0.</param>
    /// <param name="context">Runs the loops; null for the calling thread.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is out of range.</exception>
    public static void ByValue(IReadOnlyList<(string Name, Parameter Parameter)> parameters, double maximum, ComputeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Throw.IfNotPositive(maximum);
        Map(parameters, new ClipKernel((float)-maximum, (float)maximum), context);
    }

    private static double SumOfSquares(ComputeContext context, Parameter parameter)
    {
        var parts = new Parts(parameter);
        var sums = stackalloc double[MostTiles];
        context.For(parts.Tiles, new SquareTiles(parts, sums));
        var total = 0.0;
        for (var tile = 0; tile < parts.Tiles; tile++) total += sums[tile];
        GC.KeepAlive(parameter);
        return total;
    }

    private static void Map<TOperator>(IReadOnlyList<(string Name, Parameter Parameter)> parameters, TOperator f, ComputeContext? context)
        where TOperator : struct, IUnaryOperator
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var parts = new Parts(parameters[i].Parameter);
            (context ?? ComputeContext.Serial).For(parts.Tiles, new MapTiles<TOperator>(parts, f));
        }
    }

    /// <summary>What of a parameter's gradient there is to read: pieces of one length, at most <see cref="MostTiles"/> tiles of them.</summary>
    private readonly struct Parts
    {
        private readonly Parameter _parameter;
        private readonly bool _byRow;
        private readonly int _pieces, _perTile;

        internal Parts(Parameter parameter)
        {
            _parameter = parameter;
            _byRow = parameter.TouchedRows is { IsAll: false };
            // Dense, a piece is an element.
            _pieces = parameter.IsFrozen ? 0 : _byRow ? parameter.TouchedRows!.Ids.Length : parameter.Value.Length;
            var smallest = _byRow ? Math.Max(1, SmallestTile / Math.Max(1, parameter.RowWidth)) : SmallestTile;
            _perTile = Math.Max(smallest, (int)(((long)_pieces + MostTiles - 1) / MostTiles));
        }

        internal int Tiles => (int)(((long)_pieces + _perTile - 1) / _perTile);

        internal double SumOfSquares(int tile)
        {
            var (first, count) = Range(tile);
            if (!_byRow) return RowKernels.SumOfSquares(_parameter.Gradient.Span.Slice(first, count));
            var total = 0.0;
            foreach (var row in _parameter.TouchedRows!.Ids.Slice(first, count)) total += RowKernels.SumOfSquares(Row(row));
            return total;
        }

        internal void Map<TOperator>(int tile, TOperator f)
            where TOperator : struct, IUnaryOperator
        {
            var (first, count) = Range(tile);
            if (!_byRow) Elementwise.Unary(_parameter.Gradient.Span.Slice(first, count), _parameter.Gradient.Span.Slice(first, count), f);
            else
                foreach (var row in _parameter.TouchedRows!.Ids.Slice(first, count)) Elementwise.Unary(Row(row), Row(row), f);
        }

        private (int First, int Count) Range(int tile) => (tile * _perTile, Math.Min(_perTile, _pieces - tile * _perTile));

        private Span<float> Row(int row) => _parameter.Gradient.Span.Slice(row * _parameter.RowWidth, _parameter.RowWidth);
    }

    private readonly struct SquareTiles(Parts parts, double* sums) : ITileBody
    {
        private readonly double* _sums = sums;

        public void Run(int tile) => _sums[tile] = parts.SumOfSquares(tile);
    }

    private readonly struct MapTiles<TOperator>(Parts parts, TOperator f) : ITileBody
        where TOperator : struct, IUnaryOperator
    {
        public void Run(int tile) => parts.Map(tile, f);
    }
}
