namespace MarlRec.Kernels.Retrieval;

/// <summary>A quantised query: query ≈ <see cref="Scale"/> · code, and how far a bound from it must be raised to hold.</summary>
internal readonly unsafe struct QueryCode
{
    // 32 products with half a byte fit 16 bits.
    private const int Largest = 63;

    /// <summary>Quantises <paramref name="query"/>[D] into <paramref name="codes"/>, <see cref="LengthOf"/> integers of four signed bytes each.</summary>
    internal QueryCode(ReadOnlySpan<float> query, int* codes)
    {
        Codes = codes;
        Padded = CodeRows.LowerBytesOf(CodeRows.EightsOf(query.Length)) / 4;
        new Span<int>(codes, LengthOf(query.Length)).Clear();
        var (largest, squares) = (0f, 0.0);
        foreach (var value in query)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
            squares += (double)value * value;
        }

        // A query too small for a scale of full precision counts as lost altogether.
        Scale = largest / Largest;
        if (!float.IsNormal(Scale)) Scale = 0;
        var (lost, sum) = (0.0, 0);
        var bytes = (sbyte*)codes;
        for (var i = 0; i < query.Length; i++)
        {
            var code = Scale > 0 ? Math.Clamp((int)MathF.Round(query[i] / Scale), -Largest, Largest) : 0;
            var error = query[i] - (double)Scale * code;
            lost += error * error;
            sum += code;
            bytes[(i % 8 / 4 * Padded + i / 8) * 4 + i % 4] = (sbyte)code;
        }

        Start = RowCode.Zero * sum;
        CoarseStart = (RowCode.Zero - 8) * sum;
        // |x·q − s·t·(u·v)| ≤ ‖x − s·u‖ ‖q‖ + ‖s·u‖ ‖q − t·v‖. The float32 product rounds by up to γ_D ‖x‖ ‖q‖, the bound itself by a few units of its parts, and below the normal
        // floats by a least float a step; a hundred-thousandth on top pays for the rounding of these sums.
        var norm = Math.Sqrt(squares);
        PerError = Rounding.Up(norm * 1.00001);
        PerNorm = Rounding.Up((Math.Sqrt(lost) + norm * (Rounding.Gamma(query.Length) + 16 * Rounding.Unit)) * 1.00001);
        Constant = Rounding.Up((255.0 * Largest + 16) * (query.Length + 4) * float.Epsilon);
    }

    /// <summary>The bytes, four to an integer: the first four of every eight, then, <see cref="Padded"/> integers on, the others.</summary>
    internal int* Codes { get; }

    internal int Padded { get; }

    internal float Scale { get; }

    /// <summary>What the offset of the rows' codes comes to: 128 · Σ code.</summary>
    internal int Start { get; }

    /// <summary>What it comes to with the lower halves left out and taken for 8: 120 · Σ code.</summary>
    internal int CoarseStart { get; }

    /// <summary>How far a bound rises for each unit of a row's error norm.</summary>
    internal float PerError { get; }

    /// <summary>How far it rises for each unit of a row's norm.</summary>
    internal float PerNorm { get; }

    /// <summary>How far it rises always.</summary>
    internal float Constant { get; }

    /// <summary>How many integers a query of this size takes.</summary>
    internal static int LengthOf(int size) => 2 * CodeRows.LowerBytesOf(CodeRows.EightsOf(size)) / 4;
}
