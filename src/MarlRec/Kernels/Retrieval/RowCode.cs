namespace MarlRec.Kernels.Retrieval;

/// <summary>Quantises a row: row ≈ scale · (code − 128).</summary>
internal static unsafe class RowCode
{
    /// <summary>The code of 0.</summary>
    internal const int Zero = 128;

    private const int Largest = 127;

    /// <summary>Writes the codes of row <paramref name="index"/> and raises its block's bounds.</summary>
    /// <param name="row">row[D], finite.</param>
    /// <param name="rows">All rows; what is written was zeros.</param>
    /// <param name="index">Which row.</param>
    internal static void Write(ReadOnlySpan<float> row, in CodeRows rows, int index)
    {
        var block = rows.From(index / CodeRows.BlockRows);
        var place = index % CodeRows.BlockRows;
        var largest = 0f;
        foreach (var value in row) largest = MathF.Max(largest, MathF.Abs(value));

        // Nothing is kept of a row too small for a scale of full precision.
        var scale = largest / Largest;
        if (!float.IsNormal(scale)) scale = 0;
        double coarseLoss = 0, loss = 0, squares = 0, coarseSquares = 0, codeSquares = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var code = Zero + (scale > 0 ? Math.Clamp((int)MathF.Round(row[i] / scale), -Largest, Largest) : 0);
            var at = (i / 8 * CodeRows.BlockRows + place) * 4 + i % 4;
            var shift = i % 8 / 4 * 4;
            block.Upper[at] |= (byte)((code >> 4) << shift);
            block.Lower[place * rows.LowerBytes + i / 8 * 4 + i % 4] |= (byte)((code & 15) << shift);

            double value = row[i], coarse = (double)scale * ((code & ~15) + 8 - Zero), fine = (double)scale * (code - Zero);
            coarseLoss += (value - coarse) * (value - coarse);
            loss += (value - fine) * (value - fine);
            squares += value * value;
            coarseSquares += coarse * coarse;
            codeSquares += fine * fine;
        }

        block.Scales[place] = scale;
        Raise(ref block.Errors[0], coarseLoss);
        Raise(ref block.Errors[1], loss);
        Raise(ref block.Errors[2], Math.Max(squares, Math.Max(coarseSquares, codeSquares)));
    }

    // A hundred-thousandth on top pays for the rounding of the sums.
    private static void Raise(ref float bound, double squares) => bound = MathF.Max(bound, Rounding.Up(Math.Sqrt(squares) * 1.00001));
}
