namespace MarlRec.Kernels.Retrieval;

/// <summary>A quantised row: row ≈ scale · (code − 128), its bytes spread over a block as <see cref="CodeScan"/> reads them.</summary>
internal static unsafe class RowCode
{
    /// <summary>The code of 0.</summary>
    internal const int Zero = 128;

    private const int Largest = 127;

    /// <summary>Writes the codes of a row.</summary>
    /// <param name="row">row[D], finite.</param>
    /// <param name="codes">The row's first byte in its block.</param>
    /// <param name="scale">The row's scale; 0 for a row of zeros, or so small that nothing of it is kept.</param>
    /// <param name="error">A bound of ‖row − scale · (code − 128)‖.</param>
    /// <param name="norm">A bound of ‖row‖ and of ‖scale · (code − 128)‖.</param>
    internal static void Write(ReadOnlySpan<float> row, byte* codes, out float scale, out float error, out float norm)
    {
        var largest = 0f;
        foreach (var value in row) largest = MathF.Max(largest, MathF.Abs(value));
        scale = largest / Largest;
        if (!float.IsNormal(scale)) scale = 0;
        double lost = 0, kept = 0, squares = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var code = scale > 0 ? Math.Clamp((int)MathF.Round(row[i] / scale), -Largest, Largest) : 0;
            var value = (double)scale * code;
            lost += (row[i] - value) * (row[i] - value);
            kept += value * value;
            squares += (double)row[i] * row[i];
            codes[i / 4 * 4 * CodeScan.BlockRows + i % 4] = (byte)(code + Zero);
        }

        error = Rounding.Up(Math.Sqrt(lost) * 1.00001);
        norm = Rounding.Up(Math.Sqrt(Math.Max(kept, squares)) * 1.00001);
    }
}
