using System.Runtime.Intrinsics;
using MarlRec.Kernels.Simd;

namespace MarlRec.Kernels;

/// <summary>The largest element of each column of x[rows, columns], and the first row that holds it.</summary>
internal static unsafe class MaxStepsKernel
{
    /// <param name="rows">At least 1, at most 2²⁴: row numbers are kept as floats.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="largest">[columns], out.</param>
    /// <param name="places">[columns], out.</param>
    internal static void Run(int rows, int columns, float* x, float* largest, float* places)
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512>(rows, columns, x, largest, places);
        else if (Vector256.IsHardwareAccelerated) Run<Lanes256>(rows, columns, x, largest, places);
        else Run<Lanes128>(rows, columns, x, largest, places);
    }

    private static void Run<T>(int rows, int columns, float* x, float* largest, float* places)
        where T : struct, ILanes<T>
    {
        for (nint column = 0; column < columns; column += T.Count)
        {
            var lanes = Math.Min(columns - (int)column, T.Count);
            T most = T.LoadPart(x + column, lanes), place = T.Zero;
            var row = x + column;
            for (var i = 1; i < rows; i++)
            {
                row += columns;
                var next = T.LoadPart(row, lanes);
                var larger = T.LessThan(most, next);
                most = T.Select(larger, next, most);
                place = T.Select(larger, T.Create(i), place);
            }

            most.StorePart(largest + column, lanes);
            place.StorePart(places + column, lanes);
        }
    }
}
